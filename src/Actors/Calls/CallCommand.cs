using System.Text.Json.Serialization;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Calls;

/// <summary>Everything a call can be told. Leg 0 is the caller's; agents' and outside legs count from 1.</summary>
public abstract record CallCommand
{
    private CallCommand()
    {
    }

    // ── from the edge ────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>
    /// An INVITE for a number of ours came in. Held by the edge (100 Trying) until answered or refused. The reply is <see cref="ArrivalReply"/>,
    /// to a repeat also when the call is over.
    /// </summary>
    public sealed record RecordArrival(CallArrival Arrival) : CallCommand;

    /// <summary>The caller cancelled its INVITE. Answered whether or not it was in time.</summary>
    public sealed record RecordCancel : CallCommand;

    /// <summary>The ACK of our 2xx, with the answer when the offer was ours.</summary>
    public sealed record RecordAck(int Leg, uint CSeq, MediaPeer? Media) : CallCommand;

    /// <summary>No ACK within 64·T1 (RFC 3261 13.3.1.4): the dialog ends with a BYE.</summary>
    public sealed record RecordAckMissing(int Leg, uint CSeq) : CallCommand;

    /// <summary>A 101–199 to our INVITE.</summary>
    public sealed record RecordProgress(int Leg, int Status) : CallCommand
    {
        /// <summary>The dialog that it made, where it has a tag (RFC 3261 section 12.1).</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public EarlyDialog? Early { get; init; }

        /// <summary>Its number, where it asks for a PRACK (RFC 3262); then it has an early dialog too.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? RSeq { get; init; }
    }

    /// <summary>A 2xx to our INVITE. When it is no longer wanted the call acknowledges and ends that leg.</summary>
    public sealed record RecordAnswer(int Leg, DialogAnswer Answer) : CallCommand;

    /// <summary>Our INVITE ended without a dialog: the final status, 408 for silence, 487 for a cancelled one, 503 for no way there.</summary>
    public sealed record RecordLegFailed(int Leg, int Status) : CallCommand;

    /// <summary>A re-INVITE. The reply is <see cref="ReinviteReply"/>; the same CSeq gets the same reply.</summary>
    public sealed record RecordReinvite(int Leg, DialogTags Tags, uint CSeq, MediaPeer? Offer, string? RemoteTarget) : CallCommand
    {
        /// <summary>The session interval that is agreed on with it (RFC 4028), in seconds; null: none from now on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        /// <summary>We refresh the session; else the far end.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>A PRACK (RFC 3262) of our provisional response <paramref name="RSeq"/> to the INVITE of CSeq <paramref name="Invite"/>.</summary>
    public sealed record RecordPrack(int Leg, DialogTags Tags, uint CSeq, uint RSeq, uint Invite) : CallCommand;

    /// <summary>None came within 64·T1.</summary>
    public sealed record RecordPrackMissing(int Leg) : CallCommand;

    /// <summary>
    /// An UPDATE (RFC 3311), in an early dialog or a confirmed one; without an offer it changes no media. The reply is <see cref="ReinviteReply"/>, whose SDP
    /// answers the offer if there was one; the same CSeq gets the same reply.
    /// </summary>
    public sealed record RecordUpdate(int Leg, DialogTags Tags, uint CSeq, MediaPeer? Offer, string? RemoteTarget) : CallCommand
    {
        /// <summary>The session interval that is agreed on with it, in seconds; null: none from now on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>
    /// A REFER of an agent's phone (RFC 3515): the caller is to go on elsewhere. The same CSeq gets the same answer; a NOTIFY and our BYE follow.
    /// Refused with <see cref="Refusal.TransferNotPossible"/> when that leg is not the one that the caller talks to.
    /// </summary>
    public sealed record RecordRefer(int Leg, DialogTags Tags, uint CSeq, TransferTarget To) : CallCommand;

    /// <summary>A BYE.</summary>
    public sealed record RecordBye(int Leg, DialogTags Tags, uint CSeq, string? Reason) : CallCommand;

    /// <summary>
    /// The media server of the session with this lease is gone, or has it no more: the call goes on with another session. The reply is
    /// <see cref="ArrivalReply"/> with the session that it has: when that is another, the one brought is free again.
    /// </summary>
    public sealed record MoveMedia(long From, MediaSlot To) : CallCommand;

