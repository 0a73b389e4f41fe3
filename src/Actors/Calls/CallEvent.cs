using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Calls;

/// <summary>Everything that can have happened to a call. <c>At</c> is the time of the decision, UTC.</summary>
public abstract record CallEvent(DateTimeOffset At)
{
    /// <summary>The call exists; its contact is opened with it (one contact, one call, until call-back and transfer come).</summary>
    public sealed record CallArrived(DateTimeOffset At, string Contact, CallArrival Arrival) : CallEvent(At);

    /// <summary>
    /// The caller's INVITE came again another way, after a proxy gave the first one up: its responses go this way from now on. Both make one dialog.
    /// </summary>
    public sealed record ArrivalRerouted(DateTimeOffset At, InviteSeed Seed, string Edge) : CallEvent(At);

    /// <summary>The call asks a queue for a place.</summary>
    public sealed record QueueEntered(DateTimeOffset At, StayId Stay, ActorId Queue, string Music, int Priority) : CallEvent(At)
    {
        /// <summary>Its place among the stays in progress, from 0, the primary one; null: the last.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int? Place { get; init; }

        /// <summary>Null: anybody will do.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Wishes? Wishes { get; init; }

        /// <summary>An agent asks there, and its caller does not wait.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsConsult { get; init; }

        /// <summary>Not the queue is asked, but this agent of it; null: the queue is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public AskedAgent? Asked { get; init; }
    }

    /// <summary>The queue gave it a place.</summary>
    public sealed record QueueConfirmed(DateTimeOffset At, StayId Stay) : CallEvent(At);

    /// <summary>The caller is told this over its music.</summary>
    public sealed record Announced(DateTimeOffset At, StayId Stay, int Number, Announcement What) : CallEvent(At);

    public sealed record QueueLeft(DateTimeOffset At, StayId Stay, StayEnd End) : CallEvent(At);

    /// <summary>The caller's INVITE gets (or got) this response; 200 establishes the dialog.</summary>
    public sealed record CallerAnswered(DateTimeOffset At) : CallEvent(At)
    {
        /// <summary>Whose INVITE it was: the caller's, or an agent's that dialed.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Leg { get; init; }
    }

