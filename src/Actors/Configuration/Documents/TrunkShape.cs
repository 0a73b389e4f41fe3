using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using static CallCenter.Actors.Configuration.Documents.Json;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Trunks and how numbers are written: their keys, read and written.</summary>
internal static class TrunkShape
{
    public const int ChannelsMax = 100_000;

    public const int ShowsMax = 100;

    public static readonly EquatableArray<string> Dials = ["as-is", "e164", "digits", "national"];

    /// <summary>Names of RFC 3551, in the order of <see cref="Payloads"/>.</summary>
    public static readonly EquatableArray<string> Codecs = ["pcmu", "pcma"];

    /// <summary>Their payload types there.</summary>
    private static readonly EquatableArray<int> Payloads = [0, 8];

    public static readonly EquatableArray<string> Bare = ["as-is", "national", "international"];

    public static readonly Fields Numbering = new(
    [
        new("country", new Text(TextForm.Digits), "The country code, without prefix.", Required: true),
        new("international", new Text(TextForm.Digits), "What is dialled before country codes.", Default: "00"),
        new("trunk", new Text(TextForm.Digits), "What is dialled before national numbers. Absent: nothing."),
        new("bare", new Choice(Bare), "What a number of 7 digits or more is that begins with none of these.", Default: "as-is"),
    ]);

    public static readonly EquatableArray<Field> OfTrunk =
    [
        new("calls", new ListOf(new Text(TextForm.Number), RuleCondition.PatternsMax), "Outside numbers that agents may call through this trunk, in the same form."),
        new("shows", new ListOf(new Text(TextForm.Number), ShowsMax), "Numbers that the tenant may show when its agents call through this trunk, the usual one first. Absent: such calls are anonymous."),
        new("wrap-up", new Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), "How long an agent has after a call that it made through this trunk. Absent: 30s."),
        new("channels", new Count(1, ChannelsMax), "Calls at once, in and out together. More from it get 503; more to it take the next trunk. Absent: no limit."),
        new("order", new Count(1, TrunkRoutes.OrderMax), "Calls to outside numbers try trunks of a lower order first. Absent: those without one follow behind, as they stand in the list."),
        new("weight", new Count(1, 100), "Its part of the calls among trunks of the same order.", Default: "1"),
        new("ask-every", new Duration(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)), "How often it is asked (OPTIONS) whether it is there. Absent: never, and calls find out."),
        new("dials", new Choice(Dials), "The form in which it takes numbers: as they are, +country and number, the same without +, or as they are dialled in that country.", Default: "as-is"),
        new("prefix", new Text(TextForm.Number), "What is put before every number that it is sent. Absent: nothing."),
        new("numbering", Numbering, "How it writes numbers. Absent: as everywhere at the tenant."),
        new("codecs", new ListOf(new Choice(Codecs), Codecs.Count), "The codecs that it is offered, and of those that it offers the one to take, the best first. Absent: what the other side of the call speaks."),
    ];

    public static TrunkEntry Read(JsonElement trunk)
    {
        var value = new Values(trunk, DocumentShape.Trunk);
        return new TrunkEntry(trunk.Text("id")!, Texts(trunk, "sources"), trunk.Text("outbound"))
        {
            Transfers = Texts(trunk, "transfers"),
            Calls = Texts(trunk, "calls"),
            Shows = Texts(trunk, "shows"),
            WrapUp = value.Duration("wrap-up"),
            Channels = value.Count("channels"),
            Order = value.Count("order"),
            Weight = value.Count("weight") is > 1 and var weight ? weight : null,
            AskEvery = value.Duration("ask-every"),
            Dials = (DialForm)(value.Choice("dials") - 1),
            Prefix = value.Text("prefix"),
            Numbering = trunk.Field("numbering") is { } numbering ? NumberingOf(numbering) : null,
            Payloads = [.. Texts(trunk, "codecs").Select(codec => Payloads[Codecs.Items.IndexOf(codec)])],
        };
    }

    public static Numbering NumberingOf(JsonElement numbering)
    {
        var value = new Values(numbering, Numbering);
        return new(value.Text("country")!, value.Text("international")!)
        {
            Trunk = value.Text("trunk"),
            Bare = (BareNumbers)(value.Choice("bare") - 1),
        };
    }

    public static void Write(Utf8JsonWriter writer, TrunkEntry trunk)
    {
        writer.WriteStartObject();
        writer.WriteString("id", trunk.Id);
        WriteTexts(writer, "sources", trunk.Sources);
        WriteText(writer, "outbound", trunk.Outbound);
        WriteTexts(writer, "transfers", trunk.Transfers);
        WriteTexts(writer, "calls", trunk.Calls);
        WriteTexts(writer, "shows", trunk.Shows);
        WriteDuration(writer, "wrap-up", trunk.WrapUp);
        WriteCount(writer, "channels", trunk.Channels);
        WriteCount(writer, "order", trunk.Order);
        WriteCount(writer, "weight", trunk.Weight ?? 1);
        WriteDuration(writer, "ask-every", trunk.AskEvery);
        writer.WriteString("dials", Dials[(int)trunk.Dials]);
        WriteText(writer, "prefix", trunk.Prefix);
        WriteNumbering(writer, trunk.Numbering);
        WriteTexts(writer, "codecs", [.. trunk.Payloads.Items.Select(payload => Codecs[Payloads.Items.IndexOf(payload)])]);
        writer.WriteEndObject();
    }

    public static void WriteNumbering(Utf8JsonWriter writer, Numbering? numbering)
    {
        if (numbering is null)
        {
            return;
        }

        writer.WriteStartObject("numbering");
        writer.WriteString("country", numbering.Country);
        writer.WriteString("international", numbering.International);
        WriteText(writer, "trunk", numbering.Trunk);
        writer.WriteString("bare", Bare[(int)numbering.Bare]);
        writer.WriteEndObject();
    }

    private static EquatableArray<string> Texts(JsonElement value, string name) => [.. (value.Field(name)?.Items() ?? []).Select(item => item.AsText()!)];
}
