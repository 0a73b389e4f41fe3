namespace CallCenter.Actors;

/// <summary>
/// What the outside owes a state: derived from the state, never from the transition, so that a crash loses none.
/// The key names it for ever and determines its bytes: other content, other key.
/// A duty ends only by state: its result is a command to the actor itself, whose event removes it.
/// </summary>
public abstract record Duty(string Key)
{
    /// <summary>
    /// Get <paramref name="Message"/> across to another actor; repeated until it answers or refuses. What the engine refuses is not that
    /// actor's word (<see cref="Refusals.IsOfTheEngine"/>), and like unknown it is asked again.
    /// A reply that is itself a command of the owner takes the place of <paramref name="OnAnswered"/>: the receiver says how it went.
    /// Without <paramref name="OnAnswered"/>, "done" is remembered in memory only and repeated after recovery.
    /// </summary>
    public sealed record Deliver(string Key, ActorId To, object Message, object? OnAnswered = null, object? OnRefused = null) : Duty(Key);

    /// <summary>Give the actor <paramref name="Message"/> at <paramref name="At"/>, never earlier. The message names its subject.</summary>
    public sealed record Wake(string Key, DateTimeOffset At, object Message) : Duty(Key);

    /// <summary>Let a port do something outside, repeated until done or failed. Ports deduplicate by (actor, key).</summary>
    public sealed record Perform(string Key, Port Port, object Command, object? OnDone = null, object? OnFailed = null) : Duty(Key)
    {
        /// <summary>Which instance of the port holds what this is about (the name of an edge); null: there is only one, or any will do.</summary>
        public string? At { get; init; }

        /// <summary>
        /// When that instance is gone another does it: signalling follows from the command alone. Media are sockets, and those are its own.
        /// </summary>
        public bool MayStandIn => Port == Port.Signalling;
    }
}

/// <summary>Where a <see cref="Duty.Perform"/> is carried out.</summary>
public enum Port
{
    /// <summary>SIP signalling at the edge: <see cref="Calls.LegCommand"/>, <see cref="Phones.PhoneProbe"/>.</summary>
    Signalling = 1,

    /// <summary>Media: <see cref="Calls.MediaDesired"/>.</summary>
    Media = 2,
}
