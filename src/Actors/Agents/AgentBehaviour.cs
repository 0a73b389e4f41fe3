using System.Collections.Immutable;
using System.Diagnostics;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>
/// An agent owns what it is doing: at most one reservation at a time over all its queues. What the person chooses is in
/// <see cref="AgentChoices"/>, how an offer goes in <see cref="AgentOffers"/>, which of several it takes in <see cref="AgentContests"/>, how it calls somebody in <see cref="AgentDials"/>, what is kept in <see cref="AgentHistory"/>,
/// what it owes in <see cref="AgentDuties"/>.
/// </summary>
public sealed class AgentBehaviour : IBehaviour<AgentState, C, E>
{
    private AgentBehaviour()
    {
    }

    public static AgentState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(AgentState state, C command, DateTimeOffset now) =>
        state.Work is W.WrapUp wrapUp && wrapUp.Until <= now && command is not C.EndWrapUp
            ? AfterWrapUp(state, wrapUp, command, now)
            : Decided(state, command, now);

    public static AgentState Apply(AgentState state, E @event) => AgentHistory.Apply(state, @event);

    public static ImmutableArray<Duty> Duties(AgentState state) => AgentDuties.All(state);

    public static ImmutableArray<string> Touched(AgentState before, E @event) => AgentDuties.Touched(before, Apply(before, @event));

    public static Duty? DutyOf(AgentState state, string key) => AgentDuties.Of(state, key);

    /// <summary>
    /// A wrap-up that ran out while nobody was there to see ended when it was due, before anything that is said now: times of an agent's events
    /// never go back, so its state intervals tile the session.
    /// </summary>
    private static Decision<E> AfterWrapUp(AgentState state, W.WrapUp wrapUp, C command, DateTimeOffset now)
    {
        var ended = AgentOffers.WrappedUp(state, wrapUp, now);
        return Decided(ended.Aggregate(state, Apply), command, now) switch
        {
            Decision<E>.Accepted accepted => AcceptAll(ended.AddRange(accepted.Events), accepted.Reply),
            Decision<E>.AlreadySo already => AcceptAll(ended, already.Reply),
            var refused => refused,
        };
    }

