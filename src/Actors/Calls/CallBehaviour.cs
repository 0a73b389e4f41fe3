using System.Collections.Immutable;
using System.Diagnostics;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// One call as a back-to-back user agent: it owns its legs and who is connected to the caller. How a stay comes and goes is in
/// <see cref="Stays"/>, how an agent's phone is rung in <see cref="Offers"/>, what dialogs ask in <see cref="InDialog"/>, how an agent gives the caller
/// away in <see cref="Transfers"/> or asks somebody first in <see cref="Consults"/>, what its desktop does in <see cref="Controls"/>, how it calls somebody in <see cref="Outbound"/>, what is written of it in <see cref="Summaries"/>, how it goes on when
/// its media server is gone in <see cref="MediaMoves"/>, how sessions are refreshed in <see cref="Refreshes"/> and <see cref="Updates"/>, how everything ends in <see cref="Ending"/>; what follows from it outside is in <see cref="CallDuties"/>.
/// </summary>
public sealed class CallBehaviour : IBehaviour<CallState, C, E>
{
    public static CallState Initial(ActorId id) => new(id);

    public static Decision<E> Decide(CallState state, C command, DateTimeOffset now) => (state.Phase, command) switch
    {
        (P.Unborn, C.RecordArrival { Arrival: { Outbound: { } order } arrival }) => Outbound.Arrived(state, arrival, order, now),
        (P.Unborn, C.RecordArrival c) => Stays.Arrived(state, c.Arrival, now),
        (_, C.RecordArrival c) when InDialog.IsRerouted(state, c.Arrival) => AcceptAll<E>([new E.ArrivalRerouted(now, c.Arrival.Seed!, c.Arrival.Edge)], new ArrivalReply(state.Slot!)),
        (_, C.RecordArrival) => AlreadySo<E>(new ArrivalReply(state.Slot!) { IsSettled = InDialog.IsSettled(state) }),
        (P.Unborn, _) => Refuse<E>(Refusal.CallUnknown),

        (_, C.RecordCancel) when state.Incoming is { Phase: LegPhase.Inviting } || Reliably.IsHeldBack(state) => Ending.ByDialer(state, now),
        (_, C.RecordCancel) => AlreadySo<E>(),

        (_, C.RecordJoined) => Outbound.Joined(state, now),
        (_, C.RecordNotJoined) => Outbound.NotJoined(state, now),
        (_, C.RecordQueued c) when Stays.Awaited(state, c.Stay) is { Asked: null } stay => AcceptAll<E>(Stays.Confirmed(state, stay, now)),
        (_, C.RecordQueued) => AlreadySo<E>(),
        (_, C.RecordNotQueued c) when Stays.Awaited(state, c.Stay) is { } stay => Stays.NotQueued(state, stay, now),
        (_, C.RecordNotQueued) => AlreadySo<E>(),
        (_, C.LeaveQueue c) when state.StayOf(c.Stay) is { } stay => Stays.Left(state, stay, c, now),
        (_, C.LeaveQueue c) when state.WasTaken(c.Stay) => Refuse<E>(Refusal.AlreadyAnswered),
        (_, C.LeaveQueue c) when Stays.IsFuture(state, c.Stay) => Refuse<E>(Refusal.StayUnknown),
        (_, C.LeaveQueue c) when state.LetGo.Contains(c.Stay.Number) => AlreadySo<E>(),
        (_, C.LeaveQueue) => Refuse<E>(Refusal.StayEnded),

        (_, C.Announce c) => Announcements.Decide(state, c, now),

        // A Ring that was taken stays taken, also when its answer was lost and all is over meanwhile: the agent must not think it was refused.
        (_, C.Ring c) when state.WasTaken(c.Offer) => AlreadySo<E>(),
        (_, C.Ring c) when state.Legs.Values.Any(leg => leg.Request?.Offer == c.Offer) => AlreadySo<E>(),
        (P.Ended, C.Ring) => Refuse<E>(Refusal.CallEnded),
        (_, C.Ring c) when Offers.IsStale(state, c, now) => Refuse<E>(Refusal.OfferIsStale),
        (_, C.Ring c) when !Offers.MayRing(state, c) => Refuse<E>(Refusal.OfferInProgress),
        (_, C.Ring c) => Offers.Rung(state, c, now),
        (_, C.CancelOffer c) when Offers.RingingFor(state, c.Offer) is { } leg => AcceptAll<E>([new E.LegCancelled(now, leg.Number, Queues.OfferEnd.Withdrawn), .. Consults.Following(state, leg, now)]),
        (_, C.CancelOffer c) when state.WasTaken(c.Offer) => Refuse<E>(Refusal.AlreadyAnswered),
        (_, C.CancelOffer c) when Offers.IsToCome(state, c.Offer) => Accept<E>(new E.OfferBarred(now, c.Offer)),
        (_, C.CancelOffer) => AlreadySo<E>(),

        (_, C.RecordProgress c) => Offers.Progressed(state, c, now),
        (_, C.RecordAnswer c) => Offers.Answered(state, c, now),
        (_, C.RecordLegFailed c) => Offers.Failed(state, c, now),
        (_, C.ExpireRing c) => Offers.Expired(state, c, now),

        (_, C.RecordAck c) => InDialog.Acknowledged(state, c, now),
        (_, C.RecordAckMissing c) => InDialog.NotAcknowledged(state, c, now),
        (_, C.RecordReinvite c) => InDialog.Reinvited(state, c, now),
        (_, C.RecordPrack c) => Reliably.Acknowledged(state, c, now),
        (_, C.Remind c) => Reliably.Due(state, c, now),
        (_, C.RecordPrackMissing c) => Reliably.NotAcknowledged(state, c, now),
        (_, C.RecordUpdate c) => Updates.Decide(state, c, now),
        (_, C.Refresh c) => Refreshes.Due(state, c, now),
        (_, C.RecordRefer c) => Transfers.Referred(state, c, now),
        (_, C.ConfirmNotified c) when state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Notifying } => Accept<E>(new E.LegReleased(now, c.Leg, false, 0, null)),
        (_, C.ConfirmNotified) => AlreadySo<E>(),
        (_, C.MoveMedia c) => MediaMoves.Asked(state, c, now),
        (_, C.RecordReinviteAnswer c) => MediaMoves.Answered(state, c, now),
        (_, C.RecordReinviteFailed c) => MediaMoves.Failed(state, c, now),
        (_, C.RetryReinvite c) => MediaMoves.Again(state, c, now),
        (_, C.RecordBye c) => InDialog.Left(state, c, now),
        (_, C.Audit c) => InDialog.Asked(state, c, now),
        (_, C.ConfirmAudit c) => InDialog.Found(state, c, now),
        (_, C.RecordAuditFailed c) => InDialog.NotFound(state, c, now),

