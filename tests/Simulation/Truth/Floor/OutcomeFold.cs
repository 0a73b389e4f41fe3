using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Cluster;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>What became of each call, from the events of its queue as the journal gets them: what reports and boards are made of.</summary>
internal sealed class OutcomeFold
{
    private DateTimeOffset[] entered = [];
    private int open;

    public CallOutcome[] All { get; private set; } = [];

    public bool IsComplete => open == 0;

    /// <summary>The first event that nobody expects on a calm day; null: none.</summary>
    public string? Trouble { get; private set; }

    public void Begin(int calls) => (entered, All, open) = (new DateTimeOffset[calls], new CallOutcome[calls], calls);

    public void Take(IReadOnlyList<CommittedEvent> rows)
    {
        foreach (var row in rows)
        {
            if (row.Tag is "queue_call_queued" or "queue_call_answered" or "queue_stay_ended" or "queue_offer_failed")
            {
                Take((QueueEvent)Contracts.Read(row.Tag, row.Body.Span)!);
            }
        }
    }

    private void Take(QueueEvent @event)
    {
        switch (@event)
        {
            case QueueEvent.CallQueued e:
                entered[CalmFloor.NumberOf(e.Stay.Call)] = e.At;
                break;
            case QueueEvent.CallAnswered e:
                End(e.Offer.Stay, e.At, CalmCenter.IndexOf(e.Agent.Key));
                break;
            case QueueEvent.StayEnded { End: StayEnd.AbandonedWaiting } e:
                End(e.Stay, e.At, null);
                break;
            default:
                Trouble ??= $"on a calm day nobody expects {@event}";
                break;
        }
    }

    private void End(StayId stay, DateTimeOffset at, int? agent)
    {
        var call = CalmFloor.NumberOf(stay.Call);
        All[call] = new CallOutcome(at - entered[call], agent);
        open--;
    }
}
