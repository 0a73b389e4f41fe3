namespace CallCenter.Actors.Queues.Routing;

/// <summary>The order of available agents: what the queue's rule says (lower first), then idle longest, then the name, so that it is total.</summary>
public readonly record struct AgentRank(long Merit, DateTimeOffset IdleSince, ActorId Agent) : IComparable<AgentRank>
{
    public static AgentRank Of(ActorId id, QueueAgent agent, AgentOrder order) => new(MeritOf(agent, order), agent.IdleSince, id);

    public int CompareTo(AgentRank other) =>
        Merit != other.Merit ? Merit.CompareTo(other.Merit)
        : IdleSince.CompareTo(other.IdleSince) is var idle and not 0 ? idle
        : Agent.CompareTo(other.Agent);

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
