using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues.Routing;

/// <summary>The agent for a call that waits: one of those it prefers, else the first, by the queue's rule, of those whom it should, else may be offered to.</summary>
internal static class BestAgent
{
    public static Match? For(QueueState state, Stay stay)
    {
        var free = state.Line.Free;
        if (!(stay.IsMatchable || state.HasRoom(stay)) || free.Count == 0)
        {
            return null;
        }

        foreach (var preferred in stay.Call.Preferred.Items)
        {
            if (state.Agents.GetValueOrDefault(preferred) is { IsMatchable: true } && !stay.Excludes(preferred))
            {
                return new Match(stay.Id, preferred, OfferCause.Preferred);
            }
        }

        if (stay.Class < 0)
        {
            return null;
        }

        var needs = state.Line.Classes[stay.Class];
        var isReserve = free.Count <= (state.Settings?.Reserve?.Agents ?? 0);
        if (isReserve && !needs.Reach.MayTakeReserve)
        {
            return null;
        }

        var should = needs.Prefer is Needs.Anybody ? null : First(free, stay, shouldOnly: true);
        return (should ?? First(free, stay, shouldOnly: false)) is { } best ? new Match(stay.Id, best.Agent, OfferCause.Order) : null;
    }

    /// <summary>Kinds are looked at in the order of who is first in them, until nobody behind can come before the one that was found.</summary>
    private static AgentRank? First(FreeAgents free, Stay stay, bool shouldOnly)
    {
        AgentRank? best = null;
        foreach (var (head, kind) in free.Heads)
        {
            if (best <= head)
            {
                break;
            }

            if ((shouldOnly ? kind.Should : kind.May).Contains(stay.Class) && First(free.Of(kind), stay) is { } first)
            {
                best = best <= first ? best : first;
            }
        }

        return best;
    }

    /// <summary>Only agents whom this call excludes are passed over, at most <see cref="Stay.ExclusionsMax"/> of them.</summary>
    private static AgentRank? First(OrderedSet<AgentRank> agents, Stay stay)
    {
        if (stay.Exclusions.IsEmpty && stay.Offers.Count == 0)
        {
            return agents.First;
        }

        foreach (var rank in agents)
        {
            if (!stay.Excludes(rank.Agent))
            {
                return rank;
            }
        }

        return null;
    }
}
