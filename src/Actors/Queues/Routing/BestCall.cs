namespace CallCenter.Actors.Queues.Routing;

/// <summary>The next call for an agent who is free: the first, in order, of those it may take.</summary>
internal static class BestCall
{
    public static Match? For(QueueState state, ActorId id)
    {
        if (state.Agents.GetValueOrDefault(id) is not { IsMatchable: true } agent)
        {
            return null;
        }

        var line = state.Line;
        var isLast = line.Free.Count <= (state.Settings?.Reserve?.Agents ?? 0);
        var best = FirstWished(state, id);
        var cause = best is null ? OfferCause.Order : OfferCause.Preferred;
        var open = line.KindOf(agent).May.And(line.Crowded);
        for (var number = open.Next(0); number >= 0; number = open.Next(number + 1))
        {
            var needs = line.Classes[number];
            if ((!isLast || needs.Reach.MayTakeReserve) && First(state, needs, agent, id) is { } place && !(best <= place))
            {
                (best, cause) = (place, OfferCause.Order);
            }
        }

        return best is { } chosen ? new Match(chosen.Stay, id, cause) : null;
    }

    /// <summary>Only calls that exclude this agent are passed over, at most <see cref="QueueAgent.ExclusionsMax"/> of them.</summary>
    private static Place? First(QueueState state, NeedClass needs, QueueAgent agent, ActorId id)
    {
#if PLANTED
        if (PlantedDefects.Has(Planted.LastComeFirstServed) && agent.Exclusions == 0)
        {
            return needs.Waiting.Last;
        }
#endif
        if (agent.Exclusions == 0)
        {
            return needs.Waiting.First;
        }

        foreach (var place in needs.Waiting)
        {
            if (!state.Excludes(place.Stay, id))
            {
                return place;
            }
        }

        return null;
    }

    private static Place? FirstWished(QueueState state, ActorId id)
    {
        foreach (var place in state.Line.Wished.GetValueOrDefault(id))
        {
            if (!state.Excludes(place.Stay, id))
            {
                return place;
            }
        }

        return null;
    }
}