        (_, C.WriteSummary c) => Summaries.Write(state, c, now),
        (_, C.MarkNuisance c) => Summaries.Mark(state, c, now),
        (P.Ended, C.AttachValue) => Refuse<E>(Refusal.CallEnded),
        (_, C.AttachValue c) => Attaching.Decide(state, c, now),
        (_, C.Transfer c) => Transfers.Asked(state, c, now),
        (_, C.Hold c) => Controls.Hold(state, c, now),
        (_, C.Retrieve c) => Controls.Retrieve(state, c, now),
        (_, C.HangUp c) => Controls.HangUp(state, c, now),
        (_, C.Press c) => Controls.Press(state, c, now),
        (_, C.RecordDigitsSent c) => Controls.Sent(state, c, now),
        (_, C.OrderAnswer c) => Controls.Answer(state, c, now),
        (_, C.ConfirmTalk) => AlreadySo<E>(),
        (_, C.RecordTalkRefused c) => Controls.NotTaken(state, c, now),
        (_, C.Consult c) => Consults.Asked(state, c, now),
        (_, C.CompleteConsult c) => Consults.Completed(state, c, now),
        (_, C.CancelConsult c) => Consults.Cancelled(state, c, now),
        (_, C.SwitchConsult c) => Consults.Switched(state, c, now),
        (_, C.ExpireConsult c) => Consults.Expired(state, c, now),
        (P.Ended, C.Release) => AlreadySo<E>(),
        (_, C.Release c) => AcceptAll<E>(Ending.Of(state, Ending.Released(c.By), now)),

        (_, C.ConfirmLegClosed c) when state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Declining or LegPhase.Releasing } => Accept<E>(new E.LegClosed(now, c.Leg)),
        (_, C.ConfirmLegClosed) => AlreadySo<E>(),
        (_, C.ConfirmTold c) when state.Untold.Any(tell => tell.Key == c.Key && !CallDuties.StillRings(state, tell)) => Accept<E>(new E.ToldConfirmed(now, c.Key)),
        (_, C.ConfirmTold) => AlreadySo<E>(),
        (P.Ended, C.ConfirmMediaClosed) when state.MediaIsOpen => Accept<E>(new E.MediaClosedConfirmed(now)),
        (_, C.ConfirmMediaClosed) => AlreadySo<E>(),

        _ => throw new UnreachableException($"{command} in {state.Phase}"),
    };

    public static CallState Apply(CallState state, E @event) => CallMedia.Followed(MediaMoves.Followed(CallHistory.Apply(state, @event)));

    public static ImmutableArray<Duty> Duties(CallState state) => CallDuties.All(state);

    public static ImmutableArray<string> Touched(CallState before, E @event) => CallDuties.Touched(before, Apply(before, @event));

    public static Duty? DutyOf(CallState state, string key) => CallDuties.Of(state, key);
}
