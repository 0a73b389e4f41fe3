using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// Q4: a stay waits once, and rings at no more phones than may ring together. Q5: entered = all ends. C6: arrival and
/// priority never change. T1: no deadline early. Work is conserved: after each decision no call waits that an available agent may have (Q1).
/// </summary>
internal sealed class QueueRules
{
    private readonly SortedDictionary<ActorId, Floor> floors = [];

    private sealed class Floor
    {
        public QueueSettings? Settings { get; set; }

        public SortedDictionary<StayId, QueuedCall> Waiting { get; } = [];

        public SortedDictionary<StayId, SortedSet<OfferId>> Offered { get; } = [];

        public SortedDictionary<StayId, DateTimeOffset> Entered { get; } = [];

        public SortedDictionary<(StayId Stay, ActorId Agent), DateTimeOffset> Excluded { get; } = [];

        public SortedSet<StayId> TurnedAway { get; } = [];

        public SortedDictionary<StayId, StayEnd> Ended { get; } = [];
    }

    public void Check(Stored stored)
    {
        if (stored.Event is not QueueEvent @event)
        {
            return;
        }

        if (!floors.TryGetValue(stored.Stream, out var floor))
        {
            floors.Add(stored.Stream, floor = new Floor());
        }

        switch (@event)
        {
            case QueueEvent.QueueConfigured e:
                floor.Settings = e.Settings;
                break;
            case QueueEvent.CallQueued e:
                Require(floor.Entered.TryAdd(e.Stay, e.At), "Q4", $"{stored.Stream}: {e.Stay} queued twice");
                floor.Waiting.Add(e.Stay, e.Call);
                break;
            case QueueEvent.CallTurnedAway e:
                Require(floor.Entered.TryAdd(e.Stay, e.At), "Q4", $"{stored.Stream}: {e.Stay} entered twice");
                floor.Ended.Add(e.Stay, e.End);
                floor.TurnedAway.Add(e.Stay);
                break;
            case QueueEvent.OfferMade e:
                Offered(stored, floor, e);
                break;
            case QueueEvent.OfferFailed e:
                Require(floor.Offered.TryGetValue(e.Offer.Stay, out var open) && open.Remove(e.Offer), "Q4", $"{stored.Stream}: {e.Offer} failed, and was not open");
                if (e.ExcludedUntil is { } until && AgentOf.TryGetValue(e.Offer, out var agent))
                {
                    floor.Excluded[(e.Offer.Stay, agent)] = until;
                }

                break;
            case QueueEvent.ExclusionEnded e:
                Require(floor.Excluded.Remove((e.Stay, e.Agent), out var due) && e.At >= due, "T1", $"{stored.Stream}: exclusion of {e.Agent} from {e.Stay} ended {e.At:O}, due {due:O}");
                break;
            case QueueEvent.CallAnswered e:
                End(stored, floor, e.Offer.Stay, StayEnd.Answered);
                break;
            case QueueEvent.StayEnded e:
                End(stored, floor, e.Stay, e.End);
                break;
        }
    }

    /// <summary>
    /// The queue's ends and the calls' own ends of each stay agree, and nobody waits. Turned away at the door is the queue's own figure: a caller
    /// may have hung up before it heard so.
    /// </summary>
    public void CheckEnd(CallRules calls)
    {
        var ofCalls = calls.Lives.Values.SelectMany(life => life.Stays).ToDictionary(stay => stay.Key, stay => stay.Value);
        foreach (var (queue, floor) in floors)
        {
            Require(floor.Waiting.Count == 0, "Q1", $"{queue}: {floor.Waiting.Count} still wait after healing, first {floor.Waiting.FirstOrDefault().Key}");
            Require(floor.Entered.Count == floor.Ended.Count, "Q5", $"{queue}: {floor.Entered.Count} entered, {floor.Ended.Count} ended");
            foreach (var (stay, end) in floor.Ended)
            {
                Require(ofCalls.TryGetValue(stay, out var own) && (own == end || floor.TurnedAway.Contains(stay)), "Q5", $"{stay} ended {end} for {queue} and {own} for the call");
            }
        }
    }

    private SortedDictionary<OfferId, ActorId> AgentOf { get; } = [];

    private void Offered(Stored stored, Floor floor, QueueEvent.OfferMade e)
    {
        var stay = e.Offer.Stay;
        if (!floor.Offered.TryGetValue(stay, out var open))
        {
            floor.Offered.Add(stay, open = []);
        }

        Require(floor.Waiting.ContainsKey(stay) && open.Count < (floor.Settings?.Together ?? 1), "Q4", $"{stored.Stream}: {e.Offer} offered while {string.Join(", ", open)} rings, waiting: {floor.Waiting.ContainsKey(stay)}");
        Require(open.All(other => AgentOf[other] != e.Agent), "Q4", $"{stored.Stream}: {e.Offer} is offered to {e.Agent}, who has another of its offers");
        AgentOf[e.Offer] = e.Agent;
        open.Add(e.Offer);
    }

    private static void End(Stored stored, Floor floor, StayId stay, StayEnd end)
    {
        Require(floor.Waiting.Remove(stay), "Q4", $"{stored.Stream}: {stay} ended {end} and was not waiting");
        Require(floor.Ended.TryAdd(stay, end), "C1", $"{stored.Stream}: {stay} ended twice");
        floor.Offered.Remove(stay);
        foreach (var gone in floor.Excluded.Keys.Where(key => key.Stay == stay).ToList())
        {
            floor.Excluded.Remove(gone);
        }
    }
}
