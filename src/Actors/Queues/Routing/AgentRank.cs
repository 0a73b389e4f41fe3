using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>
/// The order of available agents: what the queue's rule says (lower first), then idle longest (<paramref name="IdleSince"/> in ticks of UTC), then the
/// name, so that it is total.
/// </summary>
public readonly record struct AgentRank(long Merit, long IdleSince, ActorId Agent) : IOrdered<AgentRank>
{
    /// <summary>Of the prefix; the rest is told apart by comparing.</summary>
    private const long MeritMax = (1L << 62) - 1;

    public static AgentRank Of(ActorId id, QueueAgent agent, AgentOrder order) => new(MeritOf(agent, order), agent.IdleSince.UtcTicks, id);

    public int CompareTo(AgentRank other) =>
        Merit != other.Merit ? Merit.CompareTo(other.Merit)
        : IdleSince.CompareTo(other.IdleSince) is var idle and not 0 ? idle
        : Agent.CompareTo(other.Agent);

    /// <summary>By merit where there is one, else by time.</summary>
    ulong IOrdered<AgentRank>.Prefix => Merit switch
    {
        < 0 => (ulong)(MeritMax - Math.Min(MeritMax, -(Merit + 1))),
        0 => (1UL << 62) | (ulong)IdleSince,
        > 0 => (2UL << 62) | (ulong)Math.Min(MeritMax, Merit),
    };

    public static bool operator <(AgentRank left, AgentRank right) => left.CompareTo(right) < 0;

    public static bool operator >(AgentRank left, AgentRank right) => left.CompareTo(right) > 0;

    public static bool operator <=(AgentRank left, AgentRank right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AgentRank left, AgentRank right) => left.CompareTo(right) >= 0;

    private static long MeritOf(QueueAgent agent, AgentOrder order) => order switch
    {
        AgentOrder.MostSkilled => -(agent.Profile?.Level ?? 0),
        AgentOrder.RoundRobin => agent.LastOffer,
        AgentOrder.FewestCalls => agent.Profile?.Handled ?? 0,
        AgentOrder.LeastOccupied => agent.Profile?.Occupancy ?? 0,
        _ => 0,
    };
}
