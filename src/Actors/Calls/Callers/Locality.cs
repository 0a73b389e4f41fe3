using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Calls.Callers;

/// <summary>
/// A call of a site is kept for that site's agents for a while, then for those of the next dearer sites too, and so on. It is said by the steps of the
/// call's needs, over a skill that every agent has for every site, the better the nearer (<see cref="Skill"/>): a queue needs no rule of its own for it,
/// explains it as it explains needs, and keeps no call longer than the steps say.
/// </summary>
/// <param name="Site">The call's.</param>
/// <param name="Costs">What serving it from other sites costs, each cost once, the least first.</param>
public sealed record Locality(string Site, EquatableArray<int> Costs)
{
    /// <summary>Nobody may have a skill of this kind for other reasons.</summary>
    public const string SkillPrefix = "site.";

    public const int CostMax = SkillLevel.LevelMax - 1;

    public const int CostDefault = 50;

    /// <summary>What an agent is worth to calls of a site: level 100 at the site itself, less its cost anywhere else.</summary>
    public static SkillLevel Skill(string site, int cost) => new(SkillPrefix + site, SkillLevel.LevelMax - cost);

    /// <summary>The needs with this over them: wider by one cost each time it has been kept for <paramref name="each"/>, at last as wide as they are.</summary>
    public EquatableArray<NeedStep> Steps(TimeSpan each, EquatableArray<NeedStep> needs)
    {
        var reach = Reaches().Select((cost, index) => new NeedStep(each * index, cost is { } most ? Within(most) : "")).ToList();
        return
        [
            .. needs.Select(step => step.After).Concat(reach.Select(step => step.After)).Distinct().Order()
                .Select(after => (After: after, Needs: At(needs, after), Reach: At(reach, after)))
                .Select(step => new NeedStep(step.After, Both(step.Reach?.Require ?? "", step.Needs?.Require ?? ""), step.Needs?.Prefer ?? "")),
        ];
    }

    /// <summary>The steps that it adds at most, for whoever checks a document.</summary>
    public int StepCount => Reaches().Count() - 1;

    /// <summary>As <see cref="Steps"/> writes it.</summary>
    public string Within(int cost, string needs = "") => Both(FormattableString.Invariant($"{SkillPrefix}{Site}>={SkillLevel.LevelMax - cost}"), needs);

    /// <summary>The greatest cost each time; null: whatever it costs.</summary>
    private IEnumerable<int?> Reaches() => [0, .. Costs.Items.SkipLast(1).Select(cost => (int?)cost), null];

    private static NeedStep? At(IEnumerable<NeedStep> steps, TimeSpan after) => steps.Where(step => step.After <= after).MaxBy(step => step.After);

    private static string Both(string site, string needs) => site.Length == 0 || needs.Length == 0 ? site + needs : $"{site} and ({needs})";
}
