using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Places where agents are and calls come in: this part of <see cref="DocumentShape"/>, how it is read and how it is written.</summary>
public static class SitesShape
{
    public static readonly Fields Site = new(
    [
        new("name", new Names(), "For people. Absent: the key."),
        new("cost", new MapOf(TextForm.Site, new Count(1, Locality.CostMax), SiteEntry.CountMax), "What it costs, by site, that calls of this one are served from there, 1 to 99. Absent: 50."),
    ]);

    internal static SiteEntry Read(Section.Entry entry, Label name) => new(name)
    {
        Costs = [.. (entry.Value.Field("cost")?.Properties() ?? []).Select(cost => new SiteCost(cost.Name, cost.Value.GetInt32())).OrderBy(cost => cost.Site, StringComparer.Ordinal)],
    };

    internal static void WriteCosts(Utf8JsonWriter writer, SiteEntry site)
    {
        writer.WriteStartObject("cost");
        foreach (var cost in site.Costs)
        {
            writer.WriteNumber(cost.Site, cost.Cost);
        }

        writer.WriteEndObject();
    }
}
