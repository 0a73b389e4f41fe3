using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// C1: one end for call, stay, segment and contact, and only late facts behind it. C3: one phase at a time. C4: one handling agent at a time, the next only
/// after the caller was given away. C5: one offer at a time for each stay, or as many as its queue lets ring together; of several phones that ring the first
/// to answer wins and the others are let go with it. Q4: one stay in a queue, one of all answered until the caller is given away, and with the answer the
/// call waits nowhere. Q6: abandoned once, only when the caller has left, never when answered.
/// S4: one INVITE a leg.
/// </summary>
internal sealed class CallRules(Func<ActorId, bool> callerHasLeft)
{
    private readonly SortedDictionary<ActorId, Life> lives = [];
    private readonly SortedDictionary<ActorId, int> together = [];

    public sealed class Life
    {
        public DateTimeOffset Arrived { get; set; }

        public SortedDictionary<StayId, ActorId> Waiting { get; } = [];

        public SortedDictionary<StayId, StayEnd?> Stays { get; } = [];

        public SortedDictionary<int, OfferId?> Ringing { get; } = [];

        public bool HasLosers { get; set; }

        public SortedSet<int> Legs { get; } = [];

        public OfferId? Talking { get; set; }

        /// <summary>Its agent asks somebody.</summary>
        public bool IsConsulting { get; set; }

        /// <summary>The leg of who was asked, and its offer where it is an agent's.</summary>
        public int? AskedLeg { get; set; }

        public OfferId? Asked { get; set; }

        public SortedSet<StayId> AskedIn { get; } = [];

        /// <summary>How the caller fared in its queues since it was last given away: answered or abandoned.</summary>
        public StayEnd? Fared { get; set; }

        public CallEnd? End { get; set; }

        public bool ContactIsClosed { get; set; }
    }

    public IReadOnlyDictionary<ActorId, Life> Lives => lives;

