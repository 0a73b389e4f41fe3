using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What a far end asks within its dialog (RFC 3261 section 12.2.2): the tags must be the dialog's, the CSeq must not go back, and the same
/// CSeq gets the same answer.
/// </summary>
internal static class InDialog
{
    /// <summary>
    /// The same INVITE with other Vias, while its response is still owed. Who sent it that way waits for the response that way; one that went out the
    /// way before is given up by now, and where it is not, both are of one dialog.
    /// </summary>
    public static bool IsRerouted(CallState state, CallArrival again) =>
        state.Incoming is { Phase: LegPhase.Inviting or LegPhase.Answered or LegPhase.Declining, Reroutes: < Leg.ReroutesMax } && again.Seed is { } seed && seed.Vias != state.Arrival!.Seed!.Vias;

    /// <summary>The INVITE that came to us, if one did, has its final response and the ACK of that.</summary>
    public static bool IsSettled(CallState state) =>
        state.Arrival is { Seed: not null } && state.Incoming is not { Phase: LegPhase.Inviting or LegPhase.Answered or LegPhase.Declining or LegPhase.Closing };

    public static Decision<E> Acknowledged(CallState state, C.RecordAck c, DateTimeOffset now)
    {
        if (state.Legs.GetValueOrDefault(c.Leg) is not { } leg)
        {
            return AlreadySo<E>();
        }

        var media = Sdp.Fits(leg.Sdp, c.Media) ? c.Media : null;
        return leg.Phase switch
        {
            LegPhase.Answered when c.CSeq != state.Arrival!.Seed!.CSeq => AlreadySo<E>(),
            // Our offer in the 2xx stays without an answer (RFC 3261 section 13.2.2.4): there is nothing to talk with.
            LegPhase.Answered when leg.AnswerDue is not null && media is null => AcceptAll<E>(
                [Confirmed(leg, null, now), .. Ending.Of(state, Ending.BySystem(Causes.NoMedia), now)]),
            LegPhase.Answered => Accept<E>(Confirmed(leg, leg.AnswerDue is not null ? media : null, now)),
            LegPhase.Closing when c.CSeq == state.Arrival!.Seed!.CSeq => Accept<E>(Confirmed(leg, null, now)),
            LegPhase.Established when LegHistory.IsAnswer(leg, c.CSeq, media) => Accept<E>(new E.LegMediaChanged(now, leg.Number, c.CSeq, media, null)),
            _ => AlreadySo<E>(),
        };
    }

    /// <summary>RFC 3261 section 13.3.1.4: no ACK within 64·T1. The dialog is up all the same and ends with a BYE.</summary>
    public static Decision<E> NotAcknowledged(CallState state, C.RecordAckMissing c, DateTimeOffset now) => state.Legs.GetValueOrDefault(c.Leg) switch
    {
        { Phase: LegPhase.Answered } when c.CSeq == state.Arrival!.Seed!.CSeq => AcceptAll<E>(
            [new E.LegReleased(now, c.Leg, false, c.CSeq, Causes.NoAck), .. Ending.Of(state, Ending.Lost(Causes.NoAck), now)]),
        { Phase: LegPhase.Closing } when c.CSeq == state.Arrival!.Seed!.CSeq => Accept<E>(new E.LegReleased(now, c.Leg, false, c.CSeq, Causes.NoAck)),
        { Phase: LegPhase.Established } leg when leg.Reinvite == c.CSeq => AcceptAll<E>(Consults.WithoutLost(state, leg, Causes.NoAck, now) ?? Ending.Of(state, Ending.Lost(Causes.NoAck), now)),
        _ => AlreadySo<E>(),
    };

    public static Decision<E> Reinvited(CallState state, C.RecordReinvite c, DateTimeOffset now)
    {
        if (state.Legs.GetValueOrDefault(c.Leg) is not { } leg)
        {
            return Refuse<E>(state.Phase is P.Ended ? Refusal.CallEnded : Refusal.LegUnknown);
        }

        return leg.Phase switch
        {
            _ when !Matches(leg, c.Tags) => Refuse<E>(Refusal.DialogMismatch),
            // Section 14.2: our own or an earlier INVITE of this dialog is not through.
            LegPhase.Inviting => Refuse<E>(Refusal.RequestPending),
            LegPhase.Answered when Reliably.IsHeldBack(state) => Refuse<E>(Refusal.RequestPending),
            LegPhase.Established when leg.Move is { AgainAt: null, ByUpdate: false } => Refuse<E>(Refusal.RequestPending),
            LegPhase.Answered when leg.AnswerDue is not null => Refuse<E>(Refusal.RequestPending),
            LegPhase.Answered or LegPhase.Established => Changed(state, leg, c, now),
            _ => Refuse<E>(state.Phase is P.Ended ? Refusal.CallEnded : Refusal.LegUnknown),
        };
    }

