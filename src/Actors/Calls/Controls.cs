using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What the agent's desktop does with its call, or a supervisor with another's (third-party call control). Whose part of the call it is about is named by
/// the segment, so that a repeat that comes late is nothing to the next agent.
/// </summary>
internal static class Controls
{
    /// <summary>Orders of digits that are remembered, so that a repeat of one does not press them again.</summary>
    private const int PressesKept = 8;

    /// <summary>
    /// In the center, not in the phone: the caller hears music, the agent nothing, and the phone knows nothing of it, so any phone can. What the phone holds
    /// already is held.
    /// </summary>
    public static Decision<E> Hold(CallState state, C.Hold c, DateTimeOffset now) => state.Phase switch
    {
        P.Talking { IsHeld: true } when Has(state, c.Segment) => AlreadySo<E>(),
        P.Talking talking when Has(state, c.Segment) => Accept<E>(new E.CallHeld(now, talking.Leg, c.Segment, c.By)),
        _ => Elsewhere(state),
    };

    /// <summary>What the phone holds only the phone can retrieve: nobody else can make it listen.</summary>
    public static Decision<E> Retrieve(CallState state, C.Retrieve c, DateTimeOffset now) => state.Phase switch
    {
        P.Talking { IsHeld: false } when Has(state, c.Segment) => AlreadySo<E>(),
        P.Talking { OnDesk: true } talking when Has(state, c.Segment) => Accept<E>(new E.CallRetrieved(now, talking.Leg, c.Segment, c.By)),
        P.Talking when Has(state, c.Segment) => Refuse<E>(Refusal.HeldByPhone),
        _ => Elsewhere(state),
    };

    /// <summary>As if the agent's phone had hung up.</summary>
    public static Decision<E> HangUp(CallState state, C.HangUp c, DateTimeOffset now) => state.Phase switch
    {
        P.Talking when Has(state, c.Segment) => AcceptAll(Consults.Without(state, state.Other!, Agents.SegmentEnd.Transferred, now) ?? Ending.Of(state, Ending.ByDesk(c.By), now)),
        P.Talking when state.Asked?.Request?.Offer == c.Segment => AcceptAll(Consults.Over(state, ConsultEnd.Released, now)),
        _ when state.Consulted.Items.Contains(c.Segment) && state.Answered != c.Segment => AlreadySo<E>(),
        P.Ended when state.Answered == c.Segment => AlreadySo<E>(),
        _ when state.GivenAway.Items.Contains(c.Segment) => AlreadySo<E>(),
        _ => Elsewhere(state),
    };

    /// <summary>To the caller, as the phone would send them: in the media (RFC 4733) where its far end takes them so, else as INFO.</summary>
    public static Decision<E> Press(CallState state, C.Press c, DateTimeOffset now) => state.Phase switch
    {
        _ when !IsDigits(c.Digits) => Refuse<E>(Refusal.ValueNotAcceptable),
        _ when state.Presses.Items.Contains(c.Key) => AlreadySo<E>(),
        P.Talking when Has(state, c.Segment) && state.Caller is { Phase: LegPhase.Established, Peer: not null } caller => caller switch
        {
            { Peer.TelephoneEvent: not null } => Accept<E>(new E.DigitsPressed(now, caller.Number, c.Digits, c.Key, c.By)),
            // One request of ours at a time: what is on its way keeps its number.
            { Info: not null } or { Life.Asked: true } or { Move: not null } => Refuse<E>(Refusal.RequestPending),
            _ => Accept<E>(new E.DigitsPressed(now, caller.Number, c.Digits, c.Key, c.By) { ByInfo = true }),
        },
        _ => Elsewhere(state),
    };

    /// <summary>
    /// The phone that rings for this offer is to answer by itself: it is told so by a NOTIFY of the event <c>talk</c> in the dialog that its ringing made.
    /// Only a phone that says that it takes them can.
    /// </summary>
    public static Decision<E> Answer(CallState state, C.OrderAnswer c, DateTimeOffset now) => Offers.RingingFor(state, c.Offer) switch
    {
        { Talk: TalkOrder.Given } => AlreadySo<E>(),
        { Talk: TalkOrder.None, Early.TakesTalk: true } leg => Accept<E>(new E.AnswerOrdered(now, leg.Number, c.By)),
        { Rang: false } => Refuse<E>(Refusal.RequestPending),
        not null => Refuse<E>(Refusal.PhoneCannotAnswer),
        null when state.WasTaken(c.Offer) => AlreadySo<E>(),
        null => state.Phase is P.Ended ? Refuse<E>(Refusal.CallEnded) : Refuse<E>(Refusal.OfferIsStale),
    };

    /// <summary>The phone would not have the NOTIFY, whatever it said before.</summary>
    public static Decision<E> NotTaken(CallState state, C.RecordTalkRefused c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { Phase: LegPhase.Inviting, Talk: TalkOrder.Given } ? Accept<E>(new E.AnswerRefused(now, c.Leg)) : AlreadySo<E>();

    public static Decision<E> Sent(CallState state, C.RecordDigitsSent c, DateTimeOffset now) =>
        state.Legs.GetValueOrDefault(c.Leg) is { Info: { } info } && info.CSeq == c.CSeq ? Accept<E>(new E.DigitsSent(now, c.Leg, c.CSeq, c.Taken)) : AlreadySo<E>();

    /// <summary>Remembered with those before it.</summary>
    public static EquatableArray<string> Remembered(EquatableArray<string> presses, string key) => [.. presses.Items.Append(key).TakeLast(PressesKept)];

    private static bool IsDigits(string digits) => digits is { Length: > 0 and <= Pressed.DigitsMax } && digits.All(digit => digit is >= '0' and <= '9' or '*' or '#' or >= 'A' and <= 'D');

    private static bool Has(CallState state, OfferId segment) => state.Other is { Phase: LegPhase.Established } leg && leg.Request?.Offer == segment;

    private static Decision<E> Elsewhere(CallState state) => Refuse<E>(state.Phase is P.Ended ? Refusal.CallEnded : Refusal.NotTheAgentsCall);
}

/// <summary>What a ringing phone said of the dialog that it will be (RFC 3261 section 12.1.2); <paramref name="TakesTalk"/>: it takes NOTIFYs of the event <c>talk</c>.</summary>
public sealed record EarlyDialog(string RemoteTag, string RemoteTarget, EquatableArray<string> RouteSet, MediaPeer? Media, bool TakesTalk);

/// <summary>Whether a ringing phone is told to answer.</summary>
public enum TalkOrder
{
    None = 0,
    Given = 1,

    /// <summary>The phone would not.</summary>
    Refused = 2,
}

/// <summary>Digits that go out as INFO in the dialog as it was then, one after the other, the first of this CSeq.</summary>
public sealed record InfoDigits(string Digits, uint CSeq, Dialog Dialog);
