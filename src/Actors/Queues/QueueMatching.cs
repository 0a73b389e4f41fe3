using System.Collections.Immutable;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Matching, inside the decision that makes it possible: after each change no call waits while an agent is available that it may be offered to.
/// So the next change has at most a few pairs to look at: those that exclude each other, and what is new.
/// </summary>
internal static class QueueMatching
{
    /// <summary>The decision, with the offers that follow from it.</summary>
    public static Decision<E> Followed(QueueState state, Decision<E> decision, DateTimeOffset now)
    {
        if (decision is not Decision<E>.Accepted { Events: var events } accepted)
        {
            return decision;
        }

        var after = events.Aggregate(state, QueueHistory.Apply);
        var offers = ImmutableArray.CreateBuilder<E>();
        while (Next(after, now) is { } offer)
        {
            offers.Add(offer);
            after = QueueHistory.Apply(after, offer);
        }

        return offers.Count == 0 ? decision : AcceptAll([.. events, .. offers], accepted.Reply);
    }

    private static E.OfferMade? Next(QueueState state, DateTimeOffset now)
    {
        if (state.Settings is not { } settings || LongestIdle.Next(state.Waiting, state.Available, state.Excludes) is not var (place, agent))
        {
            return null;
        }

        var offer = new OfferId(place.Stay, state.Stays[place.Stay].Attempts + 1);
        var reason = new OfferReason(LongestIdle.Name, state.Available.Count, state.Waiting.Count, agent.IdleSince, state.Version);
        return new E.OfferMade(now, offer, agent.Agent, state.Agents[agent.Agent].Epoch, now + settings.RingTime, reason);
    }
}
