using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Agents;

/// <summary>Everything an agent can be told. An agent owns what it is doing: at most one reservation at a time over all its queues.</summary>
public abstract record AgentCommand
{
    private AgentCommand()
    {
    }

    /// <summary>From the configuration. A lower or equal version is already so. Null: removed; signed out as soon as the contact ends.</summary>
    public sealed record Configure(long Version, AgentSettings? Settings) : AgentCommand;

    // ── from people (API) ────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Sign in at a phone (null: the agent's own). Lands in not ready.</summary>
    public sealed record SignIn(string? Phone) : AgentCommand;

    /// <summary>Signs in first where needed. During a contact it takes back a requested not-ready or sign-out; in wrap-up it ends it.</summary>
    public sealed record GoReady : AgentCommand;

    /// <summary>During a contact: not-ready requested 预约示忙. The reason is a key of the tenant's reasons.</summary>
    public sealed record GoNotReady(string Reason) : AgentCommand;

    /// <summary>During a contact: sign-out requested.</summary>
    public sealed record SignOut : AgentCommand;

    /// <summary>
    /// Call this number outside: the agent's phone rings, and when it answers the number is called. <paramref name="Call"/> is the call to be, of a new name;
    /// after <paramref name="Until"/> it is not begun any more.
    /// </summary>
    public sealed record Dial(ActorId Call, string To, DateTimeOffset Until) : AgentCommand
    {
        /// <summary>The number to show, one of those that the tenant may; null: its first.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public string? Shows { get; init; }
    }

    // ── from a queue ─────────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>
    /// Hold yourself for this call and ring it. <paramref name="RingUntil"/> is when ringing ends; the reservation lasts
    /// <see cref="ReservationGrace"/> longer, and its expiry leads to not ready (system), never to ready.
    /// </summary>
    public sealed record Reserve(OfferId Offer, ActorId Queue, QueuedCall Call, DateTimeOffset RingUntil, OfferRules Rules) : AgentCommand
    {
        /// <summary>What led to the offer. What the agent took itself it is held for although it is not ready.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public OfferCause Cause { get; init; }

        /// <summary>The availability that the offer was made upon; zero, of an older node: not known. Of another epoch it is refused.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long AgentEpoch { get; init; }
    }

    /// <summary>The queue takes the offer back (the stay ended before the agent rang it). Idempotent; unknown offers are answered and remembered.</summary>
    public sealed record WithdrawOffer(OfferId Offer) : AgentCommand;

    /// <summary>The queue was asked (<see cref="QueueCommand.RecordAgentAvailable.IsAsking"/>) and has no call for the agent now. Of another epoch it is late.</summary>
    public sealed record RecordNothingToOffer(ActorId Queue, long Epoch) : AgentCommand;

    // ── from the call ────────────────────────────────────────────────────────────────────────────────────────────

    public sealed record RecordRinging(OfferId Offer) : AgentCommand;

    public sealed record RecordAnswered(OfferId Offer) : AgentCommand;

    /// <summary>Ringing ended without an answer.</summary>
    public sealed record RecordOfferEnded(OfferId Offer, OfferEnd End) : AgentCommand;

    /// <summary><paramref name="Number"/> counts hold and retrieve of this offer, from 1, so that a late one is seen as such.</summary>
    public sealed record RecordHeld(OfferId Offer, int Number) : AgentCommand;

    public sealed record RecordRetrieved(OfferId Offer, int Number) : AgentCommand;

    /// <summary>
    /// The call to somebody outside that this agent dialed is there and asks for it. From its own phone (<paramref name="Phone"/>) it is the first that the
    /// agent hears of it. Refused when the agent has other work, or gave this up.
    /// </summary>
    public sealed record JoinDial(OfferId Offer, ActorId Call, string To, string Phone, TimeSpan WrapUp, DateTimeOffset Until) : AgentCommand;

    /// <summary>The segment ended: wrap-up, then ready.</summary>
    public sealed record RecordReleased(OfferId Offer, SegmentEnd End) : AgentCommand;

    /// <summary>The summary of the agent's part is written. Also from who writes it, so that the agent is ready as soon as the writer has its answer.</summary>
    public sealed record RecordSummary(OfferId Offer) : AgentCommand;

    // ── from the floor ───────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The agent's team gives it a break that is rationed. During a contact it is for the end of that.</summary>
    public sealed record TakeBreak(string Team, string Reason, long Number) : AgentCommand;

    // ── from the phone ───────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The phone it signed in at can or cannot be reached; <paramref name="Epoch"/> is the phone's and grows with each change.</summary>
    public sealed record RecordPhone(string Phone, long Epoch, PhoneTarget? Reachable) : AgentCommand;

    // ── results of its own duties ────────────────────────────────────────────────────────────────────────────────

    /// <summary>The call took the Ring: from here on the call says how it goes.</summary>
    public sealed record RecordRingAccepted(OfferId Offer) : AgentCommand;

    /// <summary>The call refused the Ring: free again, the queue is told.</summary>
    public sealed record RecordRingRefused(OfferId Offer) : AgentCommand;

    /// <summary>The phone refused this agent (another sits there, or it is not configured).</summary>
    public sealed record RecordPhoneRefused(string Phone, int Number) : AgentCommand;

    public sealed record ConfirmTold(string Key) : AgentCommand;

    /// <summary>An edge made the call.</summary>
    public sealed record ConfirmPlaced(OfferId Offer) : AgentCommand;

