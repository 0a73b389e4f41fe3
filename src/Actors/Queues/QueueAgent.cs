namespace CallCenter.Actors.Queues;

/// <summary>
/// An agent as the queue last heard of it. An offer makes it unavailable at that epoch: only news of a later one bring it back,
/// so that what was sent before the offer cannot.
/// </summary>
public sealed record QueueAgent(long Epoch, DateTimeOffset IdleSince, bool IsAvailable)
{
    /// <summary>Calls that exclude this agent at once; with as many it is offered none until one of them may be offered again.</summary>
    public const int ExclusionsMax = 64;

    public int Exclusions { get; init; }

    /// <summary>It is in the order that calls are matched with.</summary>
    public bool IsMatchable => IsAvailable && Exclusions < ExclusionsMax;
}

/// <summary>The order of agents: idle longest first, then the name, so that it is total.</summary>
public readonly record struct IdleAgent(DateTimeOffset IdleSince, ActorId Agent) : IComparable<IdleAgent>
{
    public int CompareTo(IdleAgent other) => IdleSince.CompareTo(other.IdleSince) is var order and not 0 ? order : Agent.CompareTo(other.Agent);

    public static bool operator <(IdleAgent left, IdleAgent right) => left.CompareTo(right) < 0;

    public static bool operator >(IdleAgent left, IdleAgent right) => left.CompareTo(right) > 0;

    public static bool operator <=(IdleAgent left, IdleAgent right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IdleAgent left, IdleAgent right) => left.CompareTo(right) >= 0;
}
