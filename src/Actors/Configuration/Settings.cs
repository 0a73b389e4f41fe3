using System.Diagnostics;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration;

/// <summary>
/// What the document means for one queue, agent or phone: everything that actor has to know, so that it never looks elsewhere.
/// Null when the document does not have it.
/// </summary>
public static class Settings
{
    /// <summary>The Configure command for this target; it is a function of the document alone.</summary>
    public static object Configure(TenantDocument document, ActorId target, long version) => target.Kind switch
    {
        ActorKind.Queue => new QueueCommand.Configure(version, OfQueue(document, target.Key)),
        ActorKind.Agent => new AgentCommand.Configure(version, OfAgent(document, target.Key)),
        ActorKind.Phone => new PhoneCommand.Configure(version, OfPhone(document, target.Key)),
        ActorKind.Floor => new FloorCommand.Configure(version, OfFloor(document)),
        _ => throw new UnreachableException($"{target} takes no configuration"),
    };

    public static QueueSettings? OfQueue(TenantDocument document, string key) => document.Queues.GetValueOrDefault(key) is not { } queue ? null : new QueueSettings
    {
        Name = queue.Name.En,
        NameZh = queue.Name.Zh,
        RingTime = queue.RingTime,
        Together = queue.Together,
        WrapUp = queue.WrapUp,
        MaxWait = queue.MaxWait,
        MaxLength = queue.MaxLength,
        Overflow = Target(document, queue, queue.OverflowQueue, queue.OverflowNumber),
        Music = queue.Music,
        MissesBeforeNotReady = queue.MissesBeforeNotReady,
        StaysReadyOnDecline = queue.StaysReadyOnDecline,
        RetryAgentAfter = queue.RetryAgentAfter,
        ServiceLevel = queue.ServiceLevel,
        ShortAbandon = queue.ShortAbandon,
        Hours = queue.Hours is { } hours && document.Calendars.GetValueOrDefault(hours) is { } calendar
            ? new QueueHours(calendar) { WhenClosed = Target(document, queue, queue.Closed), DivertsWaiting = queue.DivertsWhenClosing }
            : null,
        Emergency = queue.Emergency is { } emergency
            ? new EmergencyRule { IsOn = emergency.IsOn, IncludesWaiting = emergency.IncludesWaiting, To = Target(document, queue, emergency.To) }
            : null,
        Order = queue.Order,
        HeadStart = queue.HeadStart,
        Steps = queue.Steps,
        Reserve = queue.Reserve,
        OverflowWhen = [.. queue.OverflowWhen.Items.Select(rule => Rule(document, queue, rule)).OfType<OverflowRule>()],
        Announce = queue.Announce,
        SummaryRequired = queue.SummaryRequired,
        Alarms = queue.Alarms,
    };

    public static AgentSettings? OfAgent(TenantDocument document, string key) => document.Agents.GetValueOrDefault(key) is not { } agent ? null : new AgentSettings
    {
        Name = agent.Name,
        Team = agent.Team,
        Phone = agent.Phone,
        Queues = agent.Queues,
        Start = agent.Start,
        Reasons = [.. document.Reasons.Keys],
        Rationed = document.Teams.GetValueOrDefault(agent.Team)?.Breaks?.Reasons ?? [],
        Skills = [.. agent.Skills.Items.Concat(Nearness(document, agent.Site ?? ActorId.MainSite)).OrderBy(skill => skill.Skill, StringComparer.Ordinal)],
        Terms = agent.Terms,
        Choice = agent.Choice,
    };

    /// <summary>Null: no team rations anything.</summary>
    public static FloorSettings? OfFloor(TenantDocument document)
    {
        var quotas = document.Teams.Where(team => team.Value.Breaks is not null)
            .Select(team => new BreakQuota(team.Key, team.Value.Breaks!.Reasons, team.Value.Breaks.Number, team.Value.Breaks.Share) { Queues = team.Value.Breaks.Queues }).ToArray();
        return quotas.Length == 0 ? null : new FloorSettings([.. quotas]);
    }

