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
        var reason = new OfferReason(NameOf(settings.Order), state.Line.Free.Count, state.Line.WaitingCount, agent.IdleSince, state.Version)
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

    /// <summary>
    /// The first by the queue's rule of all who are free, whatever their kind: kinds come and go, and what is written must not depend on which there
    /// are. Who is among the first of all is among the first of a kind whose first one is.
    /// </summary>
    private static EquatableArray<LosingAgent> LosingAgents(QueueState state, Stay stay, Match match)
    {
        var free = state.Line.Free;
        if (free.Count < 2)
        {
            return [];
        }

        var first = new List<(AgentRank Rank, AgentKind Kind)>();
        foreach (var kind in free.Heads.Values.Take(OfferReason.LosersMax + 1))
        {
            var agents = free.Of(kind);
            for (var place = 0; place < Math.Min(OfferReason.LosersMax + 1, agents.Count); place++)
            {
                first.Add((agents[place], kind));
            }
        }

        first.Sort((one, other) => one.Rank.CompareTo(other.Rank));
        return [.. first.Where(one => one.Rank.Agent != match.Agent).Take(OfferReason.LosersMax).Select(one => new LosingAgent(one.Rank.Agent, WhyNot(stay, one.Kind, one.Rank.Agent, match)))];
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

        List<(Place Head, NeedClass Needs)>? ahead = null;
        var crowded = state.Line.Crowded;
        for (var number = crowded.Next(0); number >= 0; number = crowded.Next(number + 1))
        {
            var needs = state.Line.Classes[number];
            if (needs.Waiting.First is var head && head < stay.Place)
            {
                (ahead ??= []).Add((head, needs));
            }
        }

        if (ahead is null)
        {
            return [];
        }

        ahead.Sort((one, other) => one.Head.CompareTo(other.Head));
        return [.. ahead.Take(OfferReason.LosersMax).Select(one => new LosingCall(one.Head.Stay, WhyNot(state, one.Needs, agent, one.Head, match)))];
    }

    private static LostBy WhyNot(QueueState state, NeedClass needs, QueueAgent agent, Place head, Match match) =>
        match.Cause.IsPicked() ? LostBy.Pick
        : state.Excludes(head.Stay, match.Agent) ? LostBy.Exclusion
        : !needs.Require.AreMetBy(agent.Profile) ? LostBy.Needs
        : !needs.Reach.MayTakeReserve ? LostBy.Reserve
        : LostBy.Order;
}
