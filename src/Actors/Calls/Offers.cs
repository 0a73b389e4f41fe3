using System.Collections.Immutable;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// How phones are rung for a call, and the ways that ends. The first Ring of a stay wins, unless they are to ring together; of all that ring the
/// first to answer wins, and the others are let go in the same decision. A leg ends once, whatever comes later.
/// </summary>
internal static class Offers
{
    /// <summary>A Ring of another stay or queue, of an attempt that is over, or too late to ring at all.</summary>
    public static bool IsStale(CallState state, C.Ring c, DateTimeOffset now) =>
        state.StayOf(c.Offer.Stay) is not { } stay || stay.Queue != c.Queue
        || !(c.Together ? stay.IsToCome(c.Offer.Attempt) : c.Offer.Attempt > stay.Attempts)
        || now >= c.RingUntil || state.LastLeg >= CallState.LegsMax;

    /// <summary>What rings for other stays is no reason to refuse: each queue offers by itself, and one that is refused would think its call lost.</summary>
    public static bool MayRing(CallState state, C.Ring c) =>
        state.Ringing.Count(leg => leg.Request?.Offer?.Stay == c.Offer.Stay) < (c.Together ? CallState.RingsPerStayMax : 1);

    public static Leg? RingingFor(CallState state, OfferId offer) => state.Ringing.FirstOrDefault(leg => leg.Request?.Offer == offer);

    /// <summary>An offer of an open stay whose Ring is not here yet. Taken back, it must never ring: the queue goes on as if it were over.</summary>
    public static bool IsToCome(CallState state, OfferId offer) => state.StayOf(offer.Stay) is { } stay && stay.IsToCome(offer.Attempt);

    /// <summary>Only a queue that has the call can have offered it: its own answer may still be on the way.</summary>
    public static Decision<E> Rung(CallState state, C.Ring c, DateTimeOffset now) => AcceptAll<E>(
    [
        .. Stays.Confirmed(state, state.StayOf(c.Offer.Stay)!, now),
        new E.LegRequested(now, state.LastLeg + 1, LegPurpose.Agent, c.Offer, c.Queue, c.Agent, c.Phone, c.RingUntil),
    ]);

    public static Decision<E> Progressed(CallState state, C.RecordProgress c, DateTimeOffset now) => LegOf(state, c.Leg) switch
    {
        null when IsUnknown(state, c.Leg) => Refuse<E>(Refusal.LegUnknown),
        { Phase: LegPhase.Inviting } leg when c.Status is > 100 and < 200 && Reliably.IsNext(leg, c) => Accept<E>(new E.LegRinging(now, c.Leg) { Early = c.Early, RSeq = c.RSeq }),
        { Phase: LegPhase.Inviting, Rang: false } when c.Status is > 100 and < 200 => Accept<E>(new E.LegRinging(now, c.Leg) { Early = c.Early }),
        { Phase: LegPhase.Inviting, Request.Purpose: LegPurpose.Dialed } leg when leg.Early?.Media is null && c.Early is { Media: not null } early => Accept<E>(new E.LegRinging(now, c.Leg) { Early = early }),
        _ => AlreadySo<E>(),
    };

    /// <summary>
    /// A 2xx. Of the leg that is waited for: the caller is connected. Of one that is no longer: acknowledged and ended. A second one with
    /// another tag (forking, RFC 3261 section 13.2.2.4), and one of a leg that is forgotten, the edge ends by itself.
    /// </summary>
    public static Decision<E> Answered(CallState state, C.RecordAnswer said, DateTimeOffset now) =>
        Taken(state, said with { Answer = Reliably.Completed(LegOf(state, said.Leg), said.Answer) }, now);

    private static Decision<E> Taken(CallState state, C.RecordAnswer c, DateTimeOffset now) => LegOf(state, c.Leg) switch
    {
        null => Refuse<E>(Refusal.LegUnknown),
#if PLANTED
        { Phase: LegPhase.Cancelling } late when PlantedDefects.Has(Planted.AcceptanceByCallOnly) && Sdp.IsUsable(c.Answer.Media) => Connected(state, late, c.Answer, now),
#endif
        { Phase: LegPhase.Inviting } leg when state.Phase is P.Dialing => Outbound.Answered(state, leg, c.Answer, now),
        { Phase: LegPhase.Inviting } leg when Sdp.Fits(leg.Sdp, c.Answer.Media) => Connected(state, leg, c.Answer, now),
        { Phase: LegPhase.Inviting } leg => AcceptAll<E>([.. GivenUp(state, leg, OfferEnd.MediaFailed, Causes.NoMedia, now), new E.LateAnswerEnded(now, leg.Number, c.Answer)]),
        { Phase: LegPhase.Cancelling } leg => Accept<E>(new E.LateAnswerEnded(now, leg.Number, c.Answer)),
        var leg when leg.Dialog.RemoteTag == c.Answer.RemoteTag => AlreadySo<E>(),
        _ => Refuse<E>(Refusal.DialogMismatch),
    };

