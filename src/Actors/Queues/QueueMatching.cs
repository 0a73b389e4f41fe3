using System.Collections.Immutable;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Matching, inside the decision that makes it possible: after each change no call waits while an agent is available that it may be offered to.
/// So a change makes only matches of the calls and agents that it is about, and only these are looked for. A queue that is not configured makes none.
/// </summary>
internal static class QueueMatching
{
    /// <summary>Calls that ring and are looked at, when one more agent is free, for a phone that could join.</summary>
    private const int JoinedMax = 64;

    /// <summary>The decision, with the offers that follow from it.</summary>
    public static Decision<E> Followed(QueueState state, Decision<E> decision, DateTimeOffset now)
    {
        if (decision is not Decision<E>.Accepted { Events: var events } accepted)
        {
            return decision;
        }

        var after = events.Aggregate(state, QueueHistory.Apply);
        var offers = ImmutableArray.CreateBuilder<E>();
#if PLANTED
        if (PlantedDefects.Has(Planted.JoinsBeforeOthersRing))
        {
            after = Joined(after, offers, now);
        }
#endif
        foreach (var @event in events)
        {
            after = Subjects(state, after, @event, offers, now);
        }

        Joined(after, offers, now);
        return offers.Count == 0 ? decision : AcceptAll([.. events, .. offers], accepted.Reply);
    }

    private static QueueState Subjects(QueueState before, QueueState after, E @event, ImmutableArray<E>.Builder offers, DateTimeOffset now) => after.Settings is null ? after : @event switch
    {
        E.CallQueued e => OfCall(after, e.Stay, offers, now),
        E.OfferFailed e => OfCall(after, e.Offer.Stay, offers, now),
        E.StayWidened e => OfCall(after, e.Stay, offers, now),
        E.PreferenceEnded e => OfCall(after, e.Stay, offers, now),
        E.ExclusionEnded e => OfReserve(OfAgent(OfCall(after, e.Stay, offers, now), e.Agent, offers, now), offers, now),
        E.AgentBecameAvailable e => OfReserve(OfAgent(after, e.Agent, offers, now), offers, now),
        E.QueueConfigured => OfAll(after, offers, now),
        // Who was excluded from as many calls as allowed is no more.
        E.CallAnswered e => OfReserve(OfExcluded(before, after, e.Offer.Stay, offers, now), offers, now),
        E.StayEnded e => OfReserve(OfExcluded(before, after, e.Stay, offers, now), offers, now),
        _ => after,
    };

    /// <summary>Who is free yet may ring for calls that ring already, where phones ring together: first those that ring nowhere, then these, in their order. None for a call that is about to go.</summary>
    private static QueueState Joined(QueueState state, ImmutableArray<E>.Builder offers, DateTimeOffset now)
    {
        foreach (var place in state.Line.FreeCount > 0 ? state.WithRoom.Take(JoinedMax) : [])
        {
            while (state.Stays[place.Stay] is var stay && Departure.Due(state, stay, now) is null && BestAgent.For(state, stay) is { } match)
            {
                state = Made(state, match, offers, now);
            }
        }

        return state;
    }

    private static QueueState OfCall(QueueState state, StayId id, ImmutableArray<E>.Builder offers, DateTimeOffset now) =>
        state.Stays.GetValueOrDefault(id) is { } stay && BestAgent.For(state, stay) is { } match ? Made(state, match, offers, now) : state;

    private static QueueState OfAgent(QueueState state, ActorId agent, ImmutableArray<E>.Builder offers, DateTimeOffset now) =>
        BestCall.For(state, agent) is { } match ? Made(state, match, offers, now) : state;

    private static QueueState OfExcluded(QueueState before, QueueState state, StayId id, ImmutableArray<E>.Builder offers, DateTimeOffset now)
    {
        if (before.Stays.TryGetValue(id, out var stay))
        {
            foreach (var agent in stay.Exclusions.Keys)
            {
                state = OfAgent(state, agent, offers, now);
            }
        }

        return state;
    }

    /// <summary>One more agent is free: where some are held in reserve, another than this one may have become free for the calls that may not take these.</summary>
    private static QueueState OfReserve(QueueState state, ImmutableArray<E>.Builder offers, DateTimeOffset now)
    {
        if (state.Settings!.Reserve is not { } reserve)
        {
            return state;
        }

        while (state.Line.FreeCount > reserve.Agents && NextOfAll(state) is { } match)
        {
            state = Made(state, match, offers, now);
        }

        return state;
    }

    private static QueueState OfAll(QueueState state, ImmutableArray<E>.Builder offers, DateTimeOffset now)
    {
        while (NextOfAll(state) is { } match)
        {
            state = Made(state, match, offers, now);
        }

        return state;
    }

    /// <summary>The first call of all that has an agent: after new rules, and where agents are held in reserve.</summary>
    private static Match? NextOfAll(QueueState state)
    {
        if (state.Line.FreeCount == 0)
        {
            return null;
        }

        var found = state.Line.Classes.Select(needs => FirstWithAgent(state, needs.Waiting)).Concat(state.Line.Wished.Keys.Select(agent => BestCall.For(state, agent))).OfType<Match>().ToList();
        return found.Count == 0 ? null : BestAgent.For(state, state.Stays[found.MinBy(match => state.Stays[match.Stay].Place).Stay]);
    }

    private static Match? FirstWithAgent(QueueState state, ImmutableSortedSet<Place> waiting)
    {
        foreach (var place in waiting)
        {
            var stay = state.Stays[place.Stay];
            var match = BestAgent.For(state, stay);
            // The rest of its class needs the same: only exclusions are a call's own.
            if (match is not null || stay.Exclusions.IsEmpty)
            {
                return match;
            }
        }

        return null;
    }

    private static QueueState Made(QueueState state, Match match, ImmutableArray<E>.Builder offers, DateTimeOffset now)
    {
        var offer = Offering.Of(state, match, null, now);
        offers.Add(offer);
        return QueueHistory.Apply(state, offer);
    }
}
