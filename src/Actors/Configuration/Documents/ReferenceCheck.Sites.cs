using System.Text.Json;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What entries say of sites: that they exist, and that calls kept for them stay within the bounds of needs.</summary>
internal sealed partial class ReferenceCheck
{
    private readonly Section sites = Section.Of(root, "sites");

    private void CheckSites()
    {
        foreach (var site in sites.Entries)
        {
            foreach (var cost in site.Value.Field("cost")?.Properties() ?? [])
            {
                if (!sites.Has(cost.Name) || cost.Name == site.Key)
                {
                    problems.Add(site.Path.Key("cost").Key(cost.Name), "is not another of our sites");
                }
            }
        }

        foreach (var agent in agents.Entries)
        {
            Refer(agent.Value.Field("site"), sites, "site", agent.Path.Key("site"));
            if (sites.Keys.Count > 0 && agent.Value.Field("site") is null && !sites.Has(ActorId.MainSite))
            {
                problems.Add(agent.Path.Key("site"), $"missing; there is no site \"{ActorId.MainSite}\" that it could be at");
            }
        }
    }

    /// <summary>Needs over which a call is kept for its site: any of the number, as rules add up.</summary>
    private void CheckLocal(Section.Entry number)
    {
        Refer(number.Value.Field("site"), sites, "site", number.Path.Key("site"));
        var wishes = (number.Value.Field("rules")?.Items() ?? []).Select((rule, index) => (Value: rule, Path: number.Path.Key("rules").Index(index))).Prepend((number.Value, number.Path)).ToList();
        var kept = wishes.Where(wish => wish.Value.Field("local-for") is not null).ToList();
        if (kept.Count > 0 && sites.Keys.Count == 0)
        {
            problems.Add(kept[0].Path.Key("local-for"), "there are no sites");
        }

        if (kept.Count == 0 || sites.Keys.Count is 0 or > SiteEntry.CountMax)
        {
            return;
        }

        var most = sites.Entries.Select(LocalityOf).MaxBy(local => local.StepCount)!;
        var longest = sites.Keys.MaxBy(site => site.Length)!;
        foreach (var (value, path) in wishes)
        {
            var needs = value.Field("needs");
            if ((needs is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0) + most.StepCount > NeedStep.CountMax)
            {
                problems.Add(path.Key("needs"), $"with the {most.StepCount} steps that local-for makes of the costs of sites more than {NeedStep.CountMax}");
            }

            foreach (var require in needs is { ValueKind: JsonValueKind.Array } steps ? steps.EnumerateArray().Select(step => step.Text("require")) : [needs?.AsText()])
            {
                if (require is not null && NeedsReader.TryRead(require, out _, out _) && !NeedsReader.TryRead((most with { Site = longest }).Within(0, require), out _, out var problem))
                {
                    problems.Add(path.Key("needs"), $"with local-for before it {problem}");
                }
            }
        }
    }

    private Locality LocalityOf(Section.Entry site) => new(
        site.Key,
        [.. sites.Keys.Where(other => other != site.Key).Select(other => site.Value.Field("cost")?.Field(other) is { ValueKind: JsonValueKind.Number } cost && cost.TryGetInt32(out var written) ? written : Locality.CostDefault).Distinct().Order()]);
}
