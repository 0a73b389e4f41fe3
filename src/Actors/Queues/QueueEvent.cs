using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>Everything that can have happened to a queue.</summary>
public abstract record QueueEvent(DateTimeOffset At)
{
    public sealed record QueueConfigured(DateTimeOffset At, long Version, QueueSettings? Settings) : QueueEvent(At);

    public sealed record CallQueued(DateTimeOffset At, StayId Stay, QueuedCall Call) : QueueEvent(At)
    {
        /// <summary>When the queue closes and the call has to go; null: it may stay.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public DateTimeOffset? ClosesAt { get; init; }

        /// <summary>How long it is expected to wait; null: unknown, or it is offered at once.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TimeSpan? Expected { get; init; }
    }

    /// <summary>Entered and turned away at once: full, closed or removed. The stay ends with it; the call is told where to go.</summary>
    public sealed record CallTurnedAway(DateTimeOffset At, StayId Stay, QueuedCall Call, LeaveReason Reason, StayEnd End, OverflowTarget? To) : QueueEvent(At);

    public sealed record AgentBecameAvailable(DateTimeOffset At, ActorId Agent, long Epoch, DateTimeOffset IdleSince) : QueueEvent(At)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public AgentProfile? Profile { get; init; }
    }

    public sealed record AgentBecameUnavailable(DateTimeOffset At, ActorId Agent, long Epoch) : QueueEvent(At)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsGone { get; init; }
    }

    /// <summary>This call to this agent, and why: the rule, the agents available, the calls waiting at that moment.</summary>
    public sealed record OfferMade(DateTimeOffset At, OfferId Offer, ActorId Agent, long AgentEpoch, DateTimeOffset RingUntil, OfferReason Reason) : QueueEvent(At);

    /// <summary>The agent took the reservation.</summary>
    public sealed record OfferReserved(DateTimeOffset At, OfferId Offer) : QueueEvent(At);

    /// <summary>The call waits again, arrival time and priority unchanged. Until <paramref name="ExcludedUntil"/> not to this agent.</summary>
    public sealed record OfferFailed(DateTimeOffset At, OfferId Offer, OfferEnd End, DateTimeOffset? ExcludedUntil) : QueueEvent(At);

    public sealed record ExclusionEnded(DateTimeOffset At, StayId Stay, ActorId Agent) : QueueEvent(At);

    /// <summary>The queue asked the call to end an offer whose time is over.</summary>
    public sealed record OfferRecalled(DateTimeOffset At, OfferId Offer) : QueueEvent(At);

    /// <summary>
    /// The queue lets a waiting call go and has asked it to. The call alone knows whether its caller is still there, so the stay ends only with
    /// its answer, or with its own word that it ended otherwise: one end, the same for both.
    /// </summary>
    public sealed record LeaveAsked(DateTimeOffset At, StayId Stay, LeaveReason Reason, StayEnd End, OverflowTarget? To) : QueueEvent(At);

    /// <summary>The queue was to close by now and does not: the configuration changed. <paramref name="ClosesAt"/> as in <see cref="CallQueued"/>.</summary>
    public sealed record ClosingMoved(DateTimeOffset At, StayId Stay, DateTimeOffset? ClosesAt) : QueueEvent(At);

    public sealed record EmergencyDeclared(DateTimeOffset At, string Reason, string By) : QueueEvent(At);

    public sealed record EmergencyLifted(DateTimeOffset At, string Reason, string By) : QueueEvent(At);

    /// <summary>This caller is told this; each announcement of a stay that comes due has a number, from 1.</summary>
    public sealed record Announced(DateTimeOffset At, StayId Stay, int Number, Announcement What) : QueueEvent(At)
    {
        /// <summary>The wait behind the range that is told.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TimeSpan? Expected { get; init; }
    }

    /// <summary>It came due, and there was nothing to say: no place that is not worse, no wait that is known, no comfort.</summary>
    public sealed record NothingAnnounced(DateTimeOffset At, StayId Stay, int Number) : QueueEvent(At);

    public sealed record CallAnswered(DateTimeOffset At, OfferId Offer, ActorId Agent) : QueueEvent(At)
    {
        /// <summary>What was last foreseen of this wait, told to the caller or not; null: nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public Forecast? Forecast { get; init; }

        /// <summary>How long a call that came in now, and needed nothing special, would be expected to wait; null: unknown.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TimeSpan? Outlook { get; init; }
    }

    /// <summary>The stay ended otherwise. <paramref name="To"/> when the queue itself sends the call on.</summary>
    public sealed record StayEnded(DateTimeOffset At, StayId Stay, StayEnd End, LeaveReason? Reason, OverflowTarget? To) : QueueEvent(At)
    {
        /// <summary>As in <see cref="CallAnswered"/>.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public TimeSpan? Outlook { get; init; }
    }

    /// <summary>The call ended a stay that is not known here: its Enqueue is still on the way, and will be too late.</summary>
    public sealed record StayBarred(DateTimeOffset At, StayId Stay) : QueueEvent(At)
    {
        /// <summary>How it ended; 0: not said (events of before).</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public StayEnd End { get; init; }
    }

    /// <summary>It has waited for <paramref name="After"/>: from now on more agents may take it (<see cref="Reach"/>).</summary>
    public sealed record StayWidened(DateTimeOffset At, StayId Stay, TimeSpan After) : QueueEvent(At);

    /// <summary>None of the agents that this call should rather have is here any more: it waits for any.</summary>
    public sealed record PreferenceEnded(DateTimeOffset At, StayId Stay) : QueueEvent(At);

    public sealed record ToldConfirmed(DateTimeOffset At, string Key) : QueueEvent(At);
}

/// <summary>
/// Why this agent for this call: enough to explain the offer later. Counts are of the moment of the choice, the chosen ones included;
/// <paramref name="SettingsVersion"/> is that of the rules.
/// </summary>
public sealed record OfferReason(string Rule, int AgentsAvailable, int CallsWaiting, DateTimeOffset IdleSince, long SettingsVersion)
{
    /// <summary>Calls and agents that were considered and lost, each list.</summary>
    public const int LosersMax = 4;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OfferCause Cause { get; init; }

    /// <summary>What the call asked of its agent at that moment; empty: nothing in particular.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string Require { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string Prefer { get; init; } = "";

    /// <summary>The moment of its wait that set the rules for it (<see cref="NeedStep.After"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan Widened { get; init; }

    /// <summary>Who picked the call, where somebody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>Other agents who were free, the first by the rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<LosingAgent> Agents { get; init; } = [];

    /// <summary>Calls further ahead in the order, the first of each class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<LosingCall> Calls { get; init; } = [];
}

public sealed record LosingAgent(ActorId Agent, LostBy Why);

public sealed record LosingCall(StayId Stay, LostBy Why);

/// <summary>Why somebody who was considered did not get it. Written in journals: append only.</summary>
public enum LostBy
{
    /// <summary>Comes later by the queue's rule.</summary>
    Order = 1,

    /// <summary>The agent does not meet what the call requires.</summary>
    Needs = 2,

    /// <summary>The call would rather have another kind of agent, and one was free.</summary>
    Preference = 3,

    /// <summary>This pair failed a short while ago.</summary>
    Exclusion = 4,

    /// <summary>The agent is kept for calls of higher priority.</summary>
    Reserve = 6,

    /// <summary>Somebody picked the call for another.</summary>
    Pick = 7,
}
