using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// Q7: a caller is told no place worse than the last one it was told, in whichever queue and through whatever crash. Nothing is said twice, nor while
/// a phone rings. X1: the caller is told what its queue decided. T1: a queue says nothing before its time.
/// </summary>
internal sealed class TellingRules
{
    private readonly SortedDictionary<ActorId, Listener> listeners = [];
    private readonly SortedDictionary<ActorId, AnnounceRule?> rules = [];
    private readonly SortedDictionary<StayId, DateTimeOffset> entered = [];
    private readonly SortedDictionary<(StayId Stay, int Number), Announcement> decided = [];

    private sealed class Listener
    {
        public int? Position { get; set; }

        public SortedDictionary<StayId, int> Numbers { get; } = [];

        public SortedSet<int> Ringing { get; } = [];
    }

    public void Check(Stored stored)
    {
        switch (stored.Event)
        {
            case QueueEvent.QueueConfigured e:
                rules[stored.Stream] = e.Settings?.Announce;
                break;
            case QueueEvent.CallQueued e:
                entered[e.Stay] = e.At;
                break;
            case QueueEvent.Announced e:
                Require(rules[stored.Stream] is { } rule && e.At >= entered[e.Stay] + rule.FirstAfter + ((e.Number - 1) * rule.Every), "T1", $"{stored.Stream}: announcement {e.Number} of {e.Stay} at {e.At:O}");
                Require(decided.TryAdd((e.Stay, e.Number), e.What), "Q7", $"{stored.Stream}: announcement {e.Number} of {e.Stay} twice");
                break;
            case CallEvent.LegRequested e:
                ListenerOf(stored).Ringing.Add(e.Leg);
                break;
            case CallEvent.LegCancelled e:
                ListenerOf(stored).Ringing.Remove(e.Leg);
                break;
            case CallEvent.LegAnswered e:
                ListenerOf(stored).Ringing.Remove(e.Leg);
                break;
            case CallEvent.AgentConnected e:
                ListenerOf(stored).Ringing.Remove(e.Leg);
                break;
            case CallEvent.CustomerAnswered:
                ListenerOf(stored).Ringing.Remove(0);
                break;
            case CallEvent.LegFailed e:
                ListenerOf(stored).Ringing.Remove(e.Leg);
                break;
            case CallEvent.Announced e:
                Told(stored, ListenerOf(stored), e);
                break;
        }
    }

    private Listener ListenerOf(Stored stored)
    {
        if (!listeners.TryGetValue(stored.Stream, out var listener))
        {
            listeners.Add(stored.Stream, listener = new Listener());
        }

        return listener;
    }

    private void Told(Stored stored, Listener listener, CallEvent.Announced e)
    {
        Require(decided.TryGetValue((e.Stay, e.Number), out var what) && what == e.What, "X1", $"{stored.Stream} is told {e.What}, its queue decided {what}");
        Require(e.Number > listener.Numbers.GetValueOrDefault(e.Stay), "Q7", $"{stored.Stream}: announcement {e.Number} of {e.Stay} after {listener.Numbers.GetValueOrDefault(e.Stay)}");
        Require(listener.Ringing.Count == 0, "Q7", $"{stored.Stream} is spoken to while {string.Join(", ", listener.Ringing)} rings");
        Require(!(e.What.Position > listener.Position), "Q7", $"{stored.Stream} is told that it is {e.What.Position}, and was {listener.Position} before");
        listener.Numbers[e.Stay] = e.Number;
        listener.Position = e.What.Position ?? listener.Position;
    }
}
