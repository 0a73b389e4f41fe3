using CallCenter.Actors;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// T1: no call is let go or turned away before its reason holds: the longest wait, hours, an emergency, too few agents for too long, too many waiting.
/// And none comes in where one of them holds.
/// </summary>
internal sealed class TreatmentRules
{
    private readonly SortedDictionary<ActorId, Desk> desks = [];

    private sealed class Desk
    {
        public QueueSettings? Settings { get; set; }

        public bool Emergency { get; set; }

        public DateTimeOffset? ShortSince { get; set; }

        public SortedSet<ActorId> Present { get; } = [];

        public SortedDictionary<StayId, DateTimeOffset> Entered { get; } = [];

        public OverflowRule? OfAgents => Settings?.OverflowWhen.Items.FirstOrDefault(rule => rule.AgentsBelow is not null);

        public bool IsEmergency => Emergency || Settings is { Emergency.IsOn: true };

        public bool IsClosed(DateTimeOffset at) => Settings is null || (Settings.Hours is { } hours && !hours.Calendar.IsOpen(at));

        public bool IsShort(DateTimeOffset at) => OfAgents is { } rule && ShortSince + rule.For <= at;

        public bool IsLong => Settings?.OverflowWhen.Items.Any(rule => rule.Length <= Entered.Count) ?? false;

        public TimeSpan? LongestWait =>
            Settings!.OverflowWhen.Items.Select(rule => rule.Wait).Append(Settings.MaxWait).Where(wait => wait is not null).Min();
    }

    public void Check(Stored stored)
    {
        if (stored.Event is not QueueEvent @event)
        {
            return;
        }

        if (!desks.TryGetValue(stored.Stream, out var desk))
        {
            desks.Add(stored.Stream, desk = new Desk());
        }

        switch (@event)
        {
            case QueueEvent.QueueConfigured e:
                desk.Settings = e.Settings;
                Count(desk, e.At);
                break;
            case QueueEvent.EmergencyDeclared:
                desk.Emergency = true;
                break;
            case QueueEvent.EmergencyLifted:
                desk.Emergency = false;
                break;
            case QueueEvent.AgentBecameAvailable e:
                desk.Present.Add(e.Agent);
                Count(desk, e.At);
                break;
            case QueueEvent.AgentBecameUnavailable e:
                _ = e.IsGone ? desk.Present.Remove(e.Agent) : desk.Present.Add(e.Agent);
                Count(desk, e.At);
                break;
            case QueueEvent.CallQueued e:
                Require(!desk.IsClosed(e.At) && !desk.IsEmergency && !desk.IsShort(e.At) && !desk.IsLong, "T1", $"{stored.Stream}: {e.Stay} came in at {e.At:O} against its rules");
                desk.Entered.Add(e.Stay, e.At);
                break;
            case QueueEvent.CallTurnedAway e:
                Require(Holds(desk, e.Reason, e.At), "T1", $"{stored.Stream}: {e.Stay} turned away at {e.At:O} for {e.Reason}");
                break;
            case QueueEvent.LeaveAsked e:
                Require(e.Reason == LeaveReason.MaxWait ? e.At >= desk.Entered[e.Stay] + desk.LongestWait : Holds(desk, e.Reason, e.At), "T1", $"{stored.Stream}: {e.Stay} had to go at {e.At:O} for {e.Reason}");
                break;
            case QueueEvent.CallAnswered e:
                desk.Entered.Remove(e.Offer.Stay);
                break;
            case QueueEvent.StayEnded e:
                desk.Entered.Remove(e.Stay);
                break;
        }
    }

    private static bool Holds(Desk desk, LeaveReason reason, DateTimeOffset at) => reason switch
    {
        LeaveReason.Closed => desk.IsClosed(at),
        LeaveReason.Emergency => desk.IsEmergency,
        LeaveReason.NoAgents => desk.IsShort(at),
        LeaveReason.QueueLong => desk.IsLong,
        LeaveReason.LongWait => desk.Settings!.OverflowWhen.Items.Any(rule => rule.ExpectedWait is not null),
        LeaveReason.QueueFull => desk.Entered.Count >= desk.Settings!.MaxLength,
        _ => true,
    };

    private static void Count(Desk desk, DateTimeOffset at) =>
        desk.ShortSince = desk.Present.Count < desk.OfAgents?.AgentsBelow ? desk.ShortSince ?? at : null;
}
