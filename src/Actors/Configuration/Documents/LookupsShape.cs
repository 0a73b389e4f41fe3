using System.Text.Json;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Systems that are asked about callers: this part of <see cref="DocumentShape"/>, how it is read and how it is written.</summary>
public static class LookupsShape
{
    public const int LookupsMax = 100;

    public static readonly EquatableArray<string> Methods = ["post", "get"];

    public static readonly Fields Lookup = new(
    [
        new("url", new Text(TextForm.HttpUrl), "Where it is asked.", Required: true),
        new("method", new Choice(Methods), "How: with the question as a JSON body, or in the query.", Default: "post"),
        new("time-limit", new Duration(TimeSpan.FromMilliseconds(10), LookupTerms.TimeLimitMax), "How long a call waits for the answer.", Default: "300ms"),
        new("authorization", new Text(TextForm.Authorization), "What the header Authorization says. Kept sealed, never shown. Absent: what it has, as long as scheme, host and port of the url stay the same."),
        new("take", new MapOf(TextForm.DataKey, new Text(TextForm.ReplyField), AttachedData.KeysMax), "What is attached: by key, the field of the answer; fields within fields with dots between.", Required: true),
        new("otherwise", new MapOf(TextForm.DataKey, new Text(TextForm.DataValue), AttachedData.KeysMax), "What is attached where it does not say: it does not know the caller, is late, or fails."),
    ]);

    /// <summary>The credential stays with those it was given for: another scheme, host or port does not get it.</summary>
    internal static LookupEntry Read(Section.Entry entry, TenantDocument? inForce)
    {
        var value = new Values(entry.Value, Lookup);
        var url = value.Text("url")!;
        return new LookupEntry(
            url,
            (LookupMethod)value.Choice("method"),
            value.Duration("time-limit")!.Value,
            [.. (entry.Value.Field("take")?.Properties() ?? []).Select(field => new TakenField(field.Name, field.Value.AsText()!)).OrderBy(field => field.Key, StringComparer.Ordinal)],
            RulesBuilder.Data(entry.Value, "otherwise"),
            inForce?.Lookups.GetValueOrDefault(entry.Key) is { } before && LookupEntry.OriginOf(before.Url) == LookupEntry.OriginOf(url) ? before.CredentialVersion : 0);
    }

    internal static void Write(Utf8JsonWriter writer, LookupEntry lookup)
    {
        writer.WriteString("url", lookup.Url);
        writer.WriteString("method", Methods[(int)lookup.Method - 1]);
        Json.WriteDuration(writer, "time-limit", lookup.TimeLimit);
        writer.WriteStartObject("take");
        foreach (var field in lookup.Take)
        {
            writer.WriteString(field.Key, field.Field);
        }

        writer.WriteEndObject();
        RulesWriter.WriteData(writer, "otherwise", lookup.Otherwise);
    }
}
