using System.Collections.Immutable;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Who waits and who is free, in the orders that matching needs: calls by class (<see cref="NeedClass"/>), agents by kind (<see cref="AgentKind"/>).
/// A change costs O(log n), a match O(log n) for each class or kind there is. Classes are as many as the configuration makes, at most
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

    /// <summary>Kinds of whom somebody is free.</summary>
    public ImmutableSortedDictionary<AgentKind, ImmutableSortedSet<AgentRank>> Free { get; private init; } = ImmutableSortedDictionary<AgentKind, ImmutableSortedSet<AgentRank>>.Empty;

    /// <summary>By agent: calls that should rather have it, whether or not others may have them too.</summary>
    public ImmutableSortedDictionary<ActorId, ImmutableSortedSet<Place>> Wished { get; private init; } = ImmutableSortedDictionary<ActorId, ImmutableSortedSet<Place>>.Empty;

    /// <summary>Calls that could be offered, those that wait for certain agents only included.</summary>
    public int WaitingCount { get; private init; }

    public int FreeCount { get; private init; }

    /// <summary>The class of this reach; −1: there is none yet.</summary>
    public int NumberOf(Reach reach) => Numbers.TryGetValue(reach, out var number) ? number : -1;

    /// <summary>With a class more; whoever is free must be put in order again (<paramref name="free"/>).</summary>
    public Line WithClass(Reach reach, IEnumerable<(AgentRank Rank, AgentProfile? Profile)> free)
    {
        var line = this with
        {
            Classes = Classes.Add(NeedClass.Of(reach)),
            Numbers = Numbers.Add(reach, Classes.Length),
            Free = ImmutableSortedDictionary<AgentKind, ImmutableSortedSet<AgentRank>>.Empty,
            FreeCount = 0,
        };
        var groups = new SortedDictionary<AgentKind, ImmutableSortedSet<AgentRank>.Builder>();
        foreach (var (rank, profile) in free)
        {
            var kind = line.KindOf(profile);
            if (!groups.TryGetValue(kind, out var group))
            {
                groups.Add(kind, group = ImmutableSortedSet.CreateBuilder<AgentRank>());
            }

            group.Add(rank);
        }

        return line with
        {
            Free = groups.ToImmutableSortedDictionary(group => group.Key, group => group.Value.ToImmutable()),
            FreeCount = groups.Values.Sum(group => group.Count),
        };
    }

    public AgentKind KindOf(AgentProfile? profile)
    {
        ClassSet may = default, should = default;
        for (var number = 0; number < Classes.Length; number++)
        {
            var needs = Classes[number];
            if (needs.Require.AreMetBy(profile))
            {
                may = may.With(number);
                should = needs.Prefer is not Needs.Anybody && needs.Prefer.AreMetBy(profile) ? should.With(number) : should;
            }
        }

        return new AgentKind(may, should);
    }

    /// <summary>One more who waits: in the order of its class, unless it waits for certain agents only, and in that of each agent it should rather have.</summary>
    public Line With(Stay stay) => this with
    {
        Classes = stay.Class < 0 ? Classes : Classes.SetItem(stay.Class, Classes[stay.Class] with { Waiting = Classes[stay.Class].Waiting.Add(stay.Place) }),
        Crowded = stay.Class < 0 ? Crowded : Crowded.With(stay.Class),
        Wished = stay.Call.Preferred.Items.Aggregate(Wished, (wished, agent) => wished.SetItem(agent, wished.GetValueOrDefault(agent, []).Add(stay.Place))),
        WaitingCount = WaitingCount + 1,
    };

    /// <summary>The same stay, as it was put in.</summary>
    public Line Without(Stay stay)
    {
        var line = this with
        {
            Wished = stay.Call.Preferred.Items.Aggregate(Wished, (wished, agent) => wished.GetValueOrDefault(agent, []).Remove(stay.Place) is { IsEmpty: false } rest ? wished.SetItem(agent, rest) : wished.Remove(agent)),
            WaitingCount = WaitingCount - 1,
        };
        if (stay.Class < 0)
        {
            return line;
        }

        var rest = Classes[stay.Class].Waiting.Remove(stay.Place);
        return line with
        {
            Classes = Classes.SetItem(stay.Class, Classes[stay.Class] with { Waiting = rest }),
            Crowded = rest.IsEmpty ? Crowded.Without(stay.Class) : Crowded,
        };
    }

    public Line WithFree(AgentRank rank, AgentProfile? profile)
    {
        var kind = KindOf(profile);
        return this with { Free = Free.SetItem(kind, Free.GetValueOrDefault(kind, []).Add(rank)), FreeCount = FreeCount + 1 };
    }

    public Line WithoutFree(AgentRank rank, AgentProfile? profile)
    {
        var kind = KindOf(profile);
        var rest = Free[kind].Remove(rank);
        return this with { Free = rest.IsEmpty ? Free.Remove(kind) : Free.SetItem(kind, rest), FreeCount = FreeCount - 1 };
    }
}
