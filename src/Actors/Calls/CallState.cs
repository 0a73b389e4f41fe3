using System.Collections.Immutable;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Calls;

/// <summary>
/// A call between its events: where it is (<see cref="Phase"/>), its legs that are not over, whom it has yet to tell, and the media session
/// it wants. Nothing is kept for reports; they have the events.
/// </summary>
public sealed record CallState(ActorId Id)
{
    /// <summary>Legs of one call, its agents' and outside legs; more cannot be named in a token.</summary>
    public const int LegsMax = 9_999;

    /// <summary>Queue entries of one call, so that queues that overflow into each other come to an end.</summary>
    public const int StaysMax = 16;

    public CallPhase Phase { get; init; } = CallPhase.Unborn.Instance;

    public CallArrival? Arrival { get; init; }

    public string Contact { get; init; } = "";

    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>What the caller hears while it waits or is held.</summary>
    public string Music { get; init; } = "";

    public ImmutableSortedDictionary<int, Leg> Legs { get; init; } = ImmutableSortedDictionary<int, Leg>.Empty;

    public int LastLeg { get; init; }

    /// <summary>The offer whose agent was connected, also after the end.</summary>
    public OfferId? Answered { get; init; }

    /// <summary>Numbers of the stays that their queue let go, at most <see cref="StaysMax"/>: it may ask once more.</summary>
    public ImmutableSortedSet<int> LetGo { get; init; } = [];

    public ImmutableSortedDictionary<string, AttachedValue> Attached { get; init; } = AttachedData.Empty;

    public EquatableArray<Tell> Untold { get; init; } = [];

    public MediaDesired? Media { get; init; }

    public bool MediaIsOpen { get; init; }

    public Leg? Caller => Legs.GetValueOrDefault(Leg.Caller);

    /// <summary>The stay in progress.</summary>
    public QueueStay? Stay => Phase switch
    {
        CallPhase.Waiting p => p.Stay,
        CallPhase.Ringing p => p.Stay,
        _ => null,
    };

    /// <summary>The leg that rings or talks.</summary>
    public Leg? Other => Phase switch
    {
        CallPhase.Ringing p => Legs.GetValueOrDefault(p.Leg),
        CallPhase.GoingOut p => Legs.GetValueOrDefault(p.Leg),
        CallPhase.Talking p => Legs.GetValueOrDefault(p.Leg),
        _ => null,
    };
}

/// <summary>What a call is doing; one at a time.</summary>
public abstract record CallPhase
{
    private CallPhase()
    {
    }

    /// <summary>Nothing came in under this name.</summary>
    public sealed record Unborn : CallPhase
    {
        public static readonly Unborn Instance = new();
    }

    public sealed record Waiting(QueueStay Stay) : CallPhase;

    /// <summary>Waiting, and an agent's phone is asked.</summary>
    public sealed record Ringing(QueueStay Stay, int Leg) : CallPhase;

    /// <summary>Left its queue for a number outside, which is asked.</summary>
    public sealed record GoingOut(int Leg) : CallPhase;

    /// <summary>The caller is connected to a leg. <paramref name="Holds"/> counts hold and retrieve by its agent: odd is held.</summary>
    public sealed record Talking(int Leg, int Holds) : CallPhase
    {
        public bool IsHeld => Holds % 2 == 1;
    }

    public sealed record Ended(CallEnd End) : CallPhase;
}

/// <summary>A wait in a queue. <paramref name="Attempts"/> is the last offer of it that was taken or barred: it
/// and older ones are stale.</summary>
public sealed record QueueStay(StayId Id, ActorId Queue, int Priority, bool Confirmed = false, int Attempts = 0)
{
    /// <summary>What was attached when it asked for its place.</summary>
    public EquatableArray<AttachedEntry> Data { get; init; } = [];
}

/// <summary>Something another actor must know, whatever becomes of this one: owed until it answers.</summary>
public sealed record Tell(string Key, ActorId To, object Message);
