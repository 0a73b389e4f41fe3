using System.Collections.Immutable;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Who waits and who is free, in the orders that matching needs: calls by class (<see cref="NeedClass"/>), agents by kind (<see cref="AgentKind"/>).
/// A change costs O(log n), a match O(log n) for each class or kind that it looks at. Classes are as many as the configuration makes, at most
/// <see cref="ClassSet.CountMax"/>; a class that comes up costs one pass over the free agents, once.
/// </summary>
public sealed record Line
{
    public static readonly Line Empty = new();

    public ImmutableArray<NeedClass> Classes { get; private init; } = [];

    /// <summary>Classes in which somebody waits.</summary>
    public ClassSet Crowded { get; private init; }

    /// <summary>By reach: for look-ups only, never enumerated.</summary>
    private ImmutableDictionary<Reach, int> Numbers { get; init; } = ImmutableDictionary<Reach, int>.Empty;

    public FreeAgents Free { get; init; } = FreeAgents.None;

    /// <summary>By agent: calls that should rather have it, whether or not others may have them too.</summary>
    public OrderedMap<ActorId, OrderedSet<Place>> Wished { get; private init; } = [];

    /// <summary>Calls that could be offered, those that wait for certain agents only included.</summary>
    public int WaitingCount { get; private init; }

    /// <summary>The class of this reach; −1: there is none yet.</summary>
    public int NumberOf(Reach reach) => Numbers.TryGetValue(reach, out var number) ? number : -1;

    /// <summary>With a class more; whoever is free must be put in order again (<paramref name="free"/>).</summary>
    public Line WithClass(Reach reach, IEnumerable<(AgentRank Rank, AgentProfile? Profile)> free)
    {
        var classes = Classes.Add(NeedClass.Of(reach));
        return this with
        {
            Classes = classes,
            Numbers = Numbers.Add(reach, Classes.Length),
            Free = FreeAgents.Of(free.Select(agent => (agent.Rank, AgentKind.Of(agent.Profile, classes.AsSpan())))),
        };
    }

    /// <summary>What was worked out before holds as long as no class has come up since.</summary>
    public AgentKind KindOf(QueueAgent agent) =>
        agent.Kind is { } kind && kind.ClassCount == Classes.Length ? kind : AgentKind.Of(agent.Profile, Classes.AsSpan());

    /// <summary>The stay as it was put in and as it is now, where it is there or not.</summary>
    public Line With(Stay? before, Stay? after)
    {
        var (was, isNow) = (before is { IsMatchable: true }, after is { IsMatchable: true });
        if (was && isNow && before!.Place == after!.Place && before.Class == after.Class)
        {
            return this;
        }

        var line = was ? Without(before!) : this;
        return isNow ? line.With(after!) : line;
    }

    /// <summary>All that wait, where nobody waits yet.</summary>
    public Line WithAll(IReadOnlyList<Stay> stays)
    {
        var line = this;
        foreach (var stay in stays.Where(stay => stay is { IsMatchable: true, Call.Preferred.Count: > 0 }))
        {
            line = line.With(stay);
        }

        foreach (var needs in stays.Where(stay => stay is { IsMatchable: true, Call.Preferred.Count: 0 }).GroupBy(stay => stay.Class))
        {
            var places = needs.Select(stay => stay.Place).ToList();
            line = line with
            {
                Classes = line.Classes.SetItem(needs.Key, line.Classes[needs.Key].With(places)),
                Crowded = line.Crowded.With(needs.Key),
                WaitingCount = line.WaitingCount + places.Count,
            };
        }

        return line;
    }

    /// <summary>One more who waits: in the order of its class, unless it waits for certain agents only, and in that of each agent it should rather have.</summary>
    private Line With(Stay stay)
    {
        var wished = Wished;
        foreach (var agent in stay.Call.Preferred)
        {
            wished = wished.SetItem(agent, wished.GetValueOrDefault(agent).Add(stay.Place));
        }

        return this with
        {
            Classes = stay.Class < 0 ? Classes : Classes.SetItem(stay.Class, Classes[stay.Class].With(stay.Place)),
            Crowded = stay.Class < 0 ? Crowded : Crowded.With(stay.Class),
            Wished = wished,
            WaitingCount = WaitingCount + 1,
        };
    }

    private Line Without(Stay stay)
    {
        var wished = Wished;
        foreach (var agent in stay.Call.Preferred)
        {
            wished = wished.GetValueOrDefault(agent).Remove(stay.Place) is { IsEmpty: false } rest ? wished.SetItem(agent, rest) : wished.Remove(agent);
        }

        var needs = stay.Class < 0 ? null : Classes[stay.Class].Without(stay.Place);
        return this with
        {
            Classes = needs is null ? Classes : Classes.SetItem(stay.Class, needs),
            Crowded = needs is { Waiting.IsEmpty: true } ? Crowded.Without(stay.Class) : Crowded,
            Wished = wished,
            WaitingCount = WaitingCount - 1,
        };
    }
}