    public static PhoneSettings? OfPhone(TenantDocument document, string key) => document.Phones.GetValueOrDefault(key) is not { } phone
        ? null
        : new PhoneSettings { Contact = phone.Contact, CredentialVersion = phone.CredentialVersion, AutoAnswer = phone.AutoAnswer };

    /// <summary>With its rules, before them the look-up that it asks about every caller, and behind them what the number itself asks for.</summary>
    /// <param name="document">The tenant's.</param>
    /// <param name="number">Which was called.</param>
    /// <param name="site">Where the call came in.</param>
    public static NumberPlan? OfNumber(TenantDocument document, string number, string site = ActorId.MainSite) => document.Numbers.GetValueOrDefault(number) is not { } entry
        ? null
        : new NumberPlan(number, entry.Queue, entry.Answer, MusicOf(document, entry.Queue), entry.Priority)
        {
            Site = (entry.Site ?? site) is var at && at == ActorId.MainSite ? null : at,
            Also = entry.Also,
            Rules =
            [
                .. entry.Lookup is { } lookup ? [Planned(document, new NumberRule { Lookup = lookup }, site)] : Array.Empty<NumberRule>(),
                .. entry.Rules.Items.Select(rule => Planned(document, rule, entry.Site ?? site)),
                .. entry.Wanted is { } wanted ? [Planned(document, wanted, entry.Site ?? site)] : Array.Empty<NumberRule>(),
            ],
        };

    private static NumberRule Planned(TenantDocument document, NumberRule rule, string site) => rule with
    {
        Music = rule.Queue is { } queue ? MusicOf(document, queue) : null,
        Terms = rule.Lookup is { } lookup && document.Lookups.TryGetValue(lookup, out var entry) ? new LookupTerms(entry.TimeLimit, entry.Otherwise) : null,
        Local = rule.LocalFor is not null ? LocalityOf(document, site) : null,
    };

    /// <summary>Null: the document has no such site, and nobody is kept for its agents.</summary>
    internal static Locality? LocalityOf(TenantDocument document, string site) => document.Sites.GetValueOrDefault(site) is not { } entry
        ? null
        : new Locality(site, [.. document.Sites.Keys.Where(other => other != site).Select(entry.CostOf).Distinct().Order()]);

    /// <summary>What an agent at this site is worth to the calls of each.</summary>
    private static IEnumerable<SkillLevel> Nearness(TenantDocument document, string site) =>
        document.Sites.Select(of => Locality.Skill(of.Key, of.Key == site ? 0 : of.Value.CostOf(site)));

    private static string MusicOf(TenantDocument document, string queue) => document.Queues.GetValueOrDefault(queue)?.Music ?? new QueueSettings { Name = "" }.Music;

    private static OverflowRule? Rule(TenantDocument document, QueueEntry queue, OverflowEntry rule) => Target(document, queue, rule.To) is not { } to
        ? null
        : new OverflowRule(to) { Wait = rule.Wait, Length = rule.Length, AgentsBelow = rule.AgentsBelow, For = rule.For, ExpectedWait = rule.ExpectedWait };

    private static OverflowTarget? Target(TenantDocument document, QueueEntry queue, TargetEntry? target) => Target(document, queue, target?.Queue, target?.Number);

    /// <summary>A number of ours is the queue behind it; another goes out by the trunks.</summary>
    private static OverflowTarget? Target(TenantDocument document, QueueEntry queue, string? toQueue, string? toNumber) => (toQueue, toNumber) switch
    {
        ({ } next, _) => ToQueue(document, next),
        (_, { } number) when document.Numbers.TryGetValue(number, out var entry) => ToQueue(document, entry.Queue),
        (_, { } number) when TrunkRoutes.To(document, number, document.Trunks) is [var first, ..] ways => new OverflowTarget(null, null, first.Uri, queue.Music) { Ways = new(ways) },
        _ => null,
    };

    private static OverflowTarget? ToQueue(TenantDocument document, string queue) =>
        document.Queues.TryGetValue(queue, out var entry) ? new OverflowTarget(queue, null, null, entry.Music) : null;
}
