using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// How each level ends when the call does, one end at each (DOMAIN): the stays or the agent segment in progress, the offers that ring, the call.
/// A call that waits in several queues ends in the primary one as <see cref="Stay"/> says; from the others it is withdrawn.
/// </summary>
internal sealed record Ending(CallEnd Call, StayEnd Stay, OfferEnd Offer, SegmentEnd Segment, string? Cause, int Status)
{
    private const int TemporarilyUnavailable = 480;
    private const int BusyHere = 486;
    private const int RequestTerminated = 487;
    private const int Decline = 603;
    private const int ByMax = 64;

    /// <summary>The caller hung up; what that means depends on what it was doing.</summary>
    public static Ending Abandoned(CallState state)
    {
        var rings = state is { Phase: P.GoingOut, Other.Rang: true } || state.Ringing.Any(leg => leg.Rang);
        var ringsHere = state.Ringing.Any(leg => leg.Rang && leg.Request?.Offer?.Stay == state.Stay?.Id);
        var call = state.Phase switch
        {
            P.Talking { IsHeld: true } or P.Talking { Consult.IsAside: false } => CallEnd.AbandonedOnHold,
            P.Talking when state.Other?.Request?.Purpose == LegPurpose.Transfer => CallEnd.TransferredOut,
            P.Talking => CallEnd.ReleasedByCaller,
            _ when rings => CallEnd.AbandonedRinging,
            _ => CallEnd.AbandonedInQueue,
        };
        return new(call, ringsHere ? StayEnd.AbandonedRinging : StayEnd.AbandonedWaiting, OfferEnd.CallerHungUp, SegmentEnd.ReleasedByCaller, null, RequestTerminated);
    }

    public static Ending ByAgent { get; } =
        new(CallEnd.ReleasedByAgent, StayEnd.Withdrawn, OfferEnd.Withdrawn, SegmentEnd.ReleasedByAgent, null, TemporarilyUnavailable);

    /// <summary>For the agent, by its desktop or a supervisor's.</summary>
    public static Ending ByDesk(string by) => ByAgent with { Cause = $"{Causes.HungUp} {(by.Length > ByMax ? by[..ByMax] : by)}" };

    /// <summary>It was no agent's any more when it ended.</summary>
    public static Ending TransferredOut(string cause) => BySystem(cause) with { Call = CallEnd.TransferredOut };

    public static Ending BySystem(string cause) =>
        new(CallEnd.ReleasedBySystem, StayEnd.Withdrawn, OfferEnd.Withdrawn, SegmentEnd.ReleasedBySystem, cause, TemporarilyUnavailable);

    public static Ending Released(string by) => BySystem($"{Causes.Released} {(by.Length > ByMax ? by[..ByMax] : by)}");

    public static Ending OutsideFailed(int status) =>
        BySystem($"{Causes.OutsideFailed} {status}") with { Status = status is 486 or 600 or 603 ? BusyHere : TemporarilyUnavailable };

    public static Ending AgentFailed(int status) => BySystem($"{Causes.AgentFailed} {status}");

    /// <summary>The agent who dialed has other work, or gave it up.</summary>
    public static Ending AgentBusy { get; } = BySystem(Causes.AgentBusy) with { Call = CallEnd.Refused, Status = BusyHere };

    /// <summary>A fault took the caller, or whom it talked to: nobody hung up.</summary>
    public static Ending Lost(string cause) =>
        new(CallEnd.Lost, StayEnd.Lost, OfferEnd.CallerHungUp, SegmentEnd.Lost, cause, TemporarilyUnavailable);

    /// <summary>The queue has no place, and there is no other. A caller who waited as long as allowed was served so far, hence not refused.</summary>
    public static Ending TurnedAway(CallState state, string cause)
    {
        if (cause == Causes.LostTrack)
        {
            return Lost(cause);
        }

        var hasMoved = state.Arrival is { } arrival && state.LastStay > Stays.QueuesOf(arrival.Plan).Count();
        var wasServed = cause == Causes.MaxWait || (hasMoved && cause == Causes.NotQueued);
        return BySystem(cause) with
        {
            Call = wasServed ? CallEnd.ReleasedBySystem : CallEnd.Refused,
            // Closed with the caller in it, or closed when it came (DOMAIN: redirected is after entry).
            Stay = cause == Causes.Closed && state.Stay is { Confirmed: true } ? StayEnd.Redirected : StayEnd.Refused,
            Status = cause == Causes.QueueFull ? BusyHere : TemporarilyUnavailable,
        };
    }

