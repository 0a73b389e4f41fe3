using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Actors.Phones;

/// <summary>Everything that can have happened to a phone. Reachability has an epoch that grows with each change.</summary>
public abstract record PhoneEvent(DateTimeOffset At)
{
    public sealed record PhoneConfigured(DateTimeOffset At, long Version, PhoneSettings? Settings) : PhoneEvent(At);

    public sealed record PhoneRegistered(DateTimeOffset At, Binding Binding) : PhoneEvent(At);

    /// <summary><paramref name="Contact"/> is the binding's key (<see cref="DeviceFlow.BindingOf"/>): its contact, unless it is a device's flow.</summary>
    public sealed record BindingRemoved(DateTimeOffset At, string Contact, BindingEnd End) : PhoneEvent(At);

    /// <summary>An offer found no way by this flow, and the device has another: that one is used.</summary>
    public sealed record FlowFailed(DateTimeOffset At, string Binding, OfferId Offer) : PhoneEvent(At);

    public sealed record AgentAttached(DateTimeOffset At, ActorId Agent, int SignIn) : PhoneEvent(At);

    /// <summary>This sign-in, and all before it, no longer sit here; it may be one that never did.</summary>
    public sealed record AgentDetached(DateTimeOffset At, ActorId Agent, int SignIn) : PhoneEvent(At);

    public sealed record PhoneSuspected(DateTimeOffset At, OfferId Offer) : PhoneEvent(At);

    /// <summary>A probe was answered.</summary>
    public sealed record PhoneProved(DateTimeOffset At, long Epoch) : PhoneEvent(At);

    public sealed record ToldConfirmed(DateTimeOffset At, string Key) : PhoneEvent(At);
}

/// <summary>One registration (RFC 3261 section 10): where the phone is, until when, and through which edge and connection.</summary>
public sealed record Binding
{
    public required string Contact { get; init; }

    public EquatableArray<string> Path { get; init; } = [];

    public required Flow Flow { get; init; }

    public required string Edge { get; init; }

    public required string CallId { get; init; }

    public required uint CSeq { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Grows with each refresh, so that an old expiry is seen as such.</summary>
    public required int Generation { get; init; }

    public DeviceFlow? Device { get; init; }
}

/// <summary>Written in journals: append only.</summary>
public enum BindingEnd
{
    Unregistered = 1,
    Expired = 2,
    FlowLost = 3,
    Replaced = 4,
    Removed = 5,
}
