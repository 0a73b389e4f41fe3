namespace CallCenter.Actors.Floors;

/// <summary>Everything that can have happened on the floor of a tenant.</summary>
public abstract record FloorEvent(DateTimeOffset At)
{
    public sealed record FloorConfigured(DateTimeOffset At, long Version, FloorSettings? Settings) : FloorEvent(At);

    /// <summary>The agent has a place; <paramref name="Number"/> counts those of the tenant. It is told until it has answered.</summary>
    public sealed record BreakGiven(DateTimeOffset At, string Team, ActorId Agent, string Reason, long Number, int SignedIn) : FloorEvent(At);

    /// <summary>All places are taken: it waits for one.</summary>
    public sealed record BreakAsked(DateTimeOffset At, string Team, ActorId Agent, string Reason, int SignedIn) : FloorEvent(At);

    /// <summary>It waits no more, and has none.</summary>
    public sealed record BreakWithdrawn(DateTimeOffset At, string Team, ActorId Agent) : FloorEvent(At);

    public sealed record BreakTaken(DateTimeOffset At, string Team, long Number) : FloorEvent(At);

    /// <summary>The place is free again.</summary>
    public sealed record BreakEnded(DateTimeOffset At, string Team, long Number) : FloorEvent(At);

    public sealed record AlarmRaised(DateTimeOffset At, long Number, AlarmCause Cause) : FloorEvent(At);

    /// <summary>The one end of an alarm.</summary>
    public sealed record AlarmEnded(DateTimeOffset At, long Number, AlarmKind Kind, string Subject) : FloorEvent(At);

    public sealed record AlarmAcknowledged(DateTimeOffset At, long Number, AlarmKind Kind, string Subject, string By) : FloorEvent(At);
}
