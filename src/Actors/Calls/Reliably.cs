using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// Provisional responses that are acknowledged (RFC 3262). Of a phone that rings so: each is acknowledged once, in its order, by a PRACK that has a CSeq of its own.
/// To a caller that requires it: ours is repeated until its PRACK came, and a 2xx waits for that where the media were in it (section 3). While it waits on, proxies
/// on the way must hear of it.
/// </summary>
internal static class Reliably
{
    /// <summary>"a … provisional response every two and a half minutes" (section 3).</summary>
    private static readonly TimeSpan RemindEvery = TimeSpan.FromSeconds(150);

    /// <summary>"the INVITE … SHOULD be rejected with a 5xx response" (section 3).</summary>
    private const int TimedOut = 504;

    /// <summary>Acknowledged provisional responses of one phone; more are not.</summary>
    private const int PracksMax = 16;

    /// <summary>The next one of the dialog that it has said to be: what comes out of order comes again (section 4). Of several phones behind a proxy the first is heard.</summary>
    public static bool IsNext(Leg leg, C.RecordProgress c) => c is { RSeq: { } rseq, Early: { } early } && leg.EarlyRequests < PracksMax
        && (leg.Prack is not { } last || (last.Dialog.RemoteTag == early.RemoteTag && rseq == last.RSeq + 1));

    /// <summary>What it says of its media it says for good.</summary>
    public static Leg Progressed(Leg leg, E.LegRinging e)
    {
        var early = e.Early is { } said && leg.Early is { } before && said.RemoteTag == before.RemoteTag
            ? said with { Media = said.Media ?? before.Media, TakesTalk = said.TakesTalk || before.TakesTalk }
            : e.Early ?? leg.Early;
        var rang = leg with { Rang = true, Early = early };
        return e is { RSeq: { } rseq, Early: { } dialog } ? rang with { Prack = new LegPrack(rseq, LegHistory.Ringing(leg, dialog)), EarlyRequests = leg.EarlyRequests + 1 } : rang;
    }

    /// <summary>The answer to our offer may have come before the 2xx, and then need not be in that (RFC 3261 section 13.2.1).</summary>
    public static DialogAnswer Completed(Leg? leg, DialogAnswer answer) =>
        leg is { Prack: not null, Early: { Media: { } media } early } && answer.Media is null && early.RemoteTag == answer.RemoteTag ? answer with { Media = media } : answer;

    /// <summary>The number of our last provisional response.</summary>
    public static uint RSeq(Leg leg) => 1 + (uint)leg.Reminders;

    public static Leg Pracked(Leg leg, E.LegPracked e) => leg with { Pracked = e.CSeq, RemindAt = e.At + RemindEvery };

    public static Decision<E> Due(CallState state, C.Remind c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Inviting, RemindAt: not null } leg && c.Number == leg.Reminders + 1 ? Accept<E>(new E.LegReminded(now, c.Leg)) : AlreadySo<E>();

    /// <summary>
    /// Whether our provisional response is owed. Where the offer is to be ours it would have to be in it (section 5): then there is none before the 2xx.
    /// </summary>
    public static bool IsOwed(Leg leg) => leg.Rang && !(leg.WantsReliable && (leg.RemindAt is not null || leg.AnswerDue is not null));

    /// <summary>The caller's 2xx waits for the PRACK of our answer.</summary>
    public static bool IsHeldBack(CallState state) => state is { Incoming: { } leg, Arrival: { } arrival } && IsHeldBack(arrival, leg);

    public static bool IsHeldBack(CallArrival arrival, Leg leg) =>
        leg is { Phase: LegPhase.Answered, IsIncoming: true, WantsReliable: true, Rang: true, Pracked: null } && CallMedia.HasEarlyMedia(arrival);

    public static Decision<E> Acknowledged(CallState state, C.RecordPrack c, DateTimeOffset now) => state.Legs.GetValueOrDefault(c.Leg) switch
    {
        { IsIncoming: true, WantsReliable: true, Rang: true } leg when c.RSeq == RSeq(leg) && c.Invite == state.Arrival!.Seed!.CSeq => leg switch
        {
            _ when !InDialog.Matches(leg, c.Tags) => Refuse<E>(Refusal.DialogMismatch),
            _ when leg.Pracked == c.CSeq => AlreadySo<E>(),
            { RemindAt: not null } => Refuse<E>(Refusal.LegUnknown),
            _ when leg.GoesBack(c.CSeq) => Refuse<E>(Refusal.CSeqTooLow),
            { Phase: LegPhase.Inviting or LegPhase.Answered or LegPhase.Established } => Accept<E>(new E.LegPracked(now, c.Leg, c.CSeq)),
            _ => AlreadySo<E>(),
        },
        _ => Refuse<E>(state.Phase is P.Ended ? Refusal.CallEnded : Refusal.LegUnknown),
    };

    /// <summary>No PRACK within 64·T1 (section 3).</summary>
    public static Decision<E> NotAcknowledged(CallState state, C.RecordPrackMissing c, DateTimeOffset now) =>
        state.Incoming is { WantsReliable: true, Rang: true, RemindAt: null } leg && leg.Number == c.Leg && (leg.Phase == LegPhase.Inviting || IsHeldBack(state))
            ? AcceptAll<E>(Ending.Of(state, Ending.Lost(Causes.NoPrack) with { Status = TimedOut }, now))
            : AlreadySo<E>();
}

/// <summary>Our PRACK, in the early dialog as it was then, of the provisional response of this number.</summary>
public sealed record LegPrack(uint RSeq, Dialog Dialog);
