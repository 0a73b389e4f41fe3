using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Calls;

/// <summary>
/// Sessions that it is for us to refresh (RFC 4028): half way through its interval the far end hears of us, by an UPDATE where it serves that ("it is
/// RECOMMENDED that the UPDATE request not contain an offer", section 7.4), else by a re-INVITE that changes nothing. What comes of it is as of any re-INVITE
/// (<see cref="MediaMoves"/>): 408 and 481 end the call (section 10), what may be refused for the moment is tried again.
/// </summary>
internal static class Refreshes
{
    private const int NotAllowed = 405;
    private const int IntervalTooSmall = 422;
    private const int NotImplemented = 501;

    /// <summary>When it is due; null: it is not for us, or another request of ours is on its way.</summary>
    public static DateTimeOffset? DueAt(Leg leg) =>
        leg is { Phase: LegPhase.Established, Session: { IsOurs: true } session, Move: null, Info: null, AnswerDue: null } ? session.RefreshAt : null;

    /// <summary><see cref="SignOfLife.Number"/> tells a timer of before from one of now.</summary>
    public static Decision<E> Due(CallState state, C.Refresh c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { } leg && DueAt(leg) is not null && c.Number == leg.Life.Number + 1 ? Accept<E>(new E.LegRefreshed(now, c.Leg)) : AlreadySo<E>();

    public static Leg Begun(Leg leg) => MediaMoves.Asked(leg, new LegMove(leg.Dialog, 1, null) { IsRefresh = true, ByUpdate = leg.Dialog.TakesUpdate });

    /// <summary>
    /// What may be put right at once: another way of asking where UPDATE is not served after all, and a longer interval where ours is too small for somebody
    /// on the way (section 7.3). Null: nothing.
    /// </summary>
    public static Leg? Amended(Leg leg, LegMove move, E.LegNotMoved e) => e switch
    {
        { Status: NotAllowed or NotImplemented } when move.ByUpdate => leg with { Dialog = leg.Dialog with { TakesUpdate = false }, Move = move with { ByUpdate = false, AgainAt = e.At } },
        { Status: IntervalTooSmall, SecondsMin: { } least } when leg.Session is { } session && least > session.Seconds => leg with { Session = session with { Seconds = least }, Move = move with { AgainAt = e.At } },
        _ => null,
    };

    /// <summary>A far end that will not have it refreshed ends the session when it expires, if it keeps to its word; we ask after it as after any other.</summary>
    public static Leg GivenUp(Leg leg) => leg with { Move = null, Session = leg is { Move.IsRefresh: true, Session.IsOurs: true } ? null : leg.Session };
}
