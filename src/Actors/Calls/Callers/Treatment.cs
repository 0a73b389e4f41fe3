using System.Collections.Immutable;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Calls.Callers;

/// <summary>What the rules of its number make of a call: a function of its arrival and the time of it alone.</summary>
public sealed record Treatment
{
    public bool IsRefused { get; init; }

    public required int Priority { get; init; }

    /// <summary>Each once, the primary one first. A rule that names a queue takes the place of all that the number names.</summary>
    public required EquatableArray<string> Queues { get; init; }

    public required string Music { get; init; }

    public Wishes Wishes { get; init; } = Wishes.None;

    public ImmutableSortedDictionary<string, AttachedValue> Attached { get; init; } = AttachedData.Empty;

    public static Treatment Of(CallArrival arrival, ActorId call, DateTimeOffset now)
    {
        var (rules, attached) = Holding(arrival, now);
        var plan = arrival.Plan;
        var other = rules.FirstOrDefault(rule => rule.Queue is not null);
        return new Treatment
        {
            IsRefused = rules.Any(rule => rule.Refuses),
            Priority = rules.FirstOrDefault(rule => rule.Priority is not null)?.Priority ?? plan.Priority,
            Queues = other?.Queue is { } queue ? [queue] : [.. Stays.QueuesOf(plan)],
            Music = other?.Music ?? plan.Music,
            Wishes = WishesOf(rules, arrival, call),
            Attached = attached,
        };
    }

    /// <summary>The rules that hold, in order; each sees what those before it attached, and what the caller's system sent.</summary>
    private static (List<NumberRule> Rules, ImmutableSortedDictionary<string, AttachedValue> Attached) Holding(CallArrival arrival, DateTimeOffset now)
    {
        var (holding, attached) = (new List<NumberRule>(), UserToUser.Attached(arrival));
        foreach (var rule in arrival.Plan.Rules)
        {
            if (Holds(rule.When, arrival, attached, now))
            {
                holding.Add(rule);
                foreach (var entry in rule.Attach.Items.Concat(LookedUp(rule, arrival)))
                {
                    attached = attached.ContainsKey(entry.Key) || attached.Count >= AttachedData.KeysMax ? attached : attached.Add(entry.Key, entry.Value);
                }
            }
        }

        return (holding, attached);
    }

    /// <summary>What its look-up said, and for what it did not say what the document has for that.</summary>
    private static IEnumerable<AttachedEntry> LookedUp(NumberRule rule, CallArrival arrival) => rule.Terms is not { } terms
        ? []
        : (arrival.Found.Items.FirstOrDefault(found => found.Lookup == rule.Lookup)?.Data ?? []).Items.Concat(terms.Otherwise.Items);

    private static bool Holds(RuleCondition when, CallArrival arrival, ImmutableSortedDictionary<string, AttachedValue> attached, DateTimeOffset now) =>
        when.MayHold(arrival.Caller, arrival.Facts ?? CallerFacts.None)
        && when.Data.Items.All(entry => attached.GetValueOrDefault(entry.Key)?.Text == entry.Value.Text)
        && (when.RepeatWithin is not { } within || (arrival.Known is { } known && now - known.LastAt <= within));

    private static EquatableArray<NeedStep> Near(List<NumberRule> rules, EquatableArray<NeedStep> needs) =>
        rules.FirstOrDefault(rule => rule.LocalFor is not null) is { Local: { } local, LocalFor: { } each } && each > TimeSpan.Zero ? local.Steps(each, needs) : needs;

    private static Wishes WishesOf(List<NumberRule> rules, CallArrival arrival, ActorId call)
    {
        var last = rules.Any(rule => rule.PrefersLastAgent) && arrival.Known is { } known ? [known.LastAgent] : Array.Empty<string>();
        var named = rules.FirstOrDefault(rule => rule.Prefer.Count > 0)?.Prefer.Items ?? [];
        var preferred = last.Concat(named).Where(ActorId.IsPart).Distinct(StringComparer.Ordinal).Take(QueuedCall.PreferredMax).ToList();
        var needs = Near(rules, rules.FirstOrDefault(rule => rule.Needs.Count > 0)?.Needs ?? []);
        return needs.Count == 0 && preferred.Count == 0 ? Wishes.None : new Wishes
        {
            Needs = needs,
            Preferred = [.. preferred.Select(agent => ActorId.Agent(call.Tenant, agent, call.Site))],
            PreferFor = preferred.Count == 0 ? TimeSpan.Zero : rules.FirstOrDefault(rule => rule.PreferFor is not null)?.PreferFor ?? TimeSpan.Zero,
        };
    }
}
