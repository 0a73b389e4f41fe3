using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>Everything a queue can be told. A queue owns who waits in it and who is next, nothing else.</summary>
public abstract record QueueCommand
{
    private QueueCommand()
    {
    }

    /// <summary>From the configuration. A lower or equal version is already so. Null settings: removed; new entries are turned away.</summary>
    public sealed record Configure(long Version, QueueSettings? Settings) : QueueCommand;

    /// <summary>
    /// From a call. Always answered when configured. A full or closed queue lets the stay go at once, and its reply is that
    /// <see cref="CallCommand.LeaveQueue"/>, so that the call never takes the answer for a place.
    /// </summary>
    public sealed record Enqueue(StayId Stay, QueuedCall Call) : QueueCommand;

    /// <summary>From the call: the stay is over for the caller's reason (hung up, answered elsewhere, lost). Idempotent.</summary>
    public sealed record RecordStayEnded(StayId Stay, StayEnd End) : QueueCommand;

    /// <summary>From the call: the agent of this offer was connected; the stay is answered.</summary>
    public sealed record RecordAnswered(OfferId Offer) : QueueCommand;

    /// <summary>From the call (how ringing ended) or from the agent (the call would not have it): try the next.</summary>
    public sealed record RecordOfferFailed(OfferId Offer, OfferEnd End) : QueueCommand;

    /// <summary>From an agent, each time it becomes free: <paramref name="Epoch"/> grows by one with each change, older ones are stale.</summary>
    public sealed record RecordAgentAvailable(ActorId Agent, long Epoch, DateTimeOffset IdleSince) : QueueCommand
    {
        /// <summary>Null: nothing special.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public AgentProfile? Profile { get; init; }

        /// <summary>It has a call of another queue and takes the best: a queue that has none for it replies <see cref="AgentCommand.RecordNothingToOffer"/>.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsAsking { get; init; }
    }

    /// <summary><see cref="IsGone"/>: it has signed out, or serves this queue no more; else it is busy, not ready, or its phone is away.</summary>
    public sealed record RecordAgentUnavailable(ActorId Agent, long Epoch) : QueueCommand
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsGone { get; init; }
    }

    // from people

    /// <summary>
    /// This call to this agent, past the order. Refused when the call is not waiting, or the agent is unknown here; whether the agent is free only it
    /// knows, and if not the call waits on in its place. <paramref name="By"/>: who picked.
    /// </summary>
    public sealed record Pick(StayId Stay, ActorId Agent, string By) : QueueCommand
    {
        /// <summary>The agent picks for itself: it is willing, and takes the call also while it is not ready.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsOwn { get; init; }
    }

    /// <summary>A question: why does this call still wait, and what would change it? The reply is <see cref="WaitExplanation"/>.</summary>
    public sealed record Explain(StayId Stay) : QueueCommand;

    /// <summary>A question: what place has this call, and how long will it still wait? The reply is <see cref="WaitForecast"/>.</summary>
    public sealed record Foretell(StayId Stay) : QueueCommand;

    /// <summary>No call waits here until it is lifted (<see cref="EmergencyRule"/>). At most <see cref="EmergencySwitch.ReasonMax"/> characters of reason.</summary>
    public sealed record DeclareEmergency(string Reason, string By) : QueueCommand;

    /// <summary>Ends what was declared; what the configuration says stays.</summary>
    public sealed record LiftEmergency(string Reason, string By) : QueueCommand;

    // results of its own duties
    public sealed record RecordReserved(OfferId Offer) : QueueCommand;

    public sealed record RecordReserveRefused(OfferId Offer) : QueueCommand;

    /// <summary>The agent (withdrawn offer) or the call (left stay) knows.</summary>
    public sealed record ConfirmTold(string Key) : QueueCommand;

    /// <summary>The call went where the queue asked it to go.</summary>
    public sealed record ConfirmLeft(StayId Stay) : QueueCommand;

    // time
    public sealed record ExpireWait(StayId Stay) : QueueCommand;

    /// <summary>It has waited until this moment (<see cref="Reach.Next"/>).</summary>
    public sealed record WidenStay(StayId Stay, TimeSpan After) : QueueCommand;

    /// <summary>The time of this announcement has come.</summary>
    public sealed record AnnounceWait(StayId Stay, int Number) : QueueCommand;

    /// <summary>An offer that neither failed nor was answered in its time: ask the call to end it.</summary>
    public sealed record ExpireOffer(OfferId Offer) : QueueCommand;

    /// <summary>The agent for whom this offer failed may be offered its stay again.</summary>
    public sealed record EndExclusion(OfferId Offer) : QueueCommand;
}

/// <summary>The call as a queue and an agent need to know it. Order is by priority (higher first), then <see cref="Arrived"/>, then stay.</summary>
public sealed record QueuedCall
{
    public required ActorId Call { get; init; }

    public required string Contact { get; init; }

    /// <summary>When the contact first arrived at the center; kept over overflow, the caller's place.</summary>
    public required DateTimeOffset Arrived { get; init; }

    public int Priority { get; init; }

    public required string Number { get; init; }

    public required string Caller { get; init; }

    public string CallerName { get; init; } = "";

    /// <summary>What was attached to the contact when it entered, in the order of the keys; later values are the call's to tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<AttachedEntry> Data { get; init; } = [];

    /// <summary>What the call needs by itself (its number, its caller), on top of what the queue asks of its agents. At most <see cref="NeedStep.CountMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NeedStep> Needs { get; init; } = [];

    /// <summary>Agents who should have it before all others, the best first (the last one it spoke to, or named ones). At most <see cref="PreferredMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ActorId> Preferred { get; init; } = [];

