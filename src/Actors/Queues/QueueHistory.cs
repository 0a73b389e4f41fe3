using System.Diagnostics;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>What a queue keeps of what happened.</summary>
internal static class QueueHistory
{
    public static QueueState Apply(QueueState state, E @event) => @event switch
    {
        E.QueueConfigured e => Configured(state, e).Counted(e.At),
        E.CallQueued e => state.With(new Stay(e.Stay, e.Call)
        {
            Entered = e.At,
            WaitUntil = e.At + state.Settings?.LongestWait(),
            ClosesAt = e.ClosesAt,
            Forecast = e.Expected is { } expected ? new Forecast(e.At, expected) : null,
            Told = Announcing.AtEntry(state, e),
        }),
        E.CallTurnedAway e => state.Without(e.Stay, e.At).With(new QueueNotice.Left(e.Stay, e.Call.Call, e.Reason, e.To, e.End)),
        E.AgentBecameAvailable e => state.With(e.Agent, AgentOf(state, e.Agent) with { Epoch = e.Epoch, IdleSince = e.IdleSince, IsAvailable = true, IsGone = false, Profile = e.Profile }).Counted(e.At),
        E.AgentBecameUnavailable e => state.With(e.Agent, AgentOf(state, e.Agent) with { Epoch = e.Epoch, IsAvailable = false, IsGone = e.IsGone }).Counted(e.At),
        E.EmergencyDeclared e => state with { Emergency = new EmergencySwitch(state.Emergency?.Since ?? e.At, e.Reason, e.By) },
        E.EmergencyLifted => state with { Emergency = null },
        E.ClosingMoved e when state.Stays.TryGetValue(e.Stay, out var stay) => state.With(stay with { ClosesAt = e.ClosesAt }),
        E.StayWidened e when state.Stays.TryGetValue(e.Stay, out var stay) => state.With(stay with { Widened = e.After }),
        E.PreferenceEnded e when state.Stays.TryGetValue(e.Stay, out var stay) => state.With(stay with { HasNobodyToPrefer = true }),
        E.Announced e when state.Stays.TryGetValue(e.Stay, out var stay) => state.Changed(Announcing.Said(state, stay, e)),
        E.NothingAnnounced e when state.Stays.TryGetValue(e.Stay, out var stay) => state.Changed(Announcing.NotSaid(state, stay, e)),
        E.OfferMade e when state.Stays.TryGetValue(e.Offer.Stay, out var stay) => OfferMade(state, stay, e),
        E.OfferReserved e when state.Offered(e.Offer) is { } offer => state.With(state.Stays[e.Offer.Stay].With(offer with { IsReserved = true })),
        E.OfferRecalled e when state.Offered(e.Offer) is { } offer => state.With(state.Stays[e.Offer.Stay].With(offer with { IsRecalled = true })),
        E.OfferFailed e when state.Offered(e.Offer) is { } offer => OfferFailed(state, state.Stays[e.Offer.Stay], offer, e),
        E.ExclusionEnded e when state.Stays.TryGetValue(e.Stay, out var stay) && stay.Exclusions.ContainsKey(e.Agent) =>
            state.With(stay with { Exclusions = stay.Exclusions.Remove(e.Agent) }).Excluding(e.Agent, -1),
        E.LeaveAsked e when state.Stays.TryGetValue(e.Stay, out var stay) => state.With(stay with { Leaving = new LeaveOrder(e.Reason, e.End, e.To), Told = stay.Told?.Silenced }),
        E.CallAnswered e => Answered(state, e),
        E.StayEnded e => WithoutOffers(state, e.Stay, null).Without(e.Stay, e.At),
        E.StayBarred e => state.Without(e.Stay, e.At),
        E.ToldConfirmed e => state with { Notices = state.Notices.Remove(e.Key) },
        E.Announced or E.NothingAnnounced or E.ClosingMoved or E.StayWidened or E.PreferenceEnded or E.LeaveAsked or E.OfferMade or E.OfferReserved or E.OfferRecalled or E.OfferFailed or E.ExclusionEnded => state,
        _ => throw new UnreachableException($"{@event}"),
    };