    /// <summary>A 2xx to our re-INVITE of this CSeq, acknowledged already, or to our UPDATE.</summary>
    public sealed record RecordReinviteAnswer(int Leg, uint CSeq, string? RemoteTarget, MediaPeer? Media) : CallCommand
    {
        /// <summary>The session interval that it agrees to, in seconds; null: none from now on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SessionSeconds { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SessionIsOurs { get; init; }
    }

    /// <summary>Our re-INVITE or UPDATE of this CSeq was refused: the final status, 408 for silence, 503 for no way there, 504 for no end.</summary>
    public sealed record RecordReinviteFailed(int Leg, uint CSeq, int Status) : CallCommand
    {
        /// <summary>The least session interval that the one who refused with 422 takes, in seconds; null: it says none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public uint? SecondsMin { get; init; }
    }

    // ── from an agent ────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>
    /// The agent is reserved for this call: ring its phone. Of one stay the first wins and others are refused (<see cref="Refusal.OfferInProgress"/>);
    /// stays in other queues ring besides, and the first phone to answer gets the call.
    /// </summary>
    public sealed record Ring(OfferId Offer, ActorId Queue, ActorId Agent, PhoneTarget Phone, DateTimeOffset RingUntil) : CallCommand
    {
        /// <summary>One of several offers of this stay that ring at once, at most <see cref="CallState.RingsPerStayMax"/>; they may come in any order.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Together { get; init; }
    }

    // ── from a queue ─────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The stay is over for the queue's own reason: go on to <paramref name="To"/>, or be turned away where it is null. It ends as
    /// <paramref name="End"/> for both. A call that waits elsewhere too goes on waiting there, unless another queue is to be entered. Refused when
    /// it has ended otherwise.</summary>
    public sealed record LeaveQueue(StayId Stay, LeaveReason Reason, OverflowTarget? To, StayEnd End) : CallCommand;

    /// <summary>
    /// Tell the waiting caller this, which its queue decided at that time; the numbers of a stay's announcements grow. Refused while a phone rings for
    /// it, and when it is not news any more (<see cref="Heard.LateMax"/>).
    /// </summary>
    public sealed record Announce(StayId Stay, int Number, Announcement What, DateTimeOffset At) : CallCommand;

    /// <summary>The queue's or agent's deadline for an offer passed: end it if it is not answered yet. Refused when it is.</summary>
    public sealed record CancelOffer(OfferId Offer) : CallCommand;

    // ── from people ──────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Set or remove (null) an attached value; it travels with the contact.</summary>
    public sealed record AttachValue(string Key, AttachedValue? Value) : CallCommand;

    /// <summary>
    /// The summary of an agent's part of the call, during it or after its end. Once written it may be changed for <paramref name="EditFor"/>
    /// (<see cref="Refusal.SummaryClosed"/>). <paramref name="By"/>: who writes, for the record.
    /// </summary>
    public sealed record WriteSummary(OfferId Segment, CallSummary Summary, TimeSpan EditFor, string By) : CallCommand;

    /// <summary>The call was a nuisance, for this reason, which may be empty; null: it was none after all.</summary>
    public sealed record MarkNuisance(string? Note, string By) : CallCommand;

    /// <summary>
    /// The caller goes on elsewhere, and this agent segment ends. Refused with <see cref="Refusal.TransferNotPossible"/> when the caller does not
    /// talk in it. <paramref name="By"/>: who asked, at most 64 characters.
    /// </summary>
    public sealed record Transfer(OfferId Segment, TransferTarget To, string By) : CallCommand;

    /// <summary>
    /// The agent of this segment asks somebody else while its caller hears music. Refused with <see cref="Refusal.TransferNotPossible"/> when the
    /// caller does not talk in it, or it asks somebody already. <paramref name="By"/>: who wants it, at most 64 characters.
    /// </summary>
    public sealed record Consult(OfferId Segment, TransferTarget To, string By) : CallCommand;

    /// <summary>The caller is connected with who was asked, and this segment ends. Refused before somebody has answered.</summary>
    public sealed record CompleteConsult(OfferId Segment, string By) : CallCommand;

    /// <summary>The agent has its caller back, and who was asked is let go.</summary>
    public sealed record CancelConsult(OfferId Segment) : CallCommand;

    /// <summary>The agent talks to its caller, or to who was asked, while the other hears music.</summary>
    public sealed record SwitchConsult(OfferId Segment, bool ToCaller) : CallCommand;

    /// <summary>A supervisor or a drain ends the call.</summary>
    public sealed record Release(string By) : CallCommand;

