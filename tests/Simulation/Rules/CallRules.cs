using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// C1: one end for call, stay, segment and contact, and only late facts behind it. C3: one phase at a time. C4: one handling agent at a time.
/// C5: one offer at a time, and a loser never ends the call. Q6: abandoned only when the caller has left, never when answered. S4: one INVITE a leg.
/// </summary>
internal sealed class CallRules(Func<ActorId, bool> callerHasLeft)
{
    private readonly SortedDictionary<ActorId, Life> lives = [];

    public sealed class Life
    {
        public DateTimeOffset Arrived { get; set; }

        public StayId? Stay { get; set; }

        public SortedDictionary<StayId, StayEnd?> Stays { get; } = [];

        public int? Ringing { get; set; }

        public SortedSet<int> Legs { get; } = [];

        public OfferId? Talking { get; set; }

        public CallEnd? End { get; set; }

        public bool ContactIsClosed { get; set; }
    }

    public IReadOnlyDictionary<ActorId, Life> Lives => lives;

    public void Check(Stored stored)
    {
        if (stored.Event is not CallEvent @event)
        {
            return;
        }

        if (!lives.TryGetValue(stored.Stream, out var life))
        {
            lives.Add(stored.Stream, life = new Life());
        }

        Require(life.End is null || CallEvent.IsLateFact(@event), "C1", $"{stored.Stream}: {@event} after its end");
        switch (@event)
        {
            case CallEvent.CallArrived e:
                life.Arrived = e.At;
                break;
            case CallEvent.QueueEntered e:
                Require(life.Stay is null && life.Talking is null, "C3", $"{stored.Stream} enters a queue while in {life.Stay} and talking {life.Talking}");
                Require(life.Stays.TryAdd(e.Stay, null), "C1", $"{e.Stay} entered twice");
                life.Stay = e.Stay;
                break;
            case CallEvent.QueueLeft e:
                Require(life.Stays.TryGetValue(e.Stay, out var end) && end is null, "C1", $"{e.Stay} ended twice or never began");
                life.Stays[e.Stay] = e.End;
                life.Stay = null;
                break;
            case CallEvent.LegRequested e:
                Require(life.Ringing is null && life.Talking is null, "C5", $"{stored.Stream}: leg {e.Leg} rings while {life.Ringing} rings or {life.Talking} talks");
                Require(life.Legs.Add(e.Leg), "S4", $"{stored.Stream}: leg {e.Leg} twice");
                life.Ringing = e.Leg;
                break;
            case CallEvent.LegCancelled e when life.Ringing == e.Leg:
                life.Ringing = null;
                break;
            case CallEvent.LegFailed e when life.Ringing == e.Leg:
                life.Ringing = null;
                break;
            case CallEvent.LegAnswered e:
                Require(life.Talking is null, "C4", $"{stored.Stream}: {e.Offer} answered while {life.Talking} talks");
                Require(life.Ringing == e.Leg, "C5", $"{stored.Stream}: leg {e.Leg} answered while {life.Ringing} rings");
                (life.Talking, life.Ringing) = (e.Offer, null);
                break;
            case CallEvent.AgentSegmentEnded e:
                Require(life.Talking == e.Offer, "C1", $"{stored.Stream}: segment {e.Offer} ended while {life.Talking} talks");
                life.Talking = null;
                break;
            case CallEvent.CallEnded e:
                Ended(stored, life, e);
                break;
            case CallEvent.ContactClosed:
                Require(!life.ContactIsClosed, "C1", $"{stored.Stream}: contact closed twice");
                life.ContactIsClosed = true;
                break;
        }
    }

    public void CheckEnd()
    {
        foreach (var (call, life) in lives)
        {
            Require(life.End is not null, "C1", $"{call} never ended: in {life.Stay}, ringing {life.Ringing}, talking {life.Talking}");
            Require(life.ContactIsClosed, "C1", $"{call}: its contact never closed");
            Require(life.Stays.Values.All(end => end is not null), "C1", $"{call}: a stay never ended");
        }
    }

    private void Ended(Stored stored, Life life, CallEvent.CallEnded e)
    {
        life.End = e.End;
        var abandoned = e.End is CallEnd.AbandonedInQueue or CallEnd.AbandonedRinging;
        Require(!abandoned || callerHasLeft(stored.Stream), "Q6", $"{stored.Stream} is abandoned while its caller is there");
        Require(!abandoned || !life.Stays.ContainsValue(StayEnd.Answered), "Q6", $"{stored.Stream} is abandoned and was answered");
        Require(life.Talking is null, "C1", $"{stored.Stream} ended before its segment {life.Talking}");
        Require(life.Stay is null, "C1", $"{stored.Stream} ended before its stay {life.Stay}");
    }
}