    /// <summary>A rule of its number does not let it in: it arrives and is over, so that there is a record of it.</summary>
    public static ImmutableArray<E> Blocked(string contact, DateTimeOffset now) =>
        [new E.CallEnded(now, CallEnd.Refused, Causes.Blocked, Decline), new E.ContactClosed(now, contact)];

    /// <summary>Whoever called gives up before anybody answered: the caller, or the agent whose phone dialed.</summary>
    public static Decision<E> ByDialer(CallState state, DateTimeOffset now) =>
        AcceptAll<E>(Of(state, state.Outbound is null ? Abandoned(state) : ByAgent with { Status = RequestTerminated }, now));

    /// <summary>The events of the end. The order within them matters to <see cref="CallHistory"/>: first the offers, then the stays, the primary one last, then the call.</summary>
    public static ImmutableArray<E> Of(CallState state, Ending ending, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<E>();
        events.AddRange(state.Ringing.Select(leg => new E.LegCancelled(now, leg.Number, leg.Request?.Offer is null ? null : ending.Offer)));
        events.AddRange(state.Stays.Skip(1).Select(stay => new E.QueueLeft(now, stay.Id, StayEnd.Withdrawn)));
        if (state.Stay is { } primary)
        {
            events.Add(new E.QueueLeft(now, primary.Id, state.Consult is null ? ending.Stay : StayEnd.Withdrawn));
        }

        switch (state.Phase)
        {
            case P.GoingOut p when state.Other is { Phase: LegPhase.Inviting }:
                events.Add(new E.LegCancelled(now, p.Leg, null));
                break;
            case P.Dialing:
                events.AddRange(state.Legs.Values.Where(leg => leg is { IsIncoming: false, Phase: LegPhase.Inviting }).Select(leg => new E.LegCancelled(now, leg.Number, null)));
                break;
            case P.Talking when state.Other?.Request is { Offer: { } offer, Agent: { } agent }:
                events.AddRange(Consults.Segment(state, now));
                events.Add(new E.AgentSegmentEnded(now, offer, agent, ending.Segment));
                break;
        }

        var status = state.Incoming is { Phase: LegPhase.Inviting } || Reliably.IsHeldBack(state) ? ending.Status : 0;
        events.Add(new E.CallEnded(now, ending.Call, ending.Cause, status));
        events.Add(new E.ContactClosed(now, state.Contact));
        return events.ToImmutable();
    }
}

/// <summary>Why a call ended, for people and reports; written in journals.</summary>
public static class Causes
{
    public const string NotQueued = "queue did not take the call";
    public const string MaxWait = "waited as long as allowed";
    public const string QueueFull = "queue is full";
    public const string Closed = "queue is closed";
    public const string Emergency = "emergency treatment is on";
    public const string NoAgents = "no agents are there";
    public const string QueueLong = "too many wait already";
    public const string LongWait = "the wait would be too long";
    public const string Blocked = "caller is blocked";
    public const string Moved = "taken out of the queue";
    public const string LostTrack = "queue and call lost track of each other";
    public const string NowhereToGo = "overflow leads nowhere";
    public const string OutsideFailed = "outside number did not answer";
    public const string AgentFailed = "agent's phone did not answer";
    public const string AgentBusy = "agent has other work";
    public const string OutsideReleased = "outside number hung up";
    public const string NoMedia = "no usable media";
    public const string NoAck = "caller did not acknowledge";
    public const string NoPrack = "caller did not acknowledge its ringing";
    public const string NotFound = "far end does not know the call";
    public const string Released = "released by";
    public const string HungUp = "hung up by";

    public static string Of(LeaveReason reason) => reason switch
    {
        LeaveReason.MaxWait => MaxWait,
        LeaveReason.QueueFull => QueueFull,
        LeaveReason.Closed => Closed,
        LeaveReason.Lost => LostTrack,
        LeaveReason.Emergency => Emergency,
        LeaveReason.NoAgents => NoAgents,
        LeaveReason.QueueLong => QueueLong,
        LeaveReason.LongWait => LongWait,
        _ => Moved,
    };
}
