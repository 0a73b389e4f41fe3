using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Agents;

/// <summary>The offer that an agent takes of those that several queues made it, by its <see cref="QueueChoice"/>; among equals the call that came first. What a person picked comes before all others.</summary>
internal static class BestOffer
{
    public static ContestedOffer? Of(AgentState state, IEnumerable<ContestedOffer> offers) => offers.FirstOrDefault(one => one.Cause.IsPicked()) ?? ByChoice(state, offers);

    private static ContestedOffer? ByChoice(AgentState state, IEnumerable<ContestedOffer> offers) => state.Settings?.Choice switch
    {
#if PLANTED
        not null when PlantedDefects.Has(Planted.LastOfferWins) => offers.LastOrDefault(),
#endif
        QueueChoice.LongestWaiting => offers.MinBy(one => (one.Call.Arrived, one.Offer)),
        QueueChoice.Priority => offers.MinBy(one => (-one.Call.Priority, one.Call.Arrived, one.Offer)),
        QueueChoice.Share => offers.MinBy(one => (-QueueCredits.Claim(state, one.Queue.Key), one.Call.Arrived, one.Offer)),
        _ => offers.FirstOrDefault(),
    };
}
