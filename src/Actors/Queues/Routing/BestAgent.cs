namespace CallCenter.Actors.Queues.Routing;

/// <summary>The agent for a call that waits: one of those it prefers, else the first, by the queue's rule, of those whom it should, else may be offered to.</summary>
internal static class BestAgent
{
    public static Match? For(QueueState state, Stay stay)
    {
        if (!(stay.IsMatchable || state.HasRoom(stay)) || state.Line.FreeCount == 0)
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

        var isReserve = state.Line.FreeCount <= (state.Settings?.Reserve?.Agents ?? 0);
        if (stay.Class < 0 || (isReserve && !state.Line.Classes[stay.Class].Reach.MayTakeReserve))
        {
            return null;
        }

        AgentRank? should = null, may = null;
        foreach (var (kind, agents) in state.Line.Free)
        {
            if (!kind.May.Contains(stay.Class) || First(stay, agents) is not { } first)
            {
                continue;
            }

            may = may <= first ? may : first;
            should = !kind.Should.Contains(stay.Class) || should <= first ? should : first;
        }

        return (should ?? may) is { } best ? new Match(stay.Id, best.Agent, OfferCause.Order) : null;
    }

    /// <summary>Only agents whom this call excludes are passed over, at most <see cref="Stay.ExclusionsMax"/> of them.</summary>
    private static AgentRank? First(Stay stay, System.Collections.Immutable.ImmutableSortedSet<AgentRank> agents)
    {
        if (stay.Exclusions.IsEmpty && stay.Offers.Count == 0)
        {
            return agents.Min;
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
