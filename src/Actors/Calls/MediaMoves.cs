using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// A call whose media server is gone goes on at another: each far end is told by a re-INVITE of ours where to send to now (RFC 3261 section 14,
/// RELIABILITY M7). A leg that has no dialog yet is told when it has one, and digits that are on their way come first.
/// </summary>
internal static class MediaMoves
{
    private const int RequestPending = 491;
    private const int NotThere = 481;
    private const int Silence = 408;

    /// <summary>"between 2.1 and 4 seconds" for the owner of the Call-ID, "between 0 and 2 seconds" for the other (section 14.1).</summary>
    private static readonly TimeSpan OwnersPause = TimeSpan.FromSeconds(2.1);
    private static readonly TimeSpan OthersPause = TimeSpan.FromSeconds(1);

    public static Decision<E> Asked(CallState state, C.MoveMedia c, DateTimeOffset now) => state.Phase switch
    {
        P.Ended => Refuse<E>(Refusal.CallEnded),
        _ when state.Slot!.Lease != c.From => AlreadySo<E>(new ArrivalReply(state.Slot)),
        _ => AcceptAll<E>([new E.MediaMoved(now, c.To)], new ArrivalReply(c.To)),
    };

    public static Decision<E> Answered(CallState state, C.RecordReinviteAnswer c, DateTimeOffset now) => Asking(state, c.Leg, c.CSeq) is not { } leg
        ? AlreadySo<E>()
        : Accept<E>(new E.LegMoved(now, c.Leg, c.CSeq, Sdp.Fits(leg.Sdp, c.Media) ? c.Media : null, c.RemoteTarget)
        {
            IsRefresh = leg.Move!.IsRefresh,
            SessionSeconds = c.SessionSeconds,
            SessionIsOurs = c.SessionIsOurs,
        });

    /// <summary>"If a UAC receives … a 481 … or a 408 … the UAC SHOULD terminate the dialog" (section 12.2.1.2).</summary>
    public static Decision<E> Failed(CallState state, C.RecordReinviteFailed c, DateTimeOffset now) => (Asking(state, c.Leg, c.CSeq), c.Status) switch
    {
        (null, _) => AlreadySo<E>(),
        ({ } leg, NotThere or Silence) => InDialog.Gone(state, leg, now),
        ({ } leg, _) => Accept<E>(new E.LegNotMoved(now, c.Leg, c.CSeq, c.Status) { IsRefresh = leg.Move!.IsRefresh, SecondsMin = c.SecondsMin }),
    };

    public static Decision<E> Again(CallState state, C.RetryReinvite c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Established, Move: { AgainAt: not null } move } && move.Dialog.LocalCSeq == c.CSeq
            ? Accept<E>(new E.LegMoveRepeated(now, c.Leg) { IsRefresh = move.IsRefresh })
            : AlreadySo<E>();

    /// <summary>Each leg that is up and was told of another session than the call has is to be told of this one, if that has a port for it.</summary>
    public static CallState Followed(CallState state)
    {
        if (state.MovedTo is not { } slot || state.Phase is P.Ended)
        {
            return state;
        }

        foreach (var leg in state.Legs.Values)
        {
            if (leg is { Phase: LegPhase.Established, AnswerDue: null, Info: null } && leg.Sdp.Slot != slot && (leg.Sdp.Side != MediaSide.Third || slot.ThirdPort is not null))
            {
                state = state.With(leg.Number, moving => Begun(moving, slot));
            }
        }

        return state;
    }

    /// <summary>A move in the middle of another takes its place: what comes of the earlier re-INVITE is not waited for any more.</summary>
    private static Leg Begun(Leg leg, MediaSlot to) => Asked(leg with { Sdp = Sdp.At(leg, to) }, new LegMove(leg.Dialog, 1, null));

    public static Leg Repeated(Leg leg) => leg.Move is { } move ? Asked(leg, move with { Attempt = move.Attempt + 1, AgainAt = null }) : leg;

    public static Leg Moved(Leg leg, E.LegMoved e) => leg with
    {
        Move = null,
        Session = LegSession.Of(e.SessionSeconds, e.SessionIsOurs, e.At),
        Peer = Web.Settled(e.Media, leg.Peer) ?? leg.Peer,
        Life = leg.Life.Heard(e.At),
        Dialog = leg.Dialog with { RemoteTarget = e.RemoteTarget ?? leg.Dialog.RemoteTarget },
    };

    public static Leg NotMoved(Leg leg, E.LegNotMoved e) => leg.Move switch
    {
        { Attempt: < CallState.ReinvitesMax } move when Refreshes.Amended(leg, move, e) is { } amended => amended,
        { Attempt: < CallState.ReinvitesMax } move when e.Status is RequestPending or >= 500 and < 600 => leg with { Move = move with { AgainAt = e.At + Pause(leg, move, e.Status) } },
        _ => Refreshes.GivenUp(leg),
    };

    /// <summary>A refresh has time, and who cannot take it now may take it later.</summary>
    private static TimeSpan Pause(Leg leg, LegMove move, int status)
    {
        var glare = leg.IsIncoming ? OthersPause : OwnersPause;
        return move is { IsRefresh: true, Session.Pause: var pause } && status != RequestPending && pause > glare ? pause : glare;
    }

    /// <summary>It shows too whether the far end is still there: an audit that is under way need not. The session as it is now is told with it.</summary>
    public static Leg Asked(Leg leg, LegMove move)
    {
        var dialog = leg.Dialog with { LocalCSeq = leg.Dialog.LocalCSeq + 1 };
        return leg with { Dialog = dialog, Move = move with { Dialog = dialog, Session = leg.Session }, Life = leg.Life with { Asked = false } };
    }

    /// <summary>The leg whose re-INVITE of this number has no answer yet.</summary>
    private static Leg? Asking(CallState state, int number, uint cseq) =>
        state.Legs.GetValueOrDefault(number) is { Phase: LegPhase.Established, Move: { AgainAt: null } move } leg && move.Dialog.LocalCSeq == cseq ? leg : null;
}
