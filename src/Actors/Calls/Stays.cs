using System.Collections.Immutable;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Calls;

/// <summary>How a call comes to wait in its queues, and how one of them lets it go; the others are not touched by it.</summary>
internal static class Stays
{
    /// <summary>How long a number outside may ring.</summary>
    private static readonly TimeSpan OutsideRingTime = TimeSpan.FromSeconds(60);

    public static Decision<E> Arrived(CallState state, CallArrival arrival, DateTimeOffset now)
    {
        if (arrival.Offer is not null && !Sdp.Fits(arrival.Slot, arrival.Offer))
        {
            return Refuse<E>(Refusal.MediaNotAcceptable);
        }

        var treatment = Treatment.Of(arrival, state.Id, now);
        if (!treatment.Queues.All(ActorId.IsPart))
        {
            return Refuse<E>(Refusal.QueueNotConfigured);
        }

        // One contact, one call: the contact has the name of the call that opens it.
        ImmutableArray<E> events = [new E.CallArrived(now, state.Id.Key, arrival), .. treatment.Attached.Select(pair => new E.ValueAttached(now, pair.Key, pair.Value))];
        return AcceptAll<E>(treatment.IsRefused ? [.. events, .. Ending.Blocked(state.Id.Key, now)] : [.. events, .. Entries(state, treatment, now)], new ArrivalReply(arrival.Slot));
    }

    public static IEnumerable<E.QueueEntered> Entries(CallState state, Treatment treatment, DateTimeOffset now) => treatment.Queues.Select((queue, place) =>
        new E.QueueEntered(now, new StayId(state.Id.Key, state.LastStay + place + 1), QueueOf(state, queue), treatment.Music, treatment.Priority)
        {
            Wishes = treatment.Wishes == Wishes.None ? null : treatment.Wishes,
        });

    /// <summary>The queues that a number's callers wait in from the start: each once, the primary one first.</summary>
    public static IEnumerable<string> QueuesOf(NumberPlan plan) => plan.Also.Prepend(plan.Queue).Distinct(StringComparer.Ordinal).Take(CallState.StaysOpenMax);

    /// <summary>The stay, when its queue's answer is due.</summary>
    public static QueueStay? Awaited(CallState state, StayId id) => state.StayOf(id) is { Confirmed: false } stay ? stay : null;

    public static bool IsFuture(CallState state, StayId stay) => stay.Call != state.Id.Key || stay.Number > state.LastStay;

    /// <summary>It has a place; where the caller is answered on queueing, the first one is the time.</summary>
    public static ImmutableArray<E> Confirmed(CallState state, QueueStay stay, DateTimeOffset now)
    {
        if (stay.Confirmed || stay.Asked is not null)
        {
            return [];
        }

        var confirmed = new E.QueueConfirmed(now, stay.Id);
        return state is { Arrival.Plan.Answer: AnswerMode.OnQueue, Caller.Phase: LegPhase.Inviting } ? [confirmed, new E.CallerAnswered(now)] : [confirmed];
    }

    public static Decision<E> NotQueued(CallState state, QueueStay stay, DateTimeOffset now) => AcceptAll(
        state.Stays.Count > 1 ? Leaving(state, stay, StayEnd.Refused, now)
        : state.Consult is not null ? Consults.Over(state, ConsultEnd.NotAnswered, now, StayEnd.Refused)
        : Ending.Of(state, Ending.TurnedAway(state, Causes.NotQueued), now));

    /// <summary>
    /// The queue's decision, whatever it was about to do for the call: on to another queue in the place of this one. Else a call that waits
    /// elsewhere too waits there; one that does not goes out to a number, or away.
    /// </summary>
    public static Decision<E> Left(CallState state, QueueStay stay, C.LeaveQueue c, DateTimeOffset now) => c.To switch
    {
        { Queue: { } queue } when ActorId.IsPart(queue) && CanEnter(state, stay, QueueOf(state, queue)) => AcceptAll<E>(ToQueue(state, stay, c, QueueOf(state, queue), now)),
        _ when state.Stays.Count > 1 => AcceptAll(Leaving(state, stay, c.End, now)),
        _ when state.Consult is not null => AcceptAll(Consults.Over(state, ConsultEnd.NotAnswered, now, c.End)),
        { Uri: { } uri } to when state.LastLeg < CallState.LegsMax => AcceptAll<E>([.. Leaving(state, stay, c.End, now), Outside(state, LegPurpose.Outside, uri, to.Ways, now)]),
        null => AcceptAll<E>(Ending.Of(state, Ending.TurnedAway(state, Causes.Of(c.Reason)) with { Stay = c.End }, now)),
        _ => AcceptAll<E>(Ending.Of(state, Ending.TurnedAway(state, Causes.NowhereToGo) with { Stay = c.End }, now)),
    };

    /// <summary>A call has one place in a queue (RELIABILITY Q4): where it waits already it does not come a second time.</summary>
    private static bool CanEnter(CallState state, QueueStay stay, ActorId queue) =>
        state.LastStay < (state.Consult is null ? CallState.StaysMax : CallState.StaysMax - 1) && state.Stays.All(other => other.Id == stay.Id || other.Queue != queue);

    /// <summary>The caller hears the music of its primary queue.</summary>
    private static ImmutableArray<E> ToQueue(CallState state, QueueStay stay, C.LeaveQueue c, ActorId queue, DateTimeOffset now)
    {
        var place = state.PlaceOf(stay.Id);
        var music = place == 0 && state.Consult is null && c.To is { Music: { Length: > 0 } other } ? other : state.Music;
        return
        [
            .. Leaving(state, stay, c.End, now),
            new E.QueueEntered(now, new StayId(state.Id.Key, state.LastStay + 1), queue, music, stay.Priority)
            {
                Place = place == state.Stays.Count - 1 ? null : place,
                Wishes = stay.Wishes,
                IsConsult = state.Consult is not null,
            },
        ];
    }

    /// <summary>By the first of these ways; by the URI alone where none is known.</summary>
    public static E.LegRequested Outside(CallState state, LegPurpose purpose, string uri, EquatableArray<TrunkWay> ways, DateTimeOffset now) =>
        Along(state, purpose, uri, TrunkWays.Ordered(state.Id, state.LastLeg + 1, ways), now);

    /// <summary>The next way of a leg that failed.</summary>
    public static E.LegRequested Onward(CallState state, LegRequest failed, DateTimeOffset now) => Along(state, failed.Purpose, failed.Others[0].Uri, failed.Others.Items, now);

    private static E.LegRequested Along(CallState state, LegPurpose purpose, string uri, ImmutableArray<TrunkWay> ways, DateTimeOffset now)
    {
        var first = ways.FirstOrDefault();
        return new E.LegRequested(now, state.LastLeg + 1, purpose, null, null, null, new PhoneTarget("", first?.Uri ?? uri, [], null), now + OutsideRingTime)
        {
            Way = first,
            Others = [.. ways.Skip(1)],
        };
    }

    /// <summary>This stay ends, and with it what rings for it.</summary>
    private static ImmutableArray<E> Leaving(CallState state, QueueStay stay, StayEnd end, DateTimeOffset now) =>
    [
        .. state.Ringing.Where(leg => leg.Request?.Offer?.Stay == stay.Id).Select(leg => new E.LegCancelled(now, leg.Number, OfferEnd.Withdrawn)),
        new E.QueueLeft(now, stay.Id, end),
    ];

    public static ActorId QueueOf(CallState state, string queue) => ActorId.Queue(state.Id.Tenant, queue, state.Id.Site);
}