    public void Check(Stored stored)
    {
        if (stored.Event is QueueEvent.QueueConfigured configured)
        {
            together[stored.Stream] = Math.Max(together.GetValueOrDefault(stored.Stream), configured.Settings?.Together ?? 1);
        }

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
                Require(e.IsConsult == (life.Talking is not null) && e.IsConsult == life.IsConsulting, "C3", $"{stored.Stream} enters a queue while talking {life.Talking}");
                if (e.IsConsult)
                {
                    life.AskedIn.Add(e.Stay);
                }

                Require(!life.Waiting.ContainsValue(e.Queue), "Q4", $"{stored.Stream} enters {e.Queue} twice");
                Require(life.Stays.TryAdd(e.Stay, null), "C1", $"{e.Stay} entered twice");
                life.Waiting.Add(e.Stay, e.Queue);
                break;
            case CallEvent.QueueLeft e:
                Require(life.Stays.TryGetValue(e.Stay, out var end) && end is null, "C1", $"{e.Stay} ended twice or never began");
                Require(life.AskedIn.Contains(e.Stay) || IsOnly(e.End, life), "Q4", $"{stored.Stream}: {e.Stay} ended {e.End} after {string.Join(", ", life.Stays)}");
                life.Stays[e.Stay] = e.End;
                life.Fared = IsTheCallers(e.End) && !life.AskedIn.Contains(e.Stay) ? e.End : life.Fared;
                life.Waiting.Remove(e.Stay);
                break;
            case CallEvent.LegRequested e:
                Require(life.Talking is null || (life.IsConsulting && life.AskedLeg is null), "C5", $"{stored.Stream}: leg {e.Leg} rings while {life.Talking} talks");
                Require(life.Ringing.Values.Count(offer => offer?.Stay == e.Offer?.Stay) < (e.Queue is { } queue ? together.GetValueOrDefault(queue, 1) : 1), "C5", $"{stored.Stream}: leg {e.Leg} rings for {e.Offer} while {string.Join(", ", life.Ringing)}");
                Require(life.Legs.Add(e.Leg), "S4", $"{stored.Stream}: leg {e.Leg} twice");
                life.Ringing.Add(e.Leg, e.Offer);
                break;
            case CallEvent.LegCancelled e:
                life.Ringing.Remove(e.Leg);
                life.HasLosers |= e.End == OfferEnd.AnsweredElsewhere;
                break;
            case CallEvent.LegFailed e:
                life.Ringing.Remove(e.Leg);
                break;
            case CallEvent.LegAnswered e:
                Require(life.Talking is null || (life.IsConsulting && life.AskedLeg is null), "C4", $"{stored.Stream}: {e.Offer} answered while {life.Talking} talks");
                Require(life.Ringing.Remove(e.Leg), "C5", $"{stored.Stream}: leg {e.Leg} answered and did not ring");
                Require(life.Ringing.Count == 0, "C5", $"{stored.Stream}: leg {e.Leg} answered while {string.Join(", ", life.Ringing)} rings on");
                Require(life.Waiting.Keys.All(stay => stay == e.Offer?.Stay), "Q4", $"{stored.Stream}: {e.Offer} answered while it waits in {string.Join(", ", life.Waiting)}");
                if (life.IsConsulting)
                {
                    (life.AskedLeg, life.Asked) = (e.Leg, e.Offer);
                }
                else
                {
                    life.Talking = e.Offer;
                }

                break;
            case CallEvent.ConsultStarted e:
                Require(life.Talking == e.Offer && !life.IsConsulting, "C4", $"{stored.Stream}: {e.Offer} asks somebody while {life.Talking} talks");
                life.IsConsulting = true;
                break;
            case CallEvent.ConsultEnded e:
                Consulted(stored, life, e);
                break;
            case CallEvent.CallTransferred e:
                Require(life.Talking == e.Offer, "C4", $"{stored.Stream}: {e.Offer} gives away a caller who talks in {life.Talking}");
                life.Fared = null;
                break;
            case CallEvent.AgentSegmentEnded e:
                Require(life.Talking == e.Offer || life.Asked == e.Offer, "C1", $"{stored.Stream}: segment {e.Offer} ended while {life.Talking} talks");
                if (life.Talking == e.Offer)
                {
                    life.Talking = null;
                }
                else
                {
                    life.Asked = null;
                }

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
            Require(life.End is not null, "C1", $"{call} never ended: in {string.Join(", ", life.Waiting)}, ringing {string.Join(", ", life.Ringing)}, talking {life.Talking}");
            Require(life.ContactIsClosed, "C1", $"{call}: its contact never closed");
            Require(life.Stays.Values.All(end => end is not null), "C1", $"{call}: a stay never ended");
            Require(!life.HasLosers || life.Stays.ContainsValue(StayEnd.Answered), "C5", $"{call}: agents lost it and nobody won");
        }
    }

    /// <summary>Joined, who was asked has the caller, and the agent before it has not; else the agent has it, and nobody is asked any more.</summary>
    private static void Consulted(Stored stored, Life life, CallEvent.ConsultEnded e)
    {
        Require(life.IsConsulting, "C1", $"{stored.Stream}: a consultation ended and was not");
        if (e.End == ConsultEnd.Joined)
        {
            Require(life.AskedLeg is not null && life.Talking is null, "C4", $"{stored.Stream}: the caller is joined with {life.AskedLeg} while {life.Talking} talks");
            (life.Talking, life.Fared) = (life.Asked, StayEnd.Answered);
        }
        else
        {
            Require(life.Talking is not null && life.Asked is null && life.Waiting.Count == 0 && life.Ringing.Count == 0, "C4",
                $"{stored.Stream}: {e} leaves {life.Talking} talking, {life.Asked} asked, {string.Join(", ", life.Waiting)} waiting, {string.Join(", ", life.Ringing)} ringing");
        }

        (life.IsConsulting, life.AskedLeg, life.Asked) = (false, null, null);
    }

    private void Ended(Stored stored, Life life, CallEvent.CallEnded e)
    {
        life.End = e.End;
        var abandoned = e.End is CallEnd.AbandonedInQueue or CallEnd.AbandonedRinging;
        Require(!abandoned || callerHasLeft(stored.Stream), "Q6", $"{stored.Stream} is abandoned while its caller is there");
        Require(!abandoned || life.Fared != StayEnd.Answered, "Q6", $"{stored.Stream} is abandoned and was answered");
        Require(life.Talking is null && life.Asked is null, "C1", $"{stored.Stream} ended before its segments {life.Talking} {life.Asked}");
        Require(life.Waiting.Count == 0, "C1", $"{stored.Stream} ended before its stays {string.Join(", ", life.Waiting)}");
        Require(life.Ringing.Count == 0, "C5", $"{stored.Stream} ended while {string.Join(", ", life.Ringing)} rings on");
    }

    /// <summary>Of all stays of a call one is answered or abandoned, if any, each time that it comes to its queues.</summary>
    private static bool IsOnly(StayEnd end, Life life) => !IsTheCallers(end) || life.Fared is null;

    private static bool IsTheCallers(StayEnd? end) => end is StayEnd.Answered or StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging;
}
