using System.Text.Json;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What a queue tells those who wait: its keys, checked → rule, rule → what people write.</summary>
public static class AnnounceShape
{
    public const int ChangeMax = 20;

    public static readonly EquatableArray<string> Languages = ["en", "zh"];

    public static readonly Fields Announce = new(
    [
        new("position", new Switch(), "The caller's place in the line, never one worse than it was told before.", Default: "false"),
        new("expected-wait", new Switch(), "How long it will probably still take, in rounded ranges.", Default: "false"),
        new("comfort", new ListOf(new Text(TextForm.Music), AnnounceRule.ComfortMax), "Sounds that are said in turn, one in each announcement."),
        new("first-after", new Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), "From entry to the first announcement.", Default: "20s"),
        new("every", new Duration(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)), "From one announcement to the next.", Default: "60s"),
        new("min-change", new Count(0, ChangeMax), "Places that the caller must have come forward to be told its place again; above 0 the wait is not said again either until its range is another.", Default: "0"),
        new("language", new Choice(Languages), "How numbers are said.", Default: "en"),
        new("sounds", new Text(TextForm.Music), "The folder of the directory of sounds that has them. Absent: the one that is named like the language."),
    ]);

    public static readonly EquatableArray<Field> OfQueue =
        [new("announce", Announce, "What waiting callers are told beside the music. Absent: nothing.")];

    internal static AnnounceRule? Read(JsonElement queue)
    {
        if (queue.Field("announce") is not { } written)
        {
            return null;
        }

        var value = new Values(written, Announce);
        return new AnnounceRule
        {
            Position = value.Switch("position"),
            ExpectedWait = value.Switch("expected-wait"),
            Comfort = [.. (written.Field("comfort")?.Items() ?? []).Select(item => item.AsText()!)],
            FirstAfter = value.Duration("first-after")!.Value,
            Every = value.Duration("every")!.Value,
            ChangeMin = value.Count("min-change")!.Value,
            Language = (Language)(value.Choice("language") - 1),
            Voice = value.Text("sounds") ?? "",
        };
    }

    internal static void Write(Utf8JsonWriter writer, AnnounceRule? rule)
    {
        if (rule is null)
        {
            return;
        }

        writer.WriteStartObject("announce");
        writer.WriteBoolean("position", rule.Position);
        writer.WriteBoolean("expected-wait", rule.ExpectedWait);
        Json.WriteTexts(writer, "comfort", rule.Comfort);
        Json.WriteDuration(writer, "first-after", rule.FirstAfter);
        Json.WriteDuration(writer, "every", rule.Every);
        writer.WriteNumber("min-change", rule.ChangeMin);
        writer.WriteString("language", Languages[(int)rule.Language]);
        Json.WriteText(writer, "sounds", rule.Voice.Length == 0 ? null : rule.Voice);
        writer.WriteEndObject();
    }
}