    /// <summary>How long it waits for one of <see cref="Preferred"/> who is busy; zero: only if one of them is free at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan PreferFor { get; init; }

    public const int PreferredMax = 8;

    /// <summary>Its caller hears nothing while it waits, or is told by another queue: it is not announced anything.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CannotHear { get; init; }

    /// <summary>The last place that its caller was told, in whichever queue; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? ToldPosition { get; init; }
}

/// <summary>Per-queue rules; from the configuration document, defaults of DOMAIN. Bounds are checked there.</summary>
public sealed record QueueSettings
{
    public required string Name { get; init; }

    public string NameZh { get; init; } = "";

    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>As many phones ring at once for one call, and the first to answer has it: 2 to <see cref="Calls.CallState.RingsPerStayMax"/>. Null: one at a time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Together { get; init; }

    public TimeSpan WrapUp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Null: no limit.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>Waiting calls, those ringing included; null: no limit but <see cref="LengthMax"/>.</summary>
    public int? MaxLength { get; init; }

    public OverflowTarget? Overflow { get; init; }

    public string Music { get; init; } = "default";

    public int MissesBeforeNotReady { get; init; } = 2;

    public bool StaysReadyOnDecline { get; init; }

    /// <summary>How long an agent who missed or declined a call is not offered the same one again.</summary>
    public TimeSpan RetryAgentAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>T of the service level shown live.</summary>
    public TimeSpan ServiceLevel { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan ShortAbandon { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Which of the available agents gets the call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AgentOrder Order { get; init; }

    /// <summary>
    /// What one step of priority is worth in waiting: a call of priority p is served as if it had come p times this earlier, so nobody is overtaken by a
    /// call that comes more than (difference of priorities) × this later. Null: priority is strict.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? HeadStart { get; init; }

    /// <summary>Who may take a call, wider and wider the longer it waits; none: any agent of the queue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NeedStep> Steps { get; init; } = [];

    /// <summary>Agents held back for calls of high priority; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReserveRule? Reserve { get; init; }

    /// <summary>Null: always open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueueHours? Hours { get; init; }

    /// <summary>What an emergency does; null: calls are turned away in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EmergencyRule? Emergency { get; init; }

    /// <summary>Overflow before the longest wait, in order; at most <see cref="OverflowRule.CountMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<OverflowRule> OverflowWhen { get; init; } = [];

    /// <summary>What waiting callers are told beside the music; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AnnounceRule? Announce { get; init; }

    /// <summary>Who served a call writes a summary before it is ready again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SummaryRequired { get; init; }

    /// <summary>Not the queue's own concern, but of those who watch it; null: nothing is out of bounds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueueAlarms? Alarms { get; init; }

    /// <summary>What an agent who is offered a call here has to know.</summary>
    public OfferRules RulesOfOffers() => new(WrapUp, MissesBeforeNotReady, StaysReadyOnDecline) { Together = Together is not null, Summary = SummaryRequired };

    public const int LengthMax = 200_000;
}

/// <summary>
/// The last <paramref name="Agents"/> available agents are kept for calls of at least <paramref name="MinPriority"/>; another call may have them
/// once it has waited <paramref name="For"/>.
/// </summary>
public sealed record ReserveRule(int Agents, int MinPriority, TimeSpan For);

/// <summary>Which available agent comes first; among equals whoever has been idle longest. Written in journals: append only.</summary>
public enum AgentOrder
{
    LongestIdle = 0,

    /// <summary>The highest level in this queue.</summary>
    MostSkilled = 1,

    /// <summary>Whoever was offered a call of this queue the longest time ago.</summary>
    RoundRobin = 2,

    /// <summary>The fewest contacts since sign-in.</summary>
    FewestCalls = 3,

    /// <summary>The lowest occupancy when it became available.</summary>
    LeastOccupied = 4,
}

/// <summary>How a queue stay ended. Written in journals: append only.</summary>
public enum StayEnd
{
    Answered = 1,
    AbandonedWaiting = 2,
    AbandonedRinging = 3,
    OverflowedToQueue = 4,
    OverflowedToNumber = 5,
    Withdrawn = 6,
    Redirected = 7,
    Lost = 8,

    /// <summary>Turned away: full and nowhere to go; or at the door, closed or in an emergency, wherever the call went then.</summary>
    Refused = 9,
}

/// <summary>How one offer ended. Each has its own consequence for the agent (DOMAIN). Written in journals: append only.</summary>
public enum OfferEnd
{
    Answered = 1,

    /// <summary>Rang out: counted; after k in a row not ready (no answer).</summary>
    Missed = 2,

    /// <summary>The agent's phone refused (486, 603 …): not ready (declined), or stays ready where the queue allows.</summary>
    Declined = 3,

    /// <summary>No way to the phone (408 without ringing, 404, 480, 503, transport): error, until the phone answers again.</summary>
    PhoneUnreachable = 4,

    /// <summary>The caller hung up while it rang: ready again, nothing counted.</summary>
    CallerHungUp = 5,

    /// <summary>The agent was not free (the reservation was refused).</summary>
    NotReserved = 6,

    /// <summary>The call would not ring this agent (it ended, or was given elsewhere).</summary>
    RefusedByCall = 7,

    /// <summary>Taken back by the queue or a supervisor, or its deadline passed.</summary>
    Withdrawn = 8,

    /// <summary>The phone's answer could not be used (488, no common codec): error.</summary>
    MediaFailed = 9,

    /// <summary>Another agent answered the call while it rang here: ready again, nothing counted.</summary>
    AnsweredElsewhere = 10,
}
