using System.Collections.Immutable;
using CallCenter.Actors.Calls.Callers;
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

    /// <summary>Writings of one summary; somebody who needs more has a program that goes round in a circle.</summary>
    public const int WritingsMax = 100;

    /// <summary>Characters of what is said with a mark of nuisance.</summary>
    public const int NuisanceNoteMax = 256;

    /// <summary>Queues that one call waits in at once.</summary>
    public const int StaysOpenMax = 8;

    /// <summary>Phones that ring at once for one of its stays.</summary>
    public const int RingsPerStayMax = 8;

    /// <summary>Re-INVITEs to one leg for one move of its media, the first counted; whoever refuses them all keeps its dialog and hears nothing.</summary>
    public const int ReinvitesMax = 4;

    public CallPhase Phase { get; init; } = CallPhase.Unborn.Instance;

    public CallArrival? Arrival { get; init; }

    public string Contact { get; init; } = "";

    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>What the caller hears while it waits or is held.</summary>
    public string Music { get; init; } = "";

    /// <summary>What is said to the caller over it; cut by the next offer. Null: nothing.</summary>
    public Spoken? Spoken { get; init; }

    /// <summary>Announcements to the caller so far.</summary>
    public int AnnouncementCount { get; init; }

    /// <summary>The last place that the caller was told, in whichever queue.</summary>
    public int? ToldPosition { get; init; }

    public ImmutableSortedDictionary<int, Leg> Legs { get; init; } = ImmutableSortedDictionary<int, Leg>.Empty;

    public int LastLeg { get; init; }

    /// <summary>The number of the last queue entry.</summary>
    public int LastStay { get; init; }

    /// <summary>Consultations so far.</summary>
    public int Consults { get; init; }

    /// <summary>The offer whose agent was connected, also after the end.</summary>
    public OfferId? Answered { get; init; }

    /// <summary>Offers whose agents gave the caller away: at most <see cref="StaysMax"/>, each has a stay of its own.</summary>
    public EquatableArray<OfferId> GivenAway { get; init; } = [];

    /// <summary>Offers whose agents were consulted: at most <see cref="StaysMax"/>, each has a stay of its own.</summary>
    public EquatableArray<OfferId> Consulted { get; init; } = [];

    /// <summary>The stay that was answered when the caller got the agent it has, or had last.</summary>
    public QueueStay? Served { get; init; }

    /// <summary>Numbers of the stays that their queue let go, at most <see cref="StaysMax"/>: it may ask once more.</summary>
    public ImmutableSortedSet<int> LetGo { get; init; } = [];

    public ImmutableSortedDictionary<string, AttachedValue> Attached { get; init; } = AttachedData.Empty;

    /// <summary>The digits that were last pressed for the caller in its media; null: none.</summary>
    public Pressed? Pressed { get; init; }

    /// <summary>Keys of the last orders of digits.</summary>
    public EquatableArray<string> Presses { get; init; } = [];

    public EquatableArray<Tell> Untold { get; init; } = [];

    /// <summary>Agents that were connected, in that order, and what was written of their parts.</summary>
    public EquatableArray<CallPart> Parts { get; init; } = [];

    /// <summary>Why the call was marked as a nuisance, which may be nothing; null: it was not.</summary>
    public string? Nuisance { get; init; }

    public MediaDesired? Media { get; init; }

    /// <summary>Another session than the one it arrived with; null: that one.</summary>
    public MediaSlot? MovedTo { get; init; }

    public bool MediaIsOpen { get; init; }

    /// <summary>The media session that the call has now.</summary>
    public MediaSlot? Slot => MovedTo ?? Arrival?.Slot;

    public Leg? Caller => Legs.GetValueOrDefault(Leg.Caller);

    /// <summary>The leg whose INVITE came to us: the caller's, or that of an agent's phone that dialed.</summary>
    public Leg? Incoming => Legs.Values.FirstOrDefault(leg => leg.IsIncoming);

    /// <summary>An agent's call to somebody outside; null: it came in.</summary>
    public OutboundOrder? Outbound => Arrival?.Outbound;

    /// <summary>The stays in progress, the primary one first: at most <see cref="StaysOpenMax"/>, each in a queue of its own.</summary>
    public EquatableArray<QueueStay> Stays => Phase switch
    {
        CallPhase.Waiting p => p.Stays,
        CallPhase.Ringing p => p.Stays,
        CallPhase.Talking { Consult: { } consult } => consult.Stays,
        _ => [],
    };

    /// <summary>What the agent asks of somebody else meanwhile; null: nothing.</summary>
    public Consultation? Consult => (Phase as CallPhase.Talking)?.Consult;

    /// <summary>The leg of who was asked and has answered.</summary>
    public Leg? Asked => Consult?.Leg is { } number ? Legs.GetValueOrDefault(number) : null;

    /// <summary>The primary stay: if the caller hangs up, it is abandoned there.</summary>
    public QueueStay? Stay => StayAt(0);

    /// <summary>The agents' legs that ring, in the order in which they were asked.</summary>
    public IEnumerable<Leg> Ringing => RingingLegs.Select(number => Legs.GetValueOrDefault(number)).OfType<Leg>();

    /// <summary>The numbers of them.</summary>
    public EquatableArray<int> RingingLegs => Phase switch
    {
        CallPhase.Ringing p => p.Legs,
        CallPhase.Talking { Consult: { } consult } => consult.Legs,
        _ => [],
    };

    /// <summary>The leg that the caller talks to, or that is called outside for it.</summary>
    public Leg? Other => Phase switch
    {
        CallPhase.GoingOut p => Legs.GetValueOrDefault(p.Leg),
        CallPhase.Talking p => Legs.GetValueOrDefault(p.Leg),
        _ => null,
    };

    /// <summary>Its agent was connected, with the caller or for a consultation.</summary>
    public bool WasTaken(OfferId offer) => Answered == offer || GivenAway.Items.Contains(offer) || Consulted.Items.Contains(offer);

    /// <summary>An agent was connected for this stay.</summary>
    public bool WasTaken(StayId stay) => Answered?.Stay == stay || GivenAway.Items.Any(offer => offer.Stay == stay) || Consulted.Items.Any(offer => offer.Stay == stay);

    /// <summary>This stay while it is in progress.</summary>
    public QueueStay? StayOf(StayId id) => StayAt(PlaceOf(id));

    /// <summary>Where this stay is among those in progress, from 0; -1: it is none of them.</summary>
    public int PlaceOf(StayId id)
    {
        for (var place = 0; place < Stays.Count; place++)
        {
            if (Stays[place].Id == id)
            {
                return place;
            }
        }

        return -1;
    }

    private QueueStay? StayAt(int place) => place >= 0 && place < Stays.Count ? Stays[place] : null;
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

    /// <summary>In one queue or in several at once, the primary one first. None: between two events of one decision.</summary>
    public sealed record Waiting(EquatableArray<QueueStay> Stays) : CallPhase;

    /// <summary>Waiting, and agents' phones are asked, a leg each; the first to answer gets the call.</summary>
    public sealed record Ringing(EquatableArray<QueueStay> Stays, EquatableArray<int> Legs) : CallPhase;

    /// <summary>An agent calls somebody outside; nobody talks yet. <paramref name="IsJoined"/>: the agent has said that it is in it.</summary>
    public sealed record Dialing(bool IsJoined) : CallPhase;

    /// <summary>Left its queue for a number outside, which is asked.</summary>
    public sealed record GoingOut(int Leg) : CallPhase;

    /// <summary>The caller is connected to a leg. <paramref name="Holds"/> counts hold and retrieve for its agent: odd is held.</summary>
    public sealed record Talking(int Leg, int Holds) : CallPhase
    {
        /// <summary>Its desktop, or a supervisor's, holds, whatever its phone does.</summary>
        public bool OnDesk { get; init; }

        public bool IsHeld => Holds % 2 == 1;

        /// <summary>Null: the agent asks nobody.</summary>
        public Consultation? Consult { get; init; }
    }

    public sealed record Ended(CallEnd End, DateTimeOffset At) : CallPhase;
}

