using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Somebody gives a waiting call to an agent, past the order and past what the call needs. Whether the agent is ready and free it alone knows; if
/// it is not, it refuses, and the call waits on in its place. One that picks for itself is willing, and need only be free.
/// </summary>
internal static class Picking
{
    public static Decision<E> Decide(QueueState state, C.Pick c, DateTimeOffset now) => (state.Stays.GetValueOrDefault(c.Stay), state.Agents.GetValueOrDefault(c.Agent)) switch
    {
        (null, _) => Refuse<E>(state.Ended.Contains(c.Stay) ? Refusal.StayEnded : Refusal.StayUnknown),
        ({ } stay, _) when stay.Offers.Items.Any(offer => offer.Agent == c.Agent) => AlreadySo<E>(),
        ({ Offer: not null }, _) => Refuse<E>(Refusal.OfferInProgress),
        ({ Leaving: not null }, _) => Refuse<E>(Refusal.StayEnded),
        (_, null or { IsGone: true }) => Refuse<E>(Refusal.AgentSignedOut),
        _ when state.Settings is null => Refuse<E>(Refusal.QueueNotConfigured),
        ({ } stay, _) => Accept<E>(Offering.Of(state, new Match(stay.Id, c.Agent, c.IsOwn ? OfferCause.Taken : OfferCause.Picked), c.By, now)),
    };
}
