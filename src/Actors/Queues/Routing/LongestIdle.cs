using System.Collections.Immutable;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>The rule: whoever is next in the queue gets the agent who has been idle longest.</summary>
public static class LongestIdle
{
    public const string Name = "longest-idle";

    /// <summary>
    /// The first call, in order, with the first agent, in order, that it may be offered to; null when there is no such pair. A call whose
    /// agents are all excluded lets the next one pass. When every pair is tried at each change, only excluded pairs are ever skipped.
    /// </summary>
    public static (Place Place, IdleAgent Agent)? Next(
        ImmutableSortedSet<Place> waiting, ImmutableSortedSet<IdleAgent> available, Func<StayId, ActorId, bool> isExcluded)
    {
        if (available.IsEmpty)
        {
            return null;
        }

        foreach (var place in waiting)
        {
            foreach (var agent in available)
            {
                if (!isExcluded(place.Stay, agent.Agent))
                {
                    return (place, agent);
                }
            }
        }

        return null;
    }
}