    /// <summary>Where the rules of order changed, all who wait are put in order anew, each as far in its wait as it is.</summary>
    private static QueueState Configured(QueueState state, E.QueueConfigured e)
    {
        var configured = state with { Version = e.Version, Settings = e.Settings, ConfiguredAt = e.At };
        if (Orders(state.Settings).Equals(Orders(e.Settings)))
        {
            return configured;
        }

        return (configured with { Stays = [.. configured.Stays.Values.Select(stay => KeyValuePair.Create(stay.Id, Waited(stay, e)))] }).InOrder();
    }

    private static (AgentOrder?, TimeSpan?, EquatableArray<NeedStep>?, ReserveRule?, int?) Orders(QueueSettings? settings) =>
        (settings?.Order, settings?.HeadStart, settings?.Steps, settings?.Reserve, settings?.Together);

    private static Stay Waited(Stay stay, E.QueueConfigured e) => e.At - stay.Entered is var waited && waited > stay.Widened ? stay with { Widened = waited } : stay;

    private static QueueState OfferMade(QueueState state, Stay stay, E.OfferMade e)
    {
        var rules = (state.Settings ?? new QueueSettings { Name = "" }).RulesOfOffers();
        var offered = state
            .With(stay with { Attempts = e.Offer.Attempt, OfferedAt = stay.Offers.Count == 0 ? e.At : stay.OfferedAt, Told = stay.Told?.Silenced, Offers = [.. stay.Offers.Items, new StayOffer(e.Offer, e.Agent, e.RingUntil, rules) { Cause = e.Reason.Cause, AgentEpoch = e.AgentEpoch }] })
            .With(e.Agent, AgentOf(state, e.Agent) with { IsAvailable = false, LastOffer = state.OfferCount + 1 });
        return offered with { OfferCount = state.OfferCount + 1 };
    }

    private static QueueState OfferFailed(QueueState state, Stay stay, StayOffer offer, E.OfferFailed e)
    {
        var waits = stay.Without(offer) with
        {
            Last = offer,
            RefusalsInARow = e.End switch
            {
                OfferEnd.RefusedByCall => stay.RefusalsInARow + 1,
                OfferEnd.NotReserved => stay.RefusalsInARow,
                _ => 0,
            },
        };
        if (e.ExcludedUntil is { } until)
        {
            // An agent may take a call that excludes it; what it then does counts from then.
            waits = waits with { Exclusions = stay.Exclusions.SetItem(offer.Agent, new Exclusion(offer.Id, until)) };
            state = stay.Exclusions.ContainsKey(offer.Agent) ? state : state.Excluding(offer.Agent, 1);
        }

        state = state.With(waits);
        return e.End == OfferEnd.Withdrawn ? state.With(new QueueNotice.Withdrawn(offer.Id, offer.Agent)) : state;
    }

    /// <summary>By whom is what the call said; agents that were asked besides or after that one must not hold themselves for nothing.</summary>
    private static QueueState Answered(QueueState state, E.CallAnswered e) => WithoutOffers(state, e.Offer.Stay, e.Offer).Without(e.Offer.Stay, e.At);

    /// <summary>Of those that are reserved, the call itself tells the agents.</summary>
    private static QueueState WithoutOffers(QueueState state, StayId stay, OfferId? but) =>
        (state.Stays.GetValueOrDefault(stay)?.Offers ?? []).Items.Where(offer => !offer.IsReserved && offer.Id != but)
            .Aggregate(state, (left, offer) => left.With(new QueueNotice.Withdrawn(offer.Id, offer.Agent)));

    private static QueueAgent AgentOf(QueueState state, ActorId id) =>
        state.Agents.GetValueOrDefault(id) ?? new QueueAgent(0, DateTimeOffset.MinValue, false);
}
