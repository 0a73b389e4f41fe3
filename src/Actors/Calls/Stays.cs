using System.Collections.Immutable;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>How a call comes to wait in a queue, and how a queue lets it go.</summary>
internal static class Stays
{
    /// <summary>How long a number outside may ring.</summary>
    private static readonly TimeSpan OutsideRingTime = TimeSpan.FromSeconds(60);

    public static Decision<E> Arrived(CallState state, CallArrival arrival, DateTimeOffset now)
    {
        if (arrival.Offer is not null && !Sdp.IsUsable(arrival.Offer))
        {
            return Refuse<E>(Refusal.MediaNotAcceptable);
        }

        if (!ActorId.IsPart(arrival.Plan.Queue))
        {
            return Refuse<E>(Refusal.QueueNotConfigured);
        }

        // One contact, one call: the contact has the name of the call that opens it.
        return AcceptAll<E>(
            [
                new E.CallArrived(now, state.Id.Key, arrival),
                new E.QueueEntered(now, new StayId(state.Id.Key, 1), QueueOf(state, arrival.Plan.Queue), arrival.Plan.Music, arrival.Plan.Priority),
            ],
            new ArrivalReply(arrival.Slot));
    }

    /// <summary>The queue's answer for this stay is due.</summary>
    public static bool Awaits(CallState state, StayId stay) => state.Stay is { Confirmed: false } current && current.Id == stay;

    public static bool IsFuture(CallState state, StayId stay) =>
        stay.Call != state.Id.Key || (state.Stay is { } current && stay > current.Id);

    /// <summary>It has a place; where the caller is answered on queueing, now is the time.</summary>
    public static ImmutableArray<E> Confirmed(CallState state, DateTimeOffset now)
    {
        if (state.Stay is not { Confirmed: false } stay)
        {
            return [];
        }

        var confirmed = new E.QueueConfirmed(now, stay.Id);
        return state is { Arrival.Plan.Answer: AnswerMode.OnQueue, Caller.Phase: LegPhase.Inviting } ? [confirmed, new E.CallerAnswered(now)] : [confirmed];
    }

    public static Decision<E> NotQueued(CallState state, DateTimeOffset now) => AcceptAll<E>(Ending.Of(state, Ending.TurnedAway(state, Causes.NotQueued), now));

    /// <summary>The queue's decision, whatever it was about to do for the call: on to another queue, out to a number, or away.</summary>
    public static Decision<E> Left(CallState state, C.LeaveQueue c, DateTimeOffset now) => c.To switch
    {
        { Queue: { } queue } when ActorId.IsPart(queue) && c.Stay.Number < CallState.StaysMax => AcceptAll<E>(ToQueue(state, c, QueueOf(state, queue), now)),
        { Uri: { } uri } when state.LastLeg < CallState.LegsMax => AcceptAll<E>(ToOutside(state, c, uri, now)),
        null => AcceptAll<E>(Ending.Of(state, Ending.TurnedAway(state, Causes.Of(c.Reason)) with { Stay = c.End }, now)),
        _ => AcceptAll<E>(Ending.Of(state, Ending.TurnedAway(state, Causes.NowhereToGo) with { Stay = c.End }, now)),
    };

    private static ImmutableArray<E> ToQueue(CallState state, C.LeaveQueue c, ActorId queue, DateTimeOffset now)
    {
        var stay = state.Stay!;
        var next = new StayId(state.Id.Key, stay.Id.Number + 1);
        return
        [
            .. Recalled(state, now),
            new E.QueueLeft(now, stay.Id, c.End),
            new E.QueueEntered(now, next, queue, c.To is { Music: { Length: > 0 } music } ? music : state.Music, stay.Priority),
        ];
    }

    private static ImmutableArray<E> ToOutside(CallState state, C.LeaveQueue c, string uri, DateTimeOffset now) =>
    [
        .. Recalled(state, now),
        new E.QueueLeft(now, state.Stay!.Id, c.End),
        new E.LegRequested(now, state.LastLeg + 1, LegPurpose.Outside, null, null, null, new PhoneTarget("", uri, [], null), now + OutsideRingTime),
    ];

    private static ImmutableArray<E> Recalled(CallState state, DateTimeOffset now) =>
        state.Phase is P.Ringing ringing ? [new E.LegCancelled(now, ringing.Leg, OfferEnd.Withdrawn)] : [];

    private static ActorId QueueOf(CallState state, string queue) => ActorId.Queue(state.Id.Tenant, queue, state.Id.Site);
}
