using System.Collections.Immutable;
using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// Agents who are free: of each kind in the order of the queue's rule, and the kinds in the order of who is first in them. So whoever looks for the
/// first of certain kinds looks at few of them, however many there are, unless nearly none will do.
/// </summary>
public sealed record FreeAgents
{
    public static readonly FreeAgents None = new();

    /// <summary>For look-ups only, never enumerated.</summary>
    private ImmutableDictionary<AgentKind, OrderedSet<AgentRank>> Kinds { get; init; } = ImmutableDictionary<AgentKind, OrderedSet<AgentRank>>.Empty;

    /// <summary>The first of each kind.</summary>
    public ImmutableSortedDictionary<AgentRank, AgentKind> Heads { get; private init; } = ImmutableSortedDictionary<AgentRank, AgentKind>.Empty;

    public int Count { get; private init; }

    public static FreeAgents Of(IEnumerable<(AgentRank Rank, AgentKind Kind)> agents)
    {
        var free = None;
        foreach (var kind in agents.GroupBy(agent => agent.Kind))
        {
            free = free.With(kind.Key, [], [.. kind.Select(agent => agent.Rank)]);
        }

        return free;
    }

    public OrderedSet<AgentRank> Of(AgentKind kind) => Kinds.GetValueOrDefault(kind);

    public FreeAgents With(AgentRank rank, AgentKind kind) => Of(kind) is var agents ? With(kind, agents, agents.Add(rank)) : this;

    public FreeAgents Without(AgentRank rank, AgentKind kind) => Of(kind) is var agents ? With(kind, agents, agents.Remove(rank)) : this;

    private FreeAgents With(AgentKind kind, OrderedSet<AgentRank> before, OrderedSet<AgentRank> after)
    {
        var heads = Heads;
        if (!before.IsEmpty && (after.IsEmpty || before.First != after.First))
        {
            heads = heads.Remove(before.First);
        }

        if (!after.IsEmpty && (before.IsEmpty || before.First != after.First))
        {
            heads = heads.Add(after.First, kind);
        }

        return new FreeAgents
        {
            Kinds = after.IsEmpty ? Kinds.Remove(kind) : Kinds.SetItem(kind, after),
            Heads = heads,
            Count = Count - before.Count + after.Count,
        };
    }
}
