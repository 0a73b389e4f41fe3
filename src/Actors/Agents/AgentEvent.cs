using System.Text.Json.Serialization;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Agents;

/// <summary>Everything that can have happened to an agent.</summary>
public abstract record AgentEvent(DateTimeOffset At)
{
    public sealed record AgentConfigured(DateTimeOffset At, long Version, AgentSettings? Settings) : AgentEvent(At);

    /// <summary><paramref name="Number"/> counts the sign-ins of this agent. Lands in not ready (signed-in).</summary>
    public sealed record SignedIn(DateTimeOffset At, string Phone, int Number) : AgentEvent(At);

    public sealed record BecameReady(DateTimeOffset At) : AgentEvent(At);

    public sealed record BecameNotReady(DateTimeOffset At, string Reason) : AgentEvent(At);

    public sealed record NotReadyRequested(DateTimeOffset At, string Reason) : AgentEvent(At);

    public sealed record SignOutRequested(DateTimeOffset At) : AgentEvent(At);

    public sealed record RequestTakenBack(DateTimeOffset At) : AgentEvent(At);

    public sealed record SignedOut(DateTimeOffset At) : AgentEvent(At);

    public sealed record Reserved(DateTimeOffset At, OfferId Offer, ActorId Queue, QueuedCall Call, DateTimeOffset RingUntil, OfferRules Rules) : AgentEvent(At);

    /// <summary>A queue asks for the agent while others may too: held against theirs. Reserved is the one that wins; all others are over with it.</summary>
    public sealed record OfferContested(DateTimeOffset At, OfferId Offer, ActorId Queue, QueuedCall Call, DateTimeOffset RingUntil, OfferRules Rules) : AgentEvent(At)
    {
        /// <summary>What led to the offer: one that a person picked is taken before all others.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public OfferCause Cause { get; init; }
    }

    /// <summary>A queue that was asked has no call for the agent.</summary>
    public sealed record NothingOffered(DateTimeOffset At, ActorId Queue) : AgentEvent(At);

    /// <summary>The call took the Ring.</summary>
    public sealed record RingAccepted(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    public sealed record Rang(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    public sealed record Answered(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    /// <summary>The agent calls a number outside; the offer has no queue.</summary>
    public sealed record Dialed(DateTimeOffset At, OfferId Offer, ActorId Call, string To, DateTimeOffset Until) : AgentEvent(At)
    {
        /// <summary>The number to show; null: the tenant's first.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public string? Shows { get; init; }
    }

    /// <summary>The call is there and has the agent.</summary>
    public sealed record DialJoined(DateTimeOffset At, OfferId Offer, TimeSpan WrapUp) : AgentEvent(At);

    /// <summary>It ended before anybody talked.</summary>
    public sealed record DialEnded(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    /// <summary>The offer ended without an answer; what follows (ready again, not ready, error) are events of their own behind it.</summary>
    public sealed record OfferEnded(DateTimeOffset At, OfferId Offer, OfferEnd End) : AgentEvent(At);

    /// <summary>The call said that an offer given up here is over: the agent can be offered another.</summary>
    public sealed record OfferSettled(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    public sealed record Held(DateTimeOffset At, OfferId Offer, int Number) : AgentEvent(At);

    public sealed record Retrieved(DateTimeOffset At, OfferId Offer, int Number) : AgentEvent(At);

    public sealed record WrapUpStarted(DateTimeOffset At, OfferId Offer, SegmentEnd End, DateTimeOffset Until) : AgentEvent(At);

    /// <summary><paramref name="At"/> is the due time when it ran out, also if noticed later (RELIABILITY 3.5).</summary>
    public sealed record WrapUpEnded(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    /// <summary>Behind what it led to: the agent has, or asked for, this reason by a break that its team gave it.</summary>
    public sealed record BreakGranted(DateTimeOffset At, string Team, string Reason, long Number) : AgentEvent(At);

    /// <summary>It cannot have that break (signed out, or the reason is gone), and gives it back.</summary>
    public sealed record BreakDeclined(DateTimeOffset At, string Team, long Number) : AgentEvent(At);

    /// <summary>The summary of this part is written: nothing of it is owed.</summary>
    public sealed record SummaryRecorded(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    /// <summary>The phone can (target) or cannot be reached; without it a ready agent is in error.</summary>
    public sealed record PhoneChanged(DateTimeOffset At, string Phone, long Epoch, PhoneTarget? Reachable) : AgentEvent(At);

    /// <summary>An offer found no way to the phone: error until the phone says otherwise with a later epoch.</summary>
    public sealed record PhoneFailed(DateTimeOffset At, OfferId Offer) : AgentEvent(At);

    /// <summary>The phone would not have this sign-in: another sits there, or it is not configured. It is asked again, with growing pauses.</summary>
    public sealed record PhoneRefused(DateTimeOffset At, string Phone, int Number) : AgentEvent(At);

    public sealed record PhoneAskedAgain(DateTimeOffset At, int Number, int Retry) : AgentEvent(At);

    /// <summary>
    /// An offer was taken back before it was known here, or its Reserve came too late to ring (then <paramref name="Queue"/> is told):
    /// a late Reserve of it is refused.
    /// </summary>
    public sealed record OfferBarred(DateTimeOffset At, OfferId Offer, ActorId? Queue = null) : AgentEvent(At);

    public sealed record ToldConfirmed(DateTimeOffset At, string Key) : AgentEvent(At);
}
