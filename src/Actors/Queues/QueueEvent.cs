using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Queues;

/// <summary>Everything that can have happened to a queue.</summary>
public abstract record QueueEvent(DateTimeOffset At)
{
    public sealed record QueueConfigured(DateTimeOffset At, long Version, QueueSettings? Settings) : QueueEvent(At);

    public sealed record CallQueued(DateTimeOffset At, StayId Stay, QueuedCall Call) : QueueEvent(At);

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

    public sealed record CallAnswered(DateTimeOffset At, OfferId Offer, ActorId Agent) : QueueEvent(At);

    /// <summary>The stay ended otherwise. <paramref name="To"/> when the queue itself sends the call on.</summary>
    public sealed record StayEnded(DateTimeOffset At, StayId Stay, StayEnd End, LeaveReason? Reason, OverflowTarget? To) : QueueEvent(At);

    /// <summary>The call ended a stay that is not known here: its Enqueue is still on the way, and will be too late.</summary>
    public sealed record StayBarred(DateTimeOffset At, StayId Stay) : QueueEvent(At);

    public sealed record ToldConfirmed(DateTimeOffset At, string Key) : QueueEvent(At);
}

/// <summary>Why this agent for this call: enough to explain the offer later.</summary>
public sealed record OfferReason(string Rule, int AgentsAvailable, int CallsWaiting, DateTimeOffset IdleSince, long SettingsVersion);
