using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// UPDATE (RFC 3311): as a re-INVITE, but it is answered at once and not acknowledged, so that it may come while a phone still rings. Without an offer it
/// refreshes the session, and says where the far end is now.
/// </summary>
internal static class Updates
{
    public static Decision<E> Decide(CallState state, C.RecordUpdate c, DateTimeOffset now)
    {
        if (state.Legs.GetValueOrDefault(c.Leg) is not { Phase: LegPhase.Inviting or LegPhase.Answered or LegPhase.Established } leg)
        {
            return Refuse<E>(state.Phase is P.Ended ? Refusal.CallEnded : Refusal.LegUnknown);
        }

        return leg switch
        {
            _ when !InDialog.Matches(leg, c.Tags) => Refuse<E>(Refusal.DialogMismatch),
            _ when leg.Update == c.CSeq => AlreadySo<E>(new ReinviteReply(leg.Sdp)),
            _ when leg.GoesBack(c.CSeq) => Refuse<E>(Refusal.CSeqTooLow),
            _ when c.Offer is { } offer && Obstacle(leg, offer) is { } reason => Refuse<E>(reason),
            _ => Taken(state, leg, c, now),
        };
    }

    /// <summary>Section 5.2: there is one offer at a time, and it has its answer before the next.</summary>
    private static Refusal? Obstacle(Leg leg, MediaPeer offer) => leg switch
    {
        _ when !Sdp.Fits(leg.Sdp, offer) => Refusal.MediaNotAcceptable,
        { Phase: LegPhase.Inviting, IsIncoming: true } => Refusal.OfferNotAnswered,
        { Phase: not LegPhase.Established } or { AnswerDue: not null } or { Move: { AgainAt: null, ByUpdate: false } } => Refusal.RequestPending,
        _ => null,
    };

    private static Decision<E> Taken(CallState state, Leg leg, C.RecordUpdate c, DateTimeOffset now)
    {
        var updated = new E.LegUpdated(now, leg.Number, c.CSeq, c.Offer, c.RemoteTarget) { SessionSeconds = c.SessionSeconds, SessionIsOurs = c.SessionIsOurs };
        return AcceptAll<E>([updated], new ReinviteReply(CallBehaviour.Apply(state, updated).Legs[leg.Number].Sdp));
    }
}