    public static Decision<E> Failed(CallState state, C.RecordLegFailed c, DateTimeOffset now) => LegOf(state, c.Leg) switch
    {
        null when IsUnknown(state, c.Leg) => Refuse<E>(Refusal.LegUnknown),
        { Phase: LegPhase.Inviting } leg when state.Phase is P.Dialing => Outbound.Failed(state, leg, c.Status, now),
        { Phase: LegPhase.Inviting, Request.Purpose: LegPurpose.Agent } leg => AcceptAll<E>(
            [new E.LegFailed(now, leg.Number, c.Status, EndOf(c.Status, leg.Rang)), .. Consults.Following(state, leg, now)]),
        { Phase: LegPhase.Inviting, Request: { } request } leg when TrunkWays.GoesOn(leg, c.Status) && state.LastLeg < CallState.LegsMax => AcceptAll<E>(
            [new E.LegFailed(now, leg.Number, c.Status, null), Stays.Onward(state, request, now)]),
        { Phase: LegPhase.Inviting } leg when state.Consult is not null => AcceptAll<E>([new E.LegFailed(now, leg.Number, c.Status, null), .. Consults.Following(state, leg, now)]),
        { Phase: LegPhase.Inviting } leg => AcceptAll<E>(
            [new E.LegFailed(now, leg.Number, c.Status, null), .. Ending.Of(state.Without(leg.Number), Ending.OutsideFailed(c.Status), now)]),
        { Phase: LegPhase.Cancelling } leg => Accept<E>(new E.LegFailed(now, leg.Number, c.Status, null)),
        _ => AlreadySo<E>(),
    };

    /// <summary>The edge should have ended the ringing; it did not report.</summary>
    public static Decision<E> Expired(CallState state, C.ExpireRing c, DateTimeOffset now) => LegOf(state, c.Leg) switch
    {
        null when IsUnknown(state, c.Leg) => Refuse<E>(Refusal.LegUnknown),
        { Phase: LegPhase.Inviting } leg => AcceptAll(GivenUp(state, leg, OfferEnd.Missed, Causes.OutsideFailed, now)),
        _ => AlreadySo<E>(),
    };

    /// <summary>
    /// What the final status of an INVITE says of the offer. The edge cancels at ring time by itself, so 487 is a phone that rang out, and so
    /// are 408 and 480 after ringing; without ringing nothing was there to miss.
    /// </summary>
    private static OfferEnd EndOf(int status, bool rang) => status switch
    {
        487 => OfferEnd.Missed,
        408 or 480 when rang => OfferEnd.Missed,
        486 or 600 or 603 or (>= 300 and < 400) => OfferEnd.Declined,
        488 or 606 or 415 => OfferEnd.MediaFailed,
        _ => OfferEnd.PhoneUnreachable,
    };

    /// <summary>Who rings or waits besides is let go in the same decision: of two answers that cross, the second finds its leg cancelled.</summary>
    private static Decision<E> Connected(CallState state, Leg leg, DialogAnswer answer, DateTimeOffset now)
    {
        var offer = leg.Request?.Offer;
        var answered = state.Stays.FirstOrDefault(stay => stay.Id == offer?.Stay);
        return AcceptAll<E>(
        [
            .. Losers(state, leg).Select(loser => new E.LegCancelled(now, loser.Number, OfferEnd.AnsweredElsewhere)),
            .. Elsewhere(state, answered).Select(stay => new E.QueueLeft(now, stay.Id, StayEnd.Withdrawn)),
            new E.LegAnswered(now, leg.Number, offer, leg.Request?.Agent, answer),
            .. state.Caller is { Phase: LegPhase.Inviting } ? [new E.CallerAnswered(now)] : Array.Empty<E>(),
            .. answered is not null ? [new E.QueueLeft(now, answered.Id, StayEnd.Answered)] : Array.Empty<E>(),
        ]);
    }

    private static IEnumerable<Leg> Losers(CallState state, Leg winner) =>
#if PLANTED
        PlantedDefects.Has(Planted.LosersRingOn) ? [] :
#endif
        state.Ringing.Where(leg => leg.Number != winner.Number);

    private static IEnumerable<QueueStay> Elsewhere(CallState state, QueueStay? answered) =>
#if PLANTED
        PlantedDefects.Has(Planted.WaitsOnElsewhere) ? [] :
#endif
        state.Stays.Where(stay => stay != answered);

    /// <summary>The leg is let go: an agent's caller waits again, a caller on the way out has nowhere left to go.</summary>
    private static ImmutableArray<E> GivenUp(CallState state, Leg leg, OfferEnd end, string cause, DateTimeOffset now) =>
        state.Phase is P.GoingOut or P.Dialing ? Ending.Of(state, Ending.BySystem(cause), now)
        : [new E.LegCancelled(now, leg.Number, leg.Request?.Offer is null ? null : end), .. Consults.Following(state, leg, now)];

    private static Leg? LegOf(CallState state, int number) => state.Legs.GetValueOrDefault(number) is { IsIncoming: false } leg ? leg : null;

    /// <summary>Never requested; a leg that was and is over is not unknown.</summary>
    private static bool IsUnknown(CallState state, int number) => number < (state.Outbound is null ? Leg.Caller + 1 : Leg.Caller) || number > state.LastLeg;
}