    private static Decision<E> Decided(AgentState state, C command, DateTimeOffset now) => command switch
    {
        C.Configure c when c.Version <= state.Version => AlreadySo<E>(),
        C.Configure c => AgentChoices.Configured(state, c, now),

        C.SignIn or C.GoReady or C.GoNotReady when state.Settings is null => Refuse<E>(Refusal.AgentNotConfigured),
        C.SignIn c => AgentChoices.SignIn(state, c.Phone ?? state.Seat?.Phone ?? state.Settings!.Phone, now),
        C.TakeBreak when state.Settings is null => Refuse<E>(Refusal.AgentNotConfigured),
        C.TakeBreak c => AgentChoices.TakeBreak(state, c, now),
        C.GoReady => AgentChoices.GoReady(state, now),
        C.GoNotReady c => AgentChoices.GoNotReady(state, c.Reason, now),
        C.SignOut => AgentChoices.SignOut(state, now),

        C.Dial c => AgentDials.Dial(state, c, now),
        C.JoinDial c => AgentDials.Join(state, c, now),
        C.ConfirmPlaced => AlreadySo<E>(),
        C.RecordNotPlaced c => AgentDials.NotPlaced(state, c.Offer, now),
        C.EndDial c => AgentDials.NotPlaced(state, c.Offer, now),
        C.RecordOfferEnded c when AgentDials.IsDial(c.Offer) => AgentDials.Ended(state, c.Offer, now),

        C.Reserve c => AgentOffers.Reserve(state, c, now),
        C.WithdrawOffer c => AgentOffers.Withdraw(state, c.Offer, now),
        C.RecordRingAccepted c when state.Work is W.Reserved { IsRingAccepted: false } w && w.Offer.Id == c.Offer => Accept<E>(new E.RingAccepted(now, c.Offer)),
        C.RecordRingAccepted => AlreadySo<E>(),
#if PLANTED
        C.RecordRingRefused when PlantedDefects.Has(Planted.ReservationWithoutEnd) => AlreadySo<E>(),
        C.RecordRinging c when PlantedDefects.Has(Planted.AgentConnectsItself) && state.Work is W.Reserved w && w.Offer.Id == c.Offer => Accept<E>(new E.Answered(now, c.Offer)),
#endif
        C.RecordRingRefused c when state.Work is W.Reserved { IsRingAccepted: false } w && w.Offer.Id == c.Offer => AgentOffers.Ended(state, w.Offer, OfferEnd.RefusedByCall, now),
        C.RecordRingRefused => AlreadySo<E>(),

        C.RecordRinging c when state.Work is W.Reserved w && w.Offer.Id == c.Offer => Accept<E>(new E.Rang(now, c.Offer)),
        C.RecordRinging => AlreadySo<E>(),
        C.RecordAnswered c => AgentOffers.Talking(state, c.Offer, now),
        C.RecordOfferEnded { End: OfferEnd.Answered } c => AgentOffers.Talking(state, c.Offer, now),
        C.RecordOfferEnded c when AgentOffers.InSuspense(state, c.Offer) is { } offer => AgentOffers.Ended(state, offer, c.End, now),
        C.RecordOfferEnded c when state.Work is W.Lapsed w && w.Offer.Id == c.Offer => AgentOffers.Settled(state, c.Offer, now),
        C.RecordOfferEnded => AlreadySo<E>(),
        C.RecordHeld c => AgentOffers.Held(state, c.Offer, c.Number, new E.Held(now, c.Offer, c.Number), now),
        C.RecordRetrieved c => AgentOffers.Held(state, c.Offer, c.Number, new E.Retrieved(now, c.Offer, c.Number), now),
        C.RecordReleased c => AgentOffers.Released(state, c, now),

        C.RecordSummary c => AgentOffers.Summarized(state, c.Offer, now),

        C.ExpireReservation c when AgentOffers.InSuspense(state, c.Offer) is { } offer => AgentOffers.Expired(state, offer, now),
        C.ExpireReservation => AlreadySo<E>(),
        C.EndWrapUp c when state.Work is W.WrapUp w && w.Offer.Id == c.Offer => AcceptAll(AgentOffers.WrappedUp(state, w, now)),
        C.EndWrapUp => AlreadySo<E>(),
        C.RecordNothingToOffer c => AgentContests.Answered(state, c, now),
        C.EndContest c when state.Contest is not null && c.Epoch == state.Epoch => AgentContests.Expired(state, now),
        C.EndContest => AlreadySo<E>(),

        C.RecordPhone c when state.Seat is { } seat && seat.Phone == c.Phone && seat.Epoch < c.Epoch => Accept<E>(new E.PhoneChanged(now, c.Phone, c.Epoch, c.Reachable)),
        C.RecordPhone => AlreadySo<E>(),
        C.RecordPhoneRefused c when state.Seat is { IsAsked: true } seat && seat.SignIn == c.Number => Accept<E>(new E.PhoneRefused(now, seat.Phone, c.Number)),
        C.RecordPhoneRefused => AlreadySo<E>(),
        C.AskPhoneAgain c when state.Seat is { RefusedAt: not null } seat && seat.SignIn == c.Number && seat.Retries == c.Retry => Accept<E>(new E.PhoneAskedAgain(now, c.Number, c.Retry)),
        C.AskPhoneAgain => AlreadySo<E>(),

        C.ConfirmTold c when state.Notices.ContainsKey(c.Key) => Accept<E>(new E.ToldConfirmed(now, c.Key)),
        C.ConfirmTold => AlreadySo<E>(),

        _ => throw new UnreachableException($"{command}"),
    };
}