    /// <summary>
    /// The caller of this agent segment hears music and the agent nothing, until <see cref="Retrieve"/>. Refused with <see cref="Refusal.NotTheAgentsCall"/>
    /// when the caller does not talk in it. <paramref name="By"/>: who asked, at most 64 characters; so it is with all that follow.
    /// </summary>
    public sealed record Hold(OfferId Segment, string By) : CallCommand;

    /// <summary>Refused with <see cref="Refusal.HeldByPhone"/> when it is the phone that holds.</summary>
    public sealed record Retrieve(OfferId Segment, string By) : CallCommand;

    /// <summary>The agent of this segment hangs up, without its phone.</summary>
    public sealed record HangUp(OfferId Segment, string By) : CallCommand;

    /// <summary>
    /// Digits (0–9, *, #, A–D; 1 to <see cref="Pressed.DigitsMax"/>) for the caller's far end. <paramref name="Key"/> names the order: its repeat presses nothing.
    /// </summary>
    public sealed record Press(OfferId Segment, string Digits, string Key, string By) : CallCommand;

    /// <summary>The phone that rings for this offer is to answer. Refused with <see cref="Refusal.PhoneCannotAnswer"/> when it does not take such orders.</summary>
    public sealed record OrderAnswer(OfferId Offer, string By) : CallCommand;

    // ── results of its own duties ────────────────────────────────────────────────────────────────────────────────

    /// <summary>The agent who dialed has this call, and no other.</summary>
    public sealed record RecordJoined(OfferId Offer) : CallCommand;

    public sealed record RecordNotJoined(OfferId Offer) : CallCommand;

    public sealed record RecordQueued(StayId Stay) : CallCommand;

    public sealed record RecordNotQueued(StayId Stay) : CallCommand;

    /// <summary>The phone heard what came of its REFER, or never will.</summary>
    public sealed record ConfirmNotified(int Leg) : CallCommand;

    /// <summary>The INFOs with digits of this CSeq and those behind it are over: the far end took them, or would not.</summary>
    public sealed record RecordDigitsSent(int Leg, uint CSeq, bool Taken) : CallCommand;

    /// <summary>The phone took the order to answer; that it answers comes as an answer.</summary>
    public sealed record ConfirmTalk(int Leg) : CallCommand;

    public sealed record RecordTalkRefused(int Leg) : CallCommand;

    /// <summary>Signalling of this leg is over: the BYE or the final response got through, or never will.</summary>
    public sealed record ConfirmLegClosed(int Leg) : CallCommand;

    /// <summary>Who had to know how this leg's offer or stay ended, knows.</summary>
    public sealed record ConfirmTold(string Key) : CallCommand;

    public sealed record ConfirmMediaClosed : CallCommand;

    /// <summary>The far end has answered that it is still there.</summary>
    public sealed record ConfirmAudit(int Leg, int Number) : CallCommand;

    public sealed record RecordAuditFailed(int Leg, int Number) : CallCommand;

    // ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The edge should have cancelled at ring time; it did not report. The offer ends as missed.</summary>
    public sealed record ExpireRing(int Leg) : CallCommand;

    public sealed record Audit(int Leg, int Number) : CallCommand;

    /// <summary>Time to tell a caller who acknowledges ringing that it still waits, for the <paramref name="Number"/>-th time.</summary>
    public sealed record Remind(int Leg, int Number) : CallCommand;

    /// <summary>Time to refresh the session of this leg; <paramref name="Number"/> as of <see cref="Audit"/>.</summary>
    public sealed record Refresh(int Leg, int Number) : CallCommand;

    /// <summary>The pause after a refused re-INVITE of this CSeq is over.</summary>
    public sealed record RetryReinvite(int Leg, uint CSeq) : CallCommand;

    /// <summary>The consultation of this number has not been answered in time.</summary>
    public sealed record ExpireConsult(int Number) : CallCommand;
}

/// <summary>Tags as the sender of an in-dialog request writes them: its own (From) and ours (To).</summary>
public sealed record DialogTags(string Remote, string Local);

/// <summary>What the edge found out about an INVITE before anything is decided.</summary>
public sealed record CallArrival
{
    /// <summary>Null: nobody called us, an agent's desktop dialed.</summary>
    public InviteSeed? Seed { get; init; }

    /// <summary>The caller's Contact and route set, the tag and token of our side, parties: the dialog as it will be. Null with <see cref="Seed"/>.</summary>
    public Dialog? Dialog { get; init; }

    /// <summary>An agent calls somebody outside. Then the number is the one that is shown, and the caller the customer who is called.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OutboundOrder? Outbound { get; init; }

