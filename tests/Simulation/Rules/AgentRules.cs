using CallCenter.Actors;
using CallCenter.Actors.Agents;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// A1: one offer or conversation at a time over all queues. A10: who owes a summary is not ready and has no other contact. A3: no offer before the wrap-up ended. A5: times of an agent's events never go
/// back, so its state intervals tile the session. T1: a reservation is not given up early.
/// </summary>
internal sealed class AgentRules
{
    private readonly SortedDictionary<ActorId, Shift> shifts = [];

    private sealed class Shift
    {
        public DateTimeOffset Last { get; set; }

        public OfferId? Offer { get; set; }

        public DateTimeOffset RingUntil { get; set; }

        public bool IsTalking { get; set; }

        public OfferId? WrapUp { get; set; }

        public Actors.Queues.OfferEnd LastEnd { get; set; }

        public bool IsSignedIn { get; set; }

        /// <summary>The present contact demands a summary that is not written.</summary>
        public bool IsDemanded { get; set; }

        /// <summary>The contact whose wrap-up ended without it.</summary>
        public OfferId? Owed { get; set; }

        /// <summary>The last that was written.</summary>
        public OfferId? Summarized { get; set; }
    }

    public void Check(Stored stored)
    {
        if (stored.Event is not AgentEvent @event)
        {
            return;
        }

        if (!shifts.TryGetValue(stored.Stream, out var shift))
        {
            shifts.Add(stored.Stream, shift = new Shift());
        }

        Require(@event.At >= shift.Last, "A5", $"{stored.Stream}: {@event} at {@event.At:O} after {shift.Last:O}");
        shift.Last = @event.At;
        switch (@event)
        {
            case AgentEvent.SignedIn:
                Require(!shift.IsSignedIn, "A5", $"{stored.Stream} signed in twice");
                shift.IsSignedIn = true;
                break;
            case AgentEvent.SignedOut:
                Require(shift.Offer is null, "A5", $"{stored.Stream} signed out during {shift.Offer}");
                shift.IsSignedIn = false;
                break;
            case AgentEvent.Reserved e:
                Require(shift.Offer is null, "A1", $"{stored.Stream} reserved for {e.Offer} while it has {shift.Offer}");
                Require(shift.WrapUp is null, "A3", $"{stored.Stream} reserved for {e.Offer} during the wrap-up of {shift.WrapUp}");
                Require(shift.Owed is null, "A10", $"{stored.Stream} reserved for {e.Offer} while it owes the summary of {shift.Owed}");
                // One that was given up and is taken after all may have its summary already.
                shift.IsDemanded = e.Rules.Summary && shift.Summarized != e.Offer;
                (shift.Offer, shift.RingUntil, shift.IsTalking) = (e.Offer, e.RingUntil, false);
                break;
            case AgentEvent.BecameReady:
                Require(shift.Owed is null, "A10", $"{stored.Stream} is ready while it owes the summary of {shift.Owed}");
                break;
            case AgentEvent.SummaryRecorded e:
                shift.Summarized = e.Offer;
                shift.IsDemanded &= (shift.Offer ?? shift.WrapUp) != e.Offer;
                shift.Owed = shift.Owed == e.Offer ? null : shift.Owed;
                break;
            case AgentEvent.Dialed e:
                Require(shift.Offer is null, "A1", $"{stored.Stream} dials {e.Offer} while it has {shift.Offer}");
                Require(shift.Owed is null, "A10", $"{stored.Stream} dials {e.Offer} while it owes the summary of {shift.Owed}");
                shift.IsDemanded = false;
                Require(shift.WrapUp is null, "A3", $"{stored.Stream} dials {e.Offer} during the wrap-up of {shift.WrapUp}");
                (shift.Offer, shift.RingUntil, shift.IsTalking) = (e.Offer, e.Until, false);
                break;
            case AgentEvent.DialEnded e:
                Require(shift.Offer == e.Offer && !shift.IsTalking, "A1", $"{stored.Stream}: {e.Offer} ended while it has {shift.Offer}");
                (shift.Offer, shift.LastEnd) = (null, Actors.Queues.OfferEnd.Answered);
                break;
            case AgentEvent.Answered e:
                Require(shift.Offer == e.Offer, "A1", $"{stored.Stream} answered {e.Offer} while it has {shift.Offer}");
                shift.IsTalking = true;
                break;
            case AgentEvent.OfferEnded e:
                Require(shift.Offer == e.Offer && !shift.IsTalking, "A1", $"{stored.Stream}: {e.Offer} ended while it has {shift.Offer}");
                (shift.Offer, shift.LastEnd) = (null, e.End);
                break;
            case AgentEvent.BecameNotReady { Reason: SystemReasons.System } e when shift.LastEnd == Actors.Queues.OfferEnd.Withdrawn:
                Require(e.At >= shift.RingUntil + AgentCommand.ReservationGrace, "T1", $"{stored.Stream} gave up its reservation at {e.At:O}, due {shift.RingUntil + AgentCommand.ReservationGrace:O}");
                break;
            case AgentEvent.WrapUpStarted e:
                Require(shift.Offer == e.Offer, "A1", $"{stored.Stream} wraps up {e.Offer} while it has {shift.Offer}");
                (shift.Offer, shift.WrapUp, shift.IsTalking) = (null, e.Offer, false);
                shift.IsDemanded &= e.End != SegmentEnd.ConsultedAndReturned;
                break;
            case AgentEvent.WrapUpEnded e:
                Require(shift.WrapUp == e.Offer, "A3", $"{stored.Stream}: wrap-up of {e.Offer} ended, open was {shift.WrapUp}");
                (shift.WrapUp, shift.Owed, shift.IsDemanded) = (null, shift.IsDemanded ? e.Offer : null, false);
                break;
        }
    }

    public void CheckEnd()
    {
        foreach (var (agent, shift) in shifts)
        {
            Require(shift.Offer is null, "A2", $"{agent} is stuck with {shift.Offer} (talking: {shift.IsTalking})");
            Require(shift.Owed is null, "A10", $"{agent} still owes the summary of {shift.Owed}");
            Require(shift.WrapUp is null, "A2", $"{agent} is stuck in the wrap-up of {shift.WrapUp}");
        }
    }
}
