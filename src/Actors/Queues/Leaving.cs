using System.Collections.Immutable;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>How a stay ends, or does not: turned away, answered, overflowed, or waiting again after an offer that failed.</summary>
internal static class Leaving
{
    /// <summary>The reply says so: taken for a place in the queue, the answer would get the caller a 200 before it is turned away.</summary>
    public static Decision<E> TurnedAway(C.Enqueue c, Departure away, DateTimeOffset now) => AcceptAll<E>(
        [new E.CallTurnedAway(now, c.Stay, c.Call, away.Reason, away.End, away.To)],
        new CallCommand.LeaveQueue(c.Stay, away.Reason, away.To, away.End));

    /// <summary>In, or turned away at the door.</summary>
    public static Decision<E> Entered(QueueState state, C.Enqueue c, DateTimeOffset now) => Departure.AtTheDoor(state, c.Stay, c.Call, now) is { } away
        ? TurnedAway(c, away, now)
        : AcceptAll<E>([new E.CallQueued(now, c.Stay, c.Call) { ClosesAt = Departure.AtClosing(state, now) }, .. Preferences.OfNobody(state, c.Stay, c.Call, now)]);

    /// <summary>A repeated Enqueue. As long as the call may not know that it is to leave, that is the answer.</summary>
    public static Decision<E> Repeated(QueueState state, StayId stay) =>
        AlreadySo<E>((state.Notices.GetValueOrDefault(QueueNotice.Left.KeyOf(stay)) as QueueNotice.Left)?.Message);

    /// <summary>The call says who was connected, and what it says holds, even of an offer that was thought to have failed.</summary>
    public static Decision<E> Answered(QueueState state, OfferId offer, DateTimeOffset now) => state.Stays.GetValueOrDefault(offer.Stay) switch
    {
        { } stay when stay.OfferOf(offer) is { } open => Accept<E>(AnsweredBy(state, offer, open.Agent, now)),
        { Last: { } last } when last.Id == offer => Accept<E>(AnsweredBy(state, offer, last.Agent, now)),
        // An offer further back: by whom is no longer known here, that it is over is.
        { } stay => Accept<E>(new E.StayEnded(now, stay.Id, StayEnd.Answered, null, null)),
        _ => AlreadySo<E>(),
    };

    /// <summary>
    /// The call waits again, in its place, or rings on at other phones. With the last of them over, it leaves where there was a reason that only
    /// waited for that.
    /// </summary>
    public static Decision<E> OfferFailed(QueueState state, StayOffer offer, OfferEnd end, DateTimeOffset now)
    {
        var stay = state.Stays[offer.Id.Stay];
        var failed = new E.OfferFailed(now, offer.Id, end, ExcludedUntil(state.Settings, end, now));
        return end switch
        {
            not OfferEnd.CallerHungUp when stay.Offers.Count > 1 => Accept<E>(failed),
            OfferEnd.CallerHungUp => Accept<E>(failed, new E.StayEnded(now, stay.Id, StayEnd.AbandonedRinging, null, null)),
            OfferEnd.RefusedByCall when stay.RefusalsInARow + 1 >= Stay.RefusalsMax =>
                Accept<E>(failed, new E.LeaveAsked(now, stay.Id, LeaveReason.Lost, StayEnd.Lost, state.Settings?.Overflow)),
            _ when state.Settings is not null && Departure.Due(state, stay, now) is { } due => Accept<E>(failed, Asked(stay, due, now)),
            _ => Accept<E>(failed),
        };
    }

    /// <summary>
    /// A moment of this stay has come: its longest wait is over, its queue closes, or everybody has to go. For the longest wait what rings is
    /// first asked back from the call, which alone knows whether it is answered; else it may ring on. A closing that was put off gets its new moment.
    /// </summary>
    public static Decision<E> WaitOver(QueueState state, Stay? stay, DateTimeOffset now) => stay switch
    {
        { Leaving: not null } => AlreadySo<E>(),
        { Offer: null } when Departure.Due(state, stay, now) is { } due => Accept<E>(Asked(stay, due, now)),
        { Offer: null } when stay.ClosesAt <= now && !state.IsRemoved => Accept<E>(new E.ClosingMoved(now, stay.Id, Departure.AtClosing(state, now))),
        { Offer: not null } when stay.IsOverdue(now) && stay.Offers.Where(offer => !offer.IsRecalled).ToImmutableArray() is { IsEmpty: false } open =>
            AcceptAll<E>([.. open.Select(offer => new E.OfferRecalled(now, offer.Id))]),
        _ => AlreadySo<E>(),
    };

    /// <summary>The call has gone.</summary>
    public static Decision<E> Left(Stay? stay, DateTimeOffset now) => stay is { Leaving: { } order }
        ? Accept<E>(new E.StayEnded(now, stay.Id, order.End, order.Reason, order.To))
        : AlreadySo<E>();

    private static E.LeaveAsked Asked(Stay stay, Departure due, DateTimeOffset now) => new(now, stay.Id, due.Reason, due.End, due.To);

    private static E.CallAnswered AnsweredBy(QueueState state, OfferId offer, ActorId agent, DateTimeOffset now) =>
        new(now, offer, agent) { Forecast = state.Stays[offer.Stay].Forecast };

    /// <summary>The same call is not offered again at once to an agent who did not take it, or whose phone could not.</summary>
    private static DateTimeOffset? ExcludedUntil(QueueSettings? settings, OfferEnd end, DateTimeOffset now) =>
        end is OfferEnd.Missed or OfferEnd.Declined or OfferEnd.PhoneUnreachable or OfferEnd.MediaFailed && settings is { RetryAgentAfter.Ticks: > 0 }
            ? now + settings.RetryAgentAfter
            : null;
}