    public static Decision<E> Left(CallState state, C.RecordBye c, DateTimeOffset now)
    {
        if (state.Legs.GetValueOrDefault(c.Leg) is not { } leg)
        {
            return c.Leg >= Leg.Caller && c.Leg <= state.LastLeg ? AlreadySo<E>() : Refuse<E>(Refusal.LegUnknown);
        }

        return leg switch
        {
            _ when !Matches(leg, c.Tags) => Refuse<E>(Refusal.DialogMismatch),
            { Phase: LegPhase.Answered or LegPhase.Established or LegPhase.Closing } when leg.GoesBack(c.CSeq) => Refuse<E>(Refusal.CSeqTooLow),
            { IsIncoming: true } when Reliably.IsHeldBack(state) => Ending.ByDialer(state, now),
            { IsUp: true } => HungUp(state, leg, c, now),
            { Phase: LegPhase.Closing or LegPhase.Notifying } => Accept<E>(new E.LegReleased(now, leg.Number, true, c.CSeq, Bounded(c.Reason))),
            // Section 15: a caller may end an early dialog with a BYE too; its INVITE then gets the 487.
            { Phase: LegPhase.Inviting, IsIncoming: true } => Ending.ByDialer(state, now),
            // A phone that hangs up before its answer got through to us: cancelled, and the answer will be late.
            { Phase: LegPhase.Inviting } => Offers.Expired(state, new C.ExpireRing(c.Leg), now),
            _ => AlreadySo<E>(),
        };
    }

    /// <summary>Time to ask. <see cref="SignOfLife.Number"/> tells a timer of before from one of now.</summary>
    public static Decision<E> Asked(CallState state, C.Audit c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Established } leg && c.Number == leg.Life.Number + 1
            ? Accept<E>(new E.LegAudited(now, c.Leg, c.Number))
            : AlreadySo<E>();

    /// <summary>It is not asked again by whoever takes over, and asked next when it has been silent as long again.</summary>
    public static Decision<E> Found(CallState state, C.ConfirmAudit c, DateTimeOffset now) =>
        Audited(state, c.Leg, c.Number) is null ? AlreadySo<E>() : Accept<E>(new E.LegFound(now, c.Leg, c.Number));

    /// <summary>
    /// 481, 408 or silence, twice: nobody is there any more, whatever became of its BYE. Once is not enough: a process that took over repeats a question of
    /// before, and not everybody answers what it has answered (a stack may take it for a retransmission, or for an old CSeq).
    /// </summary>
    public static Decision<E> NotFound(CallState state, C.RecordAuditFailed c, DateTimeOffset now) => Audited(state, c.Leg, c.Number) switch
    {
        null => AlreadySo<E>(),
        { Life.IsRepeated: true } leg => Gone(state, leg, now),
        _ => Accept<E>(new E.LegAudited(now, c.Leg, c.Number + 1) { IsRepeated = true }),
    };

    private static Leg? Audited(CallState state, int number, int audit) =>
        state.Legs.GetValueOrDefault(number) is { Phase: LegPhase.Established, Life.Asked: true } leg && audit == leg.Life.Number ? leg : null;

    /// <summary>Without a far end that forgot its dialog the call is over, but for one who was only asked.</summary>
    public static Decision<E> Gone(CallState state, Leg leg, DateTimeOffset now) =>
        AcceptAll<E>(Consults.WithoutLost(state, leg, Causes.NotFound, now) ?? Ending.Of(state, Ending.Lost(Causes.NotFound), now));

    /// <summary>
    /// A re-INVITE tells that the 2xx before it arrived, even where its ACK is still on the way. What our side is after all that is the answer: media may
    /// have moved meanwhile.
    /// </summary>
    private static Decision<E> Changed(CallState state, Leg leg, C.RecordReinvite c, DateTimeOffset now)
    {
        if (c.CSeq == leg.Reinvite)
        {
            return AlreadySo<E>(new ReinviteReply(leg.Sdp));
        }

        if (leg.GoesBack(c.CSeq))
        {
            return Refuse<E>(Refusal.CSeqTooLow);
        }

        if (c.Offer is not null && !Sdp.Fits(leg.Sdp, c.Offer))
        {
            return Refuse<E>(Refusal.MediaNotAcceptable);
        }

        var changed = new E.LegMediaChanged(now, leg.Number, c.CSeq, c.Offer, c.RemoteTarget) { SessionSeconds = c.SessionSeconds, SessionIsOurs = c.SessionIsOurs };
        E[] events = leg.Phase == LegPhase.Answered ? [Confirmed(leg, null, now), changed] : [changed];
        return AcceptAll<E>([.. events], new ReinviteReply(events.Aggregate(state, CallBehaviour.Apply).Legs[leg.Number].Sdp));
    }

    private static E.CallerConfirmed Confirmed(Leg leg, MediaPeer? media, DateTimeOffset now) => new(now, media) { Leg = leg.Number };

    private static Decision<E> HungUp(CallState state, Leg leg, C.RecordBye c, DateTimeOffset now)
    {
        var left = new E.LegReleased(now, leg.Number, true, c.CSeq, Bounded(c.Reason));
        if (Consults.Without(state, leg, Agents.SegmentEnd.Transferred, now) is { } goingOn)
        {
            return AcceptAll<E>([left, .. goingOn]);
        }

        var ending = leg.Request switch
        {
            null or { Purpose: LegPurpose.Dialed } => Ending.Abandoned(state),
            { Purpose: LegPurpose.Agent } => Ending.ByAgent,
            { Purpose: LegPurpose.Transfer } => Ending.TransferredOut(Causes.OutsideReleased),
            _ => Ending.BySystem(Causes.OutsideReleased),
        };
        return AcceptAll<E>([left, .. Ending.Of(state, ending, now)]);
    }

    /// <summary>A far end that we have no tag of yet can only be known by ours.</summary>
    public static bool Matches(Leg leg, DialogTags tags) =>
        tags.Local == leg.Dialog.LocalTag && (leg.Dialog.RemoteTag.Length == 0 || tags.Remote == leg.Dialog.RemoteTag);

    private static string? Bounded(string? reason) => reason?.Length > ReasonMax ? reason[..ReasonMax] : reason;

    private const int ReasonMax = 128;
}