/// <summary>A wait in a queue. <paramref name="Attempts"/> is the highest offer of it that was taken or barred: it and older ones are stale, but
/// for those of a group (<see cref="CallCommand.Ring.Together"/>) that were overtaken.</summary>
public sealed record QueueStay(StayId Id, ActorId Queue, int Priority, bool Confirmed = false, int Attempts = 0)
{
    /// <summary>What was attached when it asked for its place.</summary>
    public EquatableArray<AttachedEntry> Data { get; init; } = [];

    /// <summary>Null: anybody will do.</summary>
    public Wishes? Wishes { get; init; }

    /// <summary>The number of its last announcement.</summary>
    public int Announced { get; init; }

    /// <summary>Its queue has nothing to say to the caller: nothing would be heard, or another queue speaks.</summary>
    public bool CannotHear { get; init; }

    /// <summary>The last place that the caller had been told when it asked for this one.</summary>
    public int? ToldPosition { get; init; }

    /// <summary>One agent is asked by name for a consultation, and no queue. Null: the queue is.</summary>
    public AskedAgent? Asked { get; init; }

    /// <summary>Whose phone answered it.</summary>
    public ActorId? Agent { get; init; }

    /// <summary>When it asked for its place.</summary>
    public DateTimeOffset Entered { get; init; }

    /// <summary>Offers below <see cref="Attempts"/> that nobody has said anything of: the last <see cref="CallState.RingsPerStayMax"/>.</summary>
    public EquatableArray<int> Overtaken { get; init; } = [];

    /// <summary>Its Ring may still come.</summary>
    public bool IsToCome(int attempt) => attempt > Attempts || Overtaken.Contains(attempt);

    /// <summary>This offer is taken or barred.</summary>
    public QueueStay Past(int attempt)
    {
        if (attempt <= Attempts)
        {
            return this with { Overtaken = new(Overtaken.Items.Remove(attempt)) };
        }

        var first = Math.Max(Attempts + 1, attempt - CallState.RingsPerStayMax);
        return this with { Attempts = attempt, Overtaken = [.. Overtaken.Concat(Enumerable.Range(first, attempt - first)).TakeLast(CallState.RingsPerStayMax)] };
    }
}

/// <summary>Something another actor must know, whatever becomes of this one: owed until it answers.</summary>
public sealed record Tell(string Key, ActorId To, object Message);