    /// <summary>The number that was called, as in the plan.</summary>
    public required string Number { get; init; }

    /// <summary>The caller's number (P-Asserted-Identity of a trusted source, else From), empty when withheld; at most 64 characters.</summary>
    public required string Caller { get; init; }

    public string CallerName { get; init; } = "";

    public required NumberPlan Plan { get; init; }

    /// <summary>The caller's offer; null when the INVITE had none (we offer in the 2xx).</summary>
    public MediaPeer? Offer { get; init; }

    public required MediaSlot Slot { get; init; }

    /// <summary>The edge that holds the INVITE.</summary>
    public required string Edge { get; init; }

    /// <summary>What the rules of the plan want to know of the moment; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CallerFacts? Facts { get; init; }

    /// <summary>Whom this caller spoke to last; null: nobody, or nobody knew in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public KnownCaller? Known { get; init; }

    /// <summary>What came of the look-ups that the rules of the plan name, each once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<LookedUp> Found { get; init; } = [];

    /// <summary>The trunk that it came by; null: a phone of ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Trunk { get; init; }

    /// <summary>The value of its User-to-User (<see cref="UserToUser.IsValue"/>); null: it had none that we take.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? UserToUser { get; init; }
}

/// <summary>What the configuration says of a number, copied into the call at arrival: a later change does not touch a call in progress.</summary>
public sealed record NumberPlan(string Number, string Queue, AnswerMode Answer, string Music, int Priority = 0)
{
    /// <summary>The site of the number, or of the edge where it came in; null: main.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Site { get; init; }

    /// <summary>Queues that its callers wait in besides, from the start: the first agent of any of them gets the call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Also { get; init; } = [];

    /// <summary>In order; what the number itself asks for is the last. At an arrival only those that may hold for its caller are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NumberRule> Rules { get; init; } = [];

    /// <summary>Without the rules that cannot hold, so that a call carries no more than concerns it.</summary>
    public NumberPlan For(string caller, CallerFacts facts) => Rules.Count == 0 ? this : this with { Rules = [.. Rules.Items.Where(rule => rule.When.MayHold(caller, facts))] };
}

/// <summary>When the caller's INVITE gets its 2xx. Written in journals: append only.</summary>
public enum AnswerMode
{
    /// <summary>As soon as it waits: the caller hears music in an established dialog.</summary>
    OnQueue = 1,

    /// <summary>183 with music while it waits, 2xx when the agent answers.</summary>
    EarlyMedia = 2,

    /// <summary>180 while it waits, 2xx when the agent answers.</summary>
    OnAgent = 3,
}

/// <summary>Where a call goes that a queue lets go: another queue, a number of the plan, or an outside URI through a trunk. One of them is set.</summary>
public sealed record OverflowTarget(string? Queue, string? Number, string? Uri, string Music)
{
    /// <summary>The trunks that lead to the number of the URI, which is the first one's; none: only the URI is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<TrunkWay> Ways { get; init; } = [];
}

/// <summary>Why a queue lets a stay go. Written in journals: append only.</summary>
public enum LeaveReason
{
    MaxWait = 1,
    QueueFull = 2,
    Closed = 3,
    Moved = 4,

    /// <summary>The call refused every agent it was offered: one of the two has lost track, and the caller must not pay for it.</summary>
    Lost = 5,

    /// <summary>The emergency treatment is on.</summary>
    Emergency = 6,

    /// <summary>Too few agents are there, for too long.</summary>
    NoAgents = 7,

    /// <summary>As many waited as a rule of the queue allows.</summary>
    QueueLong = 8,

    /// <summary>It would have to wait longer than a rule of the queue allows.</summary>
    LongWait = 9,
}

/// <summary>The phone that rings for an offer. <paramref name="Edge"/> is the one it registered through; null: any edge reaches it.</summary>
public sealed record PhoneTarget(string Phone, string Contact, EquatableArray<string> Path, Flow? Flow, string? Edge = null)
{
    /// <summary>It is told to answer by itself, so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AutoAnswer AutoAnswer { get; init; }
}

/// <summary>The session that the call keeps. An edge that made another for a repeated INVITE frees its own.</summary>
public sealed record ArrivalReply(MediaSlot Slot)
{
    /// <summary>The INVITE has its final response and its ACK: this is a late repeat, and nobody waits for an answer to it.</summary>
    public bool IsSettled { get; init; }
}

/// <summary>The answer to a re-INVITE: the SDP of our side.</summary>
public sealed record ReinviteReply(SdpSpec Sdp);
