using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// Q2: nobody is passed over. When an agent is offered a call, no call that comes before it in the order, rings nowhere, and could have had this agent
/// at that moment waits: by what it needs by itself and its queue asks, as wide as its wait has made it; by the agents that it waits for; and by whom it
/// was offered to a short while ago. A call that should rather have this very agent may go first, and so may one that somebody picked.
/// </summary>
internal sealed class OrderRules
{
    private readonly SortedDictionary<ActorId, Line> lines = [];

    private sealed class Line
    {
        public QueueSettings? Settings { get; set; }

        public SortedDictionary<StayId, Waiting> Waiting { get; } = [];

        public SortedDictionary<ActorId, AgentProfile?> Agents { get; } = [];
    }

    private sealed class Waiting(QueuedCall call)
    {
        public QueuedCall Call => call;

        public TimeSpan Widened { get; set; }

        public bool HasNobodyToPrefer { get; set; }

        public bool IsLeaving { get; set; }

        public SortedDictionary<OfferId, ActorId> Offers { get; } = [];

        public SortedSet<ActorId> Excluded { get; } = [];
    }

    public void Check(Stored stored)
    {
        if (stored.Event is not QueueEvent @event)
        {
            return;
        }

        if (!lines.TryGetValue(stored.Stream, out var line))
        {
            lines.Add(stored.Stream, line = new Line());
        }

        switch (@event)
        {
            case QueueEvent.QueueConfigured e:
                line.Settings = e.Settings;
                break;
            case QueueEvent.AgentBecameAvailable e:
                line.Agents[e.Agent] = e.Profile;
                break;
            case QueueEvent.CallQueued e:
                line.Waiting[e.Stay] = new Waiting(e.Call);
                break;
            case QueueEvent.OfferMade e:
                Offered(stored, line, e);
                line.Waiting[e.Offer.Stay].Offers.Add(e.Offer, e.Agent);
                break;
            case QueueEvent.CallAnswered e:
                line.Waiting.Remove(e.Offer.Stay);
                break;
            case QueueEvent.StayEnded e:
                line.Waiting.Remove(e.Stay);
                break;
            case QueueEvent.OfferFailed { ExcludedUntil: var until } e when line.Waiting[e.Offer.Stay].Offers.Remove(e.Offer, out var agent) && until is not null:
                line.Waiting[e.Offer.Stay].Excluded.Add(agent);
                break;
            case QueueEvent.ExclusionEnded e:
                line.Waiting[e.Stay].Excluded.Remove(e.Agent);
                break;
            case QueueEvent.LeaveAsked e:
                line.Waiting[e.Stay].IsLeaving = true;
                break;
            case QueueEvent.StayWidened e:
                line.Waiting[e.Stay].Widened = e.After;
                break;
            case QueueEvent.PreferenceEnded e:
                line.Waiting[e.Stay].HasNobodyToPrefer = true;
                break;
        }
    }

    private static void Offered(Stored stored, Line line, QueueEvent.OfferMade e)
    {
        var chosen = line.Waiting[e.Offer.Stay];
        if (e.Reason.Cause != OfferCause.Order || chosen.Call.Preferred.Contains(e.Agent))
        {
            return;
        }

        var place = PlaceOf(line, e.Offer.Stay, chosen.Call);
        foreach (var (stay, other) in line.Waiting)
        {
            var isBefore = chosen.Offers.Count > 0 || PlaceOf(line, stay, other.Call).CompareTo(place) < 0;
            Require(stay == e.Offer.Stay || !isBefore || !CouldHave(line, other, e.Agent), "Q2", $"{stored.Stream}: {e.Agent} is offered {e.Offer} before {stay}");
        }
    }

    /// <summary>Where agents are kept in reserve, one that is free may still be none for it: that is not judged.</summary>
    private static bool CouldHave(Line line, Waiting call, ActorId agent) =>
        call is { IsLeaving: false, Offers.Count: 0 } && !call.Excluded.Contains(agent) && line.Settings is { Reserve: null }
        && (call.Call.Preferred.Contains(agent) || (!IsHeld(call) && IsMet(call.Call.Needs, call.Widened, line.Agents.GetValueOrDefault(agent)) && IsMet(line.Settings.Steps, call.Widened, line.Agents.GetValueOrDefault(agent))));

    private static bool IsHeld(Waiting call) => call.Call.Preferred.Count > 0 && !call.HasNobodyToPrefer && call.Widened < call.Call.PreferFor;

    /// <summary>The last step that has come counts, and before the first nothing is asked.</summary>
    private static bool IsMet(EquatableArray<NeedStep> steps, TimeSpan waited, AgentProfile? agent) =>
        steps.Where(step => step.After <= waited).OrderBy(step => step.After).LastOrDefault() is not { } step || NeedsReader.Read(step.Require).AreMetBy(agent);

    private static (int, DateTimeOffset, StayId) PlaceOf(Line line, StayId stay, QueuedCall call) => line.Settings?.HeadStart is { } start
        ? (0, call.Arrived - (call.Priority * start), stay)
        : (-call.Priority, call.Arrived, stay);
}