    /// <summary>The ACK of our 2xx came; <paramref name="Media"/> when it carried the answer to our offer.</summary>
    public sealed record CallerConfirmed(DateTimeOffset At, MediaPeer? Media) : CallEvent(At)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Leg { get; init; }
    }

    /// <summary>The phone of the agent who dialed answered; the customer is called.</summary>
    public sealed record AgentConnected(DateTimeOffset At, int Leg, DialogAnswer Answer) : CallEvent(At);

    /// <summary>The customer whom an agent called answered, and talks to it: its segment begins.</summary>
    public sealed record CustomerAnswered(DateTimeOffset At, OfferId Offer, ActorId Agent, DialogAnswer Answer) : CallEvent(At);

    public sealed record LegRequested(DateTimeOffset At, int Leg, LegPurpose Purpose, OfferId? Offer, ActorId? Queue, ActorId? Agent, PhoneTarget Target, DateTimeOffset RingUntil)
        : CallEvent(At)
    {
        /// <summary>The way that it takes outside; null: a phone of ours, or a URI of no known trunk.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TrunkWay? Way { get; init; }

        /// <summary>The ways that are left if this one fails, the next one first.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public EquatableArray<TrunkWay> Others { get; init; } = [];
    }

    public sealed record LegRinging(DateTimeOffset At, int Leg) : CallEvent(At)
    {
        /// <summary>The dialog that its ringing made; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public EarlyDialog? Early { get; init; }

        /// <summary>The number of its provisional response, which gets our PRACK; null: it asks for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? RSeq { get; init; }
    }

    /// <summary>The caller has acknowledged our provisional response.</summary>
    public sealed record LegPracked(DateTimeOffset At, int Leg, uint CSeq) : CallEvent(At);

    /// <summary>It still waits, and is told so once more.</summary>
    public sealed record LegReminded(DateTimeOffset At, int Leg) : CallEvent(At);

    /// <summary>The ringing phone is told to answer.</summary>
    public sealed record AnswerOrdered(DateTimeOffset At, int Leg, string By) : CallEvent(At);

    /// <summary>It would not.</summary>
    public sealed record AnswerRefused(DateTimeOffset At, int Leg) : CallEvent(At);

    /// <summary>The far phone answered, the caller is bridged to it. <paramref name="Offer"/> is null for an outside leg.</summary>
    public sealed record LegAnswered(DateTimeOffset At, int Leg, OfferId? Offer, ActorId? Agent, DialogAnswer Answer) : CallEvent(At);

    /// <summary>An answer that nobody waits for any more: acknowledged and ended.</summary>
    public sealed record LateAnswerEnded(DateTimeOffset At, int Leg, DialogAnswer Answer) : CallEvent(At);

    /// <summary>Ringing is taken back; the leg ends with its final response.</summary>
    public sealed record LegCancelled(DateTimeOffset At, int Leg, OfferEnd? End) : CallEvent(At);

    /// <summary>An offer was taken back before its Ring came: a late Ring of it is refused.</summary>
    public sealed record OfferBarred(DateTimeOffset At, OfferId Offer) : CallEvent(At);

    /// <summary>The INVITE ended without a dialog.</summary>
    public sealed record LegFailed(DateTimeOffset At, int Leg, int Status, OfferEnd? End) : CallEvent(At);

    /// <summary>
    /// The far end changed its media (hold, retrieve, new address). Each CSeq once, or twice where our 2xx carried the offer
    /// (<paramref name="Media"/> null) and the ACK its answer.
    /// </summary>
    public sealed record LegMediaChanged(DateTimeOffset At, int Leg, uint CSeq, MediaPeer? Media, string? RemoteTarget) : CallEvent(At)
    {
        /// <summary>The session interval from now on, in seconds; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        /// <summary>We refresh it; else the far end.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>An UPDATE of the far end: a refresh of its session, another Contact, and with <paramref name="Media"/> other media. Each CSeq once.</summary>
    public sealed record LegUpdated(DateTimeOffset At, int Leg, uint CSeq, MediaPeer? Media, string? RemoteTarget) : CallEvent(At)
    {
        /// <summary>The session interval from now on, in seconds; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>Its session is ours to refresh, and it is time: an UPDATE or re-INVITE of ours that changes nothing goes out.</summary>
    public sealed record LegRefreshed(DateTimeOffset At, int Leg) : CallEvent(At);

    /// <summary>Its media server is gone: the session goes on at another, and each leg that is up gets a re-INVITE.</summary>
    public sealed record MediaMoved(DateTimeOffset At, MediaSlot To) : CallEvent(At);

    /// <summary>The far end took our re-INVITE of this CSeq, or our UPDATE.</summary>
    public sealed record LegMoved(DateTimeOffset At, int Leg, uint CSeq, MediaPeer? Media, string? RemoteTarget) : CallEvent(At)
    {
        /// <summary>It only refreshed the session; so it is with the events that follow.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsRefresh { get; init; }

        /// <summary>The session interval from now on, in seconds; null: none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>The far end refused it.</summary>
    public sealed record LegNotMoved(DateTimeOffset At, int Leg, uint CSeq, int Status) : CallEvent(At)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsRefresh { get; init; }

        /// <summary>The least session interval that it takes, in seconds; null: it says none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SecondsMin { get; init; }
    }

    /// <summary>After a pause it is asked again.</summary>
    public sealed record LegMoveRepeated(DateTimeOffset At, int Leg) : CallEvent(At)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsRefresh { get; init; }
    }

    /// <summary>A leg's dialog ended: by its BYE (<paramref name="ByRemote"/>), or by ours.</summary>
    public sealed record LegReleased(DateTimeOffset At, int Leg, bool ByRemote, uint CSeq, string? Reason) : CallEvent(At);

    /// <summary>
    /// The agent gave the caller away: its segment ends, and the call goes on as the events behind say. <paramref name="To"/> is the number or queue
    /// as it was asked for. <paramref name="Refer"/>: the CSeq of the REFER, whose sender is notified; null: nobody's phone asked.
    /// </summary>
    public sealed record CallTransferred(DateTimeOffset At, int Leg, OfferId Offer, string To, string By, uint? Refer) : CallEvent(At);

    /// <summary>Somebody held the caller for the agent: it hears music, whatever the phone does.</summary>
    public sealed record CallHeld(DateTimeOffset At, int Leg, OfferId Offer, string By) : CallEvent(At);

    public sealed record CallRetrieved(DateTimeOffset At, int Leg, OfferId Offer, string By) : CallEvent(At);

    /// <summary>Digits go to the far end of this leg; they may be secret, and are told to nobody.</summary>
    public sealed record DigitsPressed(DateTimeOffset At, int Leg, string Digits, string Key, string By) : CallEvent(At)
    {
        /// <summary>As INFO; else in the media.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool ByInfo { get; init; }
    }

    /// <summary>Of the INFOs from this CSeq on each was answered; <paramref name="Taken"/>: none was refused.</summary>
    public sealed record DigitsSent(DateTimeOffset At, int Leg, uint CSeq, bool Taken) : CallEvent(At);

    /// <summary>
    /// The agent of this segment begins to ask somebody else; its caller hears music. The events behind say whom. <paramref name="To"/> is what was
    /// asked for; who has not answered until then will not be waited for.
    /// </summary>
    public sealed record ConsultStarted(DateTimeOffset At, int Number, int Leg, OfferId Offer, string To, string By, DateTimeOffset Until) : CallEvent(At);

    /// <summary>The agent talks to its caller (<paramref name="ToCaller"/>), or to who was asked; the other of the two hears music.</summary>
    public sealed record ConsultSwitched(DateTimeOffset At, int Number, bool ToCaller) : CallEvent(At);

    /// <summary>The one end of a consultation that does not end with the call.</summary>
    public sealed record ConsultEnded(DateTimeOffset At, int Number, ConsultEnd End) : CallEvent(At)
    {
        /// <summary>Who has the caller now holds it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsHeld { get; init; }
    }

    public sealed record ValueAttached(DateTimeOffset At, string Key, AttachedValue? Value) : CallEvent(At);

    public sealed record AgentSegmentEnded(DateTimeOffset At, OfferId Offer, ActorId Agent, SegmentEnd End) : CallEvent(At);

    /// <summary>The one end of the call. <paramref name="Status"/>: the final response to the caller's INVITE if that has none yet; 0: it has.</summary>
    public sealed record CallEnded(DateTimeOffset At, CallEnd End, string? Cause, int Status = 0) : CallEvent(At);

    /// <summary>The one end of the contact.</summary>
    public sealed record ContactClosed(DateTimeOffset At, string Contact) : CallEvent(At);

    // late facts: may follow CallEnded (RELIABILITY C1)

    public sealed record LegClosed(DateTimeOffset At, int Leg) : CallEvent(At);

    /// <summary>An agent's part of the call has a summary 小结, or another one; <paramref name="Number"/> counts the writings of it, from 1.</summary>
    public sealed record SummaryWritten(DateTimeOffset At, OfferId Segment, int Number, CallSummary Summary, string By) : CallEvent(At);

    /// <summary>The call was a nuisance 骚扰电话, says <paramref name="Note"/>; null: it was none after all.</summary>
    public sealed record NuisanceMarked(DateTimeOffset At, string? Note, string By) : CallEvent(At);

    public sealed record ToldConfirmed(DateTimeOffset At, string Key) : CallEvent(At);

    public sealed record MediaClosedConfirmed(DateTimeOffset At) : CallEvent(At);

    /// <summary>Not heard of for long, the far end is asked; <paramref name="Number"/> counts its signs of life and these questions.</summary>
    public sealed record LegAudited(DateTimeOffset At, int Leg, int Number) : CallEvent(At)
    {
        /// <summary>The question before this one got no answer.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsRepeated { get; init; }
    }

    /// <summary>It is.</summary>
    public sealed record LegFound(DateTimeOffset At, int Leg, int Number) : CallEvent(At);

    /// <summary>What may follow <see cref="CallEnded"/> in a call's stream.</summary>
    public static bool IsLateFact(CallEvent @event) =>
        @event is ContactClosed or LegClosed or LegFailed or LateAnswerEnded or LegReleased or ToldConfirmed or MediaClosedConfirmed or CallerConfirmed or ArrivalRerouted or SummaryWritten or NuisanceMarked;
}

/// <summary>Written in journals: append only.</summary>
public enum LegPurpose
{
    Agent = 1,

    /// <summary>Overflow to a number outside.</summary>
    Outside = 2,

    /// <summary>A number outside that an agent gave the caller to.</summary>
    Transfer = 3,

    /// <summary>The customer whom an agent calls.</summary>
    Dialed = 4,
}

/// <summary>How a call ended (DOMAIN). Written in journals: append only.</summary>
public enum CallEnd
{
    ReleasedByCaller = 1,
    ReleasedByAgent = 2,
    ReleasedBySystem = 3,
    CompletedInIvr = 4,
    AbandonedInIvr = 5,
    AbandonedInQueue = 6,
    AbandonedRinging = 7,
    AbandonedOnHold = 8,
    TransferredOut = 9,
    Refused = 10,
    Lost = 11,
}
