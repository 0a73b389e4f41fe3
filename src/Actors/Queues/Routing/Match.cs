namespace CallCenter.Actors.Queues.Routing;

/// <summary>A call and an agent who belong together, and how they came to it.</summary>
public readonly record struct Match(StayId Stay, ActorId Agent, OfferCause Cause);

/// <summary>What led to an offer. Written in journals: append only.</summary>
public enum OfferCause
{
    /// <summary>The call was the next for an agent who became free, or the agent the best for a call that came.</summary>
    Order = 0,

    /// <summary>The agent is one of those the call should rather have (<see cref="QueuedCall.Preferred"/>).</summary>
    Preferred = 1,

    /// <summary>Somebody picked the call for this agent, past the order.</summary>
    Picked = 2,

    /// <summary>The agent picked the call for itself: it takes it although it is not ready, as long as it is free.</summary>
    Taken = 3,
}

public static class OfferCauses
{
    /// <summary>By a person, past the order.</summary>
    public static bool IsPicked(this OfferCause cause) => cause is OfferCause.Picked or OfferCause.Taken;
}