    /// <summary>No edge can.</summary>
    public sealed record RecordNotPlaced(OfferId Offer) : AgentCommand;

    // ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────

    public sealed record ExpireReservation(OfferId Offer) : AgentCommand;

    public sealed record EndWrapUp(OfferId Offer) : AgentCommand;

    /// <summary>No call has come of what was dialed.</summary>
    public sealed record EndDial(OfferId Offer) : AgentCommand;

    /// <summary>The contest of this epoch has waited long enough for queues that do not answer.</summary>
    public sealed record EndContest(long Epoch) : AgentCommand;

    /// <summary>The phone refused this sign-in some time ago: ask it once more.</summary>
    public sealed record AskPhoneAgain(int Number, int Retry) : AgentCommand;

    /// <summary>How long a reservation outlives its ring time before it is taken for lost (DESIGN section 5).</summary>
    public static readonly TimeSpan ReservationGrace = TimeSpan.FromSeconds(10);
}

/// <summary>The queue's rules that apply to the agent for this offer, so that the agent needs no queue configuration.</summary>
public sealed record OfferRules(TimeSpan WrapUp, int MissesBeforeNotReady, bool StaysReadyOnDecline)
{
    /// <summary>Other phones may ring for the call at the same time (<see cref="CallCommand.Ring.Together"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Together { get; init; }

    /// <summary>The agent writes a summary before it is ready again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Summary { get; init; }
}

/// <summary>An agent as the configuration sees it. Reasons are the tenant's, copied, so that a wrong one is refused here.</summary>
public sealed record AgentSettings
{
    public required string Name { get; init; }

    public string Team { get; init; } = "";

    /// <summary>The phone it signs in at unless it names another.</summary>
    public required string Phone { get; init; }

    /// <summary>Queues it serves, in order of the document.</summary>
    public EquatableArray<string> Queues { get; init; } = [];

    /// <summary>The state that a newly configured agent starts in.</summary>
    public AgentStart Start { get; init; } = AgentStart.SignedOut;

    /// <summary>Keys of the not-ready reasons it may use.</summary>
    public EquatableArray<string> Reasons { get; init; } = [];

    /// <summary>Those of them that its team rations: they are for agents who were given a break.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Rationed { get; init; } = [];

    /// <summary>Sorted by skill, each once; at most <see cref="AgentProfile.SkillsMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<SkillLevel> Skills { get; init; } = [];

    /// <summary>Of those of its queues where something is not the default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<QueueTerms> Terms { get; init; } = [];

    /// <summary>Which of its queues it takes a call from when several have one for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueueChoice Choice { get; init; }

    /// <summary>Where it is: every agent has the skill of its own site in full, and none of another (<see cref="Calls.Callers.Locality"/>).</summary>
    [JsonIgnore]
    public string Site => Skills.Items.FirstOrDefault(skill => skill.Level == SkillLevel.LevelMax && skill.Skill.StartsWith(Calls.Callers.Locality.SkillPrefix, StringComparison.Ordinal)) is { Skill: { } found }
        ? found[Calls.Callers.Locality.SkillPrefix.Length..]
        : ActorId.MainSite;

    /// <summary>On what terms it serves this queue; the default ones where the configuration says nothing.</summary>
    public QueueTerms TermsOf(string queue)
    {
        foreach (var terms in Terms.Items)
        {
            if (terms.Queue == queue)
            {
                return terms;
            }
        }

        return new QueueTerms(queue);
    }
}

/// <summary>On what terms an agent serves a queue: how good it is there (1 to <see cref="SkillLevel.LevelMax"/>), and its share of the agent's contacts (1 to <see cref="ShareMax"/>).</summary>
public sealed record QueueTerms(string Queue, int Level = QueueTerms.LevelDefault, int Share = QueueTerms.ShareDefault)
{
    public const int LevelDefault = 1;
    public const int ShareDefault = 1;
    public const int ShareMax = 1_000;
}

/// <summary>Written in journals: append only.</summary>
public enum QueueChoice
{
    /// <summary>Whichever queue's reservation comes first: no queue is asked to wait for another.</summary>
    First = 0,

    /// <summary>The call that has waited longest since it arrived.</summary>
    LongestWaiting = 1,

    /// <summary>The call of the highest priority, then the longest waiting.</summary>
    Priority = 2,

    /// <summary>The queue that is furthest behind its <see cref="QueueTerms.Share"/> of this agent's contacts.</summary>
    Share = 3,
}

/// <summary>Written in journals: append only.</summary>
public enum AgentStart
{
    SignedOut = 1,
    NotReady = 2,
    Ready = 3,
}

/// <summary>How an agent segment ended. Written in journals: append only.</summary>
public enum SegmentEnd
{
    ReleasedByCaller = 1,
    ReleasedByAgent = 2,
    ReleasedBySystem = 3,
    Transferred = 4,
    ConsultedAndReturned = 5,
    Lost = 6,
}

/// <summary>Not-ready reasons that the system itself gives; the tenant's own are in the configuration.</summary>
public static class SystemReasons
{
    public const string SignedIn = "signed-in";
    public const string NoAnswer = "no-answer";
    public const string Declined = "declined";
    public const string System = "system";

    /// <summary>Its wrap-up is over and the summary that its queue demands is not written.</summary>
    public const string Summary = "summary";

    public static readonly EquatableArray<string> All = [SignedIn, NoAnswer, Declined, System, Summary];
}
