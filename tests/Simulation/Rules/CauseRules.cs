using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// X1 between actors: what one actor did because another asked it stands in the journal behind the event that made the other ask. Every
/// message is a duty of a state; if the state never became durable, nothing that its message caused may. A8: an agent is idle since it signed in or
/// ended its wrap-up, however often its owner changed since.
/// </summary>
internal sealed class CauseRules
{
    private enum Step
    {
        Entered,
        Queued,
        Offered,
        Reserved,
        Requested,
        Answered,
        SegmentEnded,
    }

    private readonly HashSet<(ActorId Agent, DateTimeOffset At)> agentTimes = [];
    private readonly HashSet<(Step Step, StayId Stay, int Attempt, ActorId By)> seen = [];

    public void Check(Stored stored)
    {
        switch (stored.Event)
        {
            case CallEvent.QueueEntered { Asked: { } asked } e:
                Saw(Step.Offered, new OfferId(e.Stay, 1), ActorId.Agent(stored.Stream.Tenant, asked.Agent, stored.Stream.Site));
                break;
            case CallEvent.QueueEntered e:
                Saw(Step.Entered, e.Stay, e.Queue);
                break;
            case QueueEvent.CallQueued e:
                Needs(stored, Step.Entered, e.Stay, stored.Stream);
                Saw(Step.Queued, e.Stay, stored.Stream);
                break;
            case QueueEvent.CallTurnedAway e:
                Needs(stored, Step.Entered, e.Stay, stored.Stream);
                break;
            case QueueEvent.AgentBecameAvailable e:
                Require(agentTimes.Contains((e.Agent, e.IdleSince)), "A8", $"{stored.Stream}: {e.Agent} is idle since {e.IdleSince:O}, when nothing happened to it");
                break;
            case AgentEvent.SignedIn or AgentEvent.WrapUpEnded:
                agentTimes.Add((stored.Stream, stored.At));
                break;
            case QueueEvent.OfferMade e:
                Needs(stored, Step.Queued, e.Offer.Stay, stored.Stream);
                Saw(Step.Offered, e.Offer, e.Agent);
                break;
            case AgentEvent.OfferContested e:
                Needs(stored, Step.Offered, e.Offer, stored.Stream);
                break;
            case AgentEvent.Reserved e:
                Needs(stored, Step.Offered, e.Offer, stored.Stream);
                Saw(Step.Reserved, e.Offer, stored.Stream);
                break;
            case CallEvent.LegRequested { Offer: { } offer, Agent: { } agent }:
                Needs(stored, Step.Reserved, offer, agent);
                Saw(Step.Requested, offer, agent);
                break;
            case AgentEvent.RingAccepted e:
                Needs(stored, Step.Requested, e.Offer, stored.Stream);
                break;
            case CallEvent.LegAnswered { Offer: { } offer, Agent: { } agent }:
                Saw(Step.Answered, offer, agent);
                break;
            case AgentEvent.Answered e:
                Needs(stored, Step.Answered, e.Offer, stored.Stream);
                break;
            case QueueEvent.CallAnswered e:
                Needs(stored, Step.Answered, e.Offer, e.Agent);
                break;
            case CallEvent.AgentSegmentEnded e:
                Saw(Step.SegmentEnded, e.Offer, e.Agent);
                break;
            case AgentEvent.WrapUpStarted e:
                Needs(stored, Step.SegmentEnded, e.Offer, stored.Stream);
                break;
        }
    }

    private void Saw(Step step, OfferId offer, ActorId by) => seen.Add((step, offer.Stay, offer.Attempt, by));

    private void Saw(Step step, StayId stay, ActorId by) => seen.Add((step, stay, 0, by));

    private void Needs(Stored stored, Step step, OfferId offer, ActorId by) => Needs(stored, (step, offer.Stay, offer.Attempt, by));

    private void Needs(Stored stored, Step step, StayId stay, ActorId by) => Needs(stored, (step, stay, 0, by));

    private void Needs(Stored stored, (Step Step, StayId Stay, int Attempt, ActorId By) cause) =>
        Require(seen.Contains(cause), "X1", $"{stored.Stream}: {stored.Event} is stored, and its cause is not: {cause.Step} {cause.Stay}.{cause.Attempt} by {cause.By}");
}
