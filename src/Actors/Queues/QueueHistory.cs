using System.Diagnostics;
using CallCenter.Actors.Agents;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>What a queue keeps of what happened.</summary>
internal static class QueueHistory
{
    public static QueueState Apply(QueueState state, E @event) => @event switch
    {
        E.QueueConfigured e => state with { Version = e.Version, Settings = e.Settings, ConfiguredAt = e.At },
        E.CallQueued e => state.With(new Stay(e.Stay, e.Call) { WaitUntil = e.At + state.Settings?.MaxWait }),
        E.CallTurnedAway e => state.Without(e.Stay, e.At).With(new QueueNotice.Left(e.Stay, e.Call.Call, e.Reason, e.To, e.End)),
        E.AgentBecameAvailable e => state.With(e.Agent, AgentOf(state, e.Agent) with { Epoch = e.Epoch, IdleSince = e.IdleSince, IsAvailable = true }),
        E.AgentBecameUnavailable e => state.With(e.Agent, AgentOf(state, e.Agent) with { Epoch = e.Epoch, IsAvailable = false }),
        E.OfferMade e when state.Stays.TryGetValue(e.Offer.Stay, out var stay) => OfferMade(state, stay, e),
        E.OfferReserved e when state.Offered(e.Offer) is { Offer: { } offer } stay => state.With(stay with { Offer = offer with { IsReserved = true } }),
        E.OfferRecalled e when state.Offered(e.Offer) is { Offer: { } offer } stay => state.With(stay with { Offer = offer with { IsRecalled = true } }),
        E.OfferFailed e when state.Offered(e.Offer) is { } stay => OfferFailed(state, stay, e),
        E.ExclusionEnded e when state.Stays.TryGetValue(e.Stay, out var stay) && stay.Exclusions.ContainsKey(e.Agent) =>
            state.With(stay with { Exclusions = stay.Exclusions.Remove(e.Agent) }).Excluding(e.Agent, -1),
        E.LeaveAsked e when state.Stays.TryGetValue(e.Stay, out var stay) => state.With(stay with { Leaving = new LeaveOrder(e.Reason, e.End, e.To) }),
        E.CallAnswered e => Answered(state, e),
        E.StayEnded e => Ended(state, e),
        E.StayBarred e => state.Without(e.Stay, e.At),
        E.ToldConfirmed e => state with { Notices = state.Notices.Remove(e.Key) },
        E.LeaveAsked or E.OfferMade or E.OfferReserved or E.OfferRecalled or E.OfferFailed or E.ExclusionEnded => state,
        _ => throw new UnreachableException($"{@event}"),
    };

    private static QueueState OfferMade(QueueState state, Stay stay, E.OfferMade e)
    {
        var settings = state.Settings ?? new QueueSettings { Name = "" };
        var rules = new OfferRules(settings.WrapUp, settings.MissesBeforeNotReady, settings.StaysReadyOnDecline);
        return state
            .With(stay with { Attempts = e.Offer.Attempt, Offer = new StayOffer(e.Offer, e.Agent, e.RingUntil, rules) })
            .With(e.Agent, AgentOf(state, e.Agent) with { IsAvailable = false });
    }

    private static QueueState OfferFailed(QueueState state, Stay stay, E.OfferFailed e)
    {
        var offer = stay.Offer!;
        var waits = stay with
        {
            Offer = null,
            Last = offer,
            RefusalsInARow = e.End switch
            {
                OfferEnd.RefusedByCall => stay.RefusalsInARow + 1,
                OfferEnd.NotReserved => stay.RefusalsInARow,
                _ => 0,
            },
        };
        if (e.ExcludedUntil is { } until && !stay.Exclusions.ContainsKey(offer.Agent))
        {
            waits = waits with { Exclusions = stay.Exclusions.Add(offer.Agent, new Exclusion(offer.Id, until)) };
            state = state.Excluding(offer.Agent, 1);
        }

        state = state.With(waits);
        return e.End == OfferEnd.Withdrawn ? state.With(new QueueNotice.Withdrawn(offer.Id, offer.Agent)) : state;
    }

    /// <summary>By whom is what the call said; an agent that was asked after that one must not hold itself for nothing.</summary>
    private static QueueState Answered(QueueState state, E.CallAnswered e)
    {
        var open = state.Stays.GetValueOrDefault(e.Offer.Stay)?.Offer;
        state = state.Without(e.Offer.Stay, e.At);
        return open is { IsReserved: false } && open.Id != e.Offer ? state.With(new QueueNotice.Withdrawn(open.Id, open.Agent)) : state;
    }

    private static QueueState Ended(QueueState state, E.StayEnded e)
    {
        if (!state.Stays.TryGetValue(e.Stay, out var stay))
        {
            return state.Without(e.Stay, e.At);
        }

        state = state.Without(e.Stay, e.At);
        return stay.Offer is { IsReserved: false } offer ? state.With(new QueueNotice.Withdrawn(offer.Id, offer.Agent)) : state;
    }

    private static QueueAgent AgentOf(QueueState state, ActorId id) =>
        state.Agents.GetValueOrDefault(id) ?? new QueueAgent(0, DateTimeOffset.MinValue, false);
}
