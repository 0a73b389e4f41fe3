using CallCenter.Actors.Queues.Routing;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>A match as the event that makes the offer, with what explains it later: the counts, who else was considered, and why each lost.</summary>
internal static class Offering
{
    /// <param name="by">Who picked, where somebody did.</param>
    public static E.OfferMade Of(QueueState state, Match match, string? by, DateTimeOffset now)
    {
        var (stay, agent, settings) = (state.Stays[match.Stay], state.Agents[match.Agent], state.Settings!);
        var reach = Reach.At(stay.Call, settings, stay.Widened);
        var reason = new OfferReason(NameOf(settings.Order), state.Line.FreeCount, state.Line.WaitingCount, agent.IdleSince, state.Version)
        {
            Cause = match.Cause,
            Require = reach.Require,
            Prefer = reach.Prefer,
            Widened = stay.Widened,
            By = by,
            Agents = LosingAgents(state, stay, match),
            Calls = LosingCalls(state, stay, agent, match),
        };
        return new E.OfferMade(now, new OfferId(match.Stay, stay.Attempts + 1), match.Agent, agent.Epoch, now + settings.RingTime, reason);
    }

    /// <summary>As it stands in the configuration.</summary>
    public static string NameOf(AgentOrder order) => order switch
    {
        AgentOrder.MostSkilled => "most-skilled",
        AgentOrder.RoundRobin => "round-robin",
        AgentOrder.FewestCalls => "fewest-calls",
        AgentOrder.LeastOccupied => "least-occupied",
        _ => "longest-idle",
    };

    /// <summary>The first by the queue's rule of all who are free, whatever their kind: kinds come and go, and what is written must not depend on which there are.</summary>
    private static EquatableArray<LosingAgent> LosingAgents(QueueState state, Stay stay, Match match)
    {
        if (state.Line.FreeCount < 2)
        {
            return [];
        }

        var considered = new SortedDictionary<AgentRank, AgentKind>();
        foreach (var (kind, agents) in state.Line.Free)
        {
            for (var place = 0; place < Math.Min(OfferReason.LosersMax + 1, agents.Count); place++)
            {
                considered.Add(agents[place], kind);
            }
        }

        return [.. considered.Where(one => one.Key.Agent != match.Agent).Take(OfferReason.LosersMax).Select(one => new LosingAgent(one.Key.Agent, WhyNot(stay, one.Value, one.Key.Agent, match)))];
    }

    private static LostBy WhyNot(Stay stay, AgentKind kind, ActorId agent, Match match) =>
        match.Cause.IsPicked() ? LostBy.Pick
        : stay.Exclusions.ContainsKey(agent) ? LostBy.Exclusion
        : match.Cause == OfferCause.Preferred ? LostBy.Preference
        : !kind.May.Contains(stay.Class) ? LostBy.Needs
        : LostBy.Order;

    /// <summary>The heads of classes that come before the chosen call.</summary>
    private static EquatableArray<LosingCall> LosingCalls(QueueState state, Stay stay, QueueAgent agent, Match match)
    {
        if (state.Line.WaitingCount < 2)
        {
            return [];
        }

        var considered = new SortedDictionary<Place, NeedClass>();
        foreach (var needs in state.Line.Classes)
        {
            if (!needs.Waiting.IsEmpty && needs.Waiting.Min is var head && head < stay.Place)
            {
                considered.Add(head, needs);
            }
        }

        return [.. considered.Take(OfferReason.LosersMax).Select(one => new LosingCall(one.Key.Stay, WhyNot(state, one.Value, agent, one.Key, match)))];
    }

    private static LostBy WhyNot(QueueState state, NeedClass needs, QueueAgent agent, Place head, Match match) =>
        match.Cause.IsPicked() ? LostBy.Pick
        : state.Excludes(head.Stay, match.Agent) ? LostBy.Exclusion
        : !needs.Require.AreMetBy(agent.Profile) ? LostBy.Needs
        : !needs.Reach.MayTakeReserve ? LostBy.Reserve
        : LostBy.Order;
}
