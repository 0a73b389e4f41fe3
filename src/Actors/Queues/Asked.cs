using CallCenter.Actors.Agents;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// What a queue says to an agent who has a call of another queue and asks what there is here. An offer made to it, now or before, is on its way and
/// says it all. As long as the queue counts on the agent of this very epoch, it has nothing for it.
/// </summary>
internal static class Asked
{
    public static Decision<E> Replied(QueueState state, C.RecordAgentAvailable c, Decision<E> decision)
    {
        var nothing = new AgentCommand.RecordNothingToOffer(state.Id, c.Epoch);
        return decision switch
        {
            Decision<E>.Accepted accepted when !accepted.Events.Any(e => e is E.OfferMade made && made.Agent == c.Agent) => AcceptAll(accepted.Events, nothing),
            Decision<E>.AlreadySo when state.Agents.GetValueOrDefault(c.Agent) is { IsAvailable: true } agent && agent.Epoch == c.Epoch => AlreadySo<E>(nothing),
            _ => decision,
        };
    }
}
