using System.Text.Json;
using static CallCenter.Actors.Configuration.Documents.Json;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What agents write of their calls: this part of <see cref="DocumentShape"/>, how it is read and how it is written.</summary>
public static class SummariesShape
{
    public const int CallReasonsMax = 5_000;

    public static readonly Fields CallReason = new(
    [
        new("name", new Names(), "For people. Absent: the key."),
        new("under", new Text(TextForm.Key), "The call reason that it is a part of. Absent: none, it is at the top."),
    ]);

    public static readonly Fields Summaries = new(
    [
        new("edit-for", new Duration(TimeSpan.Zero, TimeSpan.FromHours(720)), "How long a summary may be changed once it is written.", Default: "24h"),
    ]);

    internal static CallReasonEntry Read(Section.Entry entry, Label name) => new(name, entry.Value.Text("under"));

    internal static SummaryTerms Terms(JsonElement value) => new(new Values(value, Summaries).Duration("edit-for")!.Value);

    internal static void WriteTerms(Utf8JsonWriter writer, SummaryTerms? terms)
    {
        if (terms is not null)
        {
            writer.WriteStartObject("summaries");
            WriteDuration(writer, "edit-for", terms.EditFor);
            writer.WriteEndObject();
        }
    }
}
