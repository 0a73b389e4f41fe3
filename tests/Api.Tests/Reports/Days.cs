using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Api.Tests.Reports;

/// <summary>
/// Events of days with everything that makes figures disagree: overflow, transfers, calls in two queues, refusals at the door, short abandons, offers
/// that ring out, holds, wrap-ups over midnight, teams that change. Drawn from a seed; every stream has its own order, as a journal has.
/// </summary>
internal sealed class Days
{
    private static readonly string[] Queues = ["sales", "support", "orders"];
    private static readonly string[] AgentIds = ["1001", "1002", "1003", "1004", "1005"];
    private readonly string tenant;
    private readonly Random random;
    private readonly List<(DateTimeOffset At, ActorId Stream, object Event)> told = [];
    private readonly Dictionary<string, DateTimeOffset> busyUntil = [];
    private int calls;
    private int version = 1;

    public Days(string tenant, int seed, DateTimeOffset from, DateTimeOffset to, int count)
    {
        this.tenant = tenant;
        random = new Random(seed);
        Begin(from);
        foreach (var at in Enumerable.Range(0, count).Select(_ => from.AddMinutes(5) + ((to - from - TimeSpan.FromMinutes(10)) * random.NextDouble())).Order())
        {
            Call(DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()));
        }

        foreach (var agent in AgentIds)
        {
            var at = busyUntil[agent] > to ? busyUntil[agent] : to;
            Tell(Agent(agent), at, new AgentEvent.SignedOut(at));
        }
    }

    /// <summary>In order of time; those of one moment in the order in which they were told.</summary>
    public IEnumerable<(ActorId Stream, object Event)> Events => told.OrderBy(one => one.At).Select(one => (one.Stream, one.Event));

    private static string Key(int call) => $"{call:x32}";

    private ActorId Agent(string id) => ActorId.Agent(tenant, id);

    private ActorId Queue(string id) => ActorId.Queue(tenant, id);

    private TimeSpan Up(double seconds) => TimeSpan.FromMilliseconds(1 + random.Next((int)(seconds * 1000)));

    private void Tell(ActorId stream, DateTimeOffset at, object e) => told.Add((at, stream, e));

    private void Begin(DateTimeOffset at)
    {
        Tell(ActorId.Configuration(tenant), at, new ConfigurationEvent.ConfigurationAccepted(at, 1, "test", new TenantDocument { Tenant = tenant, Name = tenant }, new RemovedKeys()));
        foreach (var queue in Queues)
        {
            Tell(Queue(queue), at, new QueueEvent.QueueConfigured(at, 1, new QueueSettings { Name = queue, NameZh = queue, ServiceLevel = TimeSpan.FromSeconds(queue == "sales" ? 20 : 15) }));
        }

        foreach (var (index, agent) in AgentIds.Index())
        {
            Tell(Agent(agent), at, new AgentEvent.AgentConfigured(at, 1, Settings(agent, index % 2 == 0 ? "red" : "blue")));
            Tell(Agent(agent), at, new AgentEvent.SignedIn(at, $"6{agent[1..]}", 1));
            Tell(Agent(agent), at, new AgentEvent.PhoneChanged(at, $"6{agent[1..]}", 1, Target(agent)));
            Tell(Agent(agent), at.AddSeconds(30), new AgentEvent.BecameReady(at.AddSeconds(30)));
            busyUntil[agent] = at.AddSeconds(30);
        }
    }

    private static AgentSettings Settings(string agent, string team) => new() { Name = $"Agent {agent}", Team = team, Phone = $"6{agent[1..]}", Queues = ["sales", "support", "orders"], Reasons = ["break"], Skills = IsEast(agent) ? [new SkillLevel("site.east", 100), new SkillLevel("site.west", 50)] : [] };

    public static bool IsEast(string agent) => agent[^1] % 2 == 0;

    public static bool IsEast(int call) => call % 4 == 0;

    private static PhoneTarget Target(string agent) => new($"6{agent[1..]}", "sip:a@127.0.0.1:7000", [], null);

    private void Call(DateTimeOffset at)
    {
        var (call, first) = (++calls, Queues[random.Next(3)]);
        var actor = ActorId.Call(tenant, Key(call));
        Tell(actor, at, new CallEvent.CallArrived(at, Key(call), Arrival(call, first)));
        var stay = new StayId(Key(call), 1);
        Enter(actor, stay, first, at);
        switch (random.Next(10))
        {
            case 0: // refused at the door
                var until = at.AddMilliseconds(40);
                Tell(actor, until, new CallEvent.QueueLeft(until, stay, StayEnd.Refused));
                Tell(Queue(first), at, new QueueEvent.CallTurnedAway(at, stay, Queued(call, at), LeaveReason.QueueFull, StayEnd.Refused, null));
                End(actor, until, CallEnd.Refused);
                break;
            case 1 or 2: // abandoned, some of them soon
                Take(first, stay, call, at);
                var gone = at + Up(random.Next(2) == 0 ? 5 : 90);
                Leave(actor, first, stay, gone, StayEnd.AbandonedWaiting);
                End(actor, gone, CallEnd.AbandonedInQueue);
                break;
            case 3: // overflowed, and answered there
                Take(first, stay, call, at);
                var moved = at + Up(60);
                var (second, next) = (new StayId(Key(call), 2), Queues.First(queue => queue != first));
                Leave(actor, first, stay, moved, StayEnd.OverflowedToQueue);
                Enter(actor, second, next, moved);
                Take(next, second, call, moved);
                Answer(actor, call, second, next, moved, null);
                break;
            case 4: // in two queues, the other one wins
                Take(first, stay, call, at);
                var (besides, other) = (new StayId(Key(call), 2), Queues.Last(queue => queue != first));
                Enter(actor, besides, other, at);
                Take(other, besides, call, at);
                Answer(actor, call, besides, other, at, (first, stay));
                break;
            default:
                Take(first, stay, call, at);
                Answer(actor, call, stay, first, at, null);
                break;
        }
    }

    private void Answer(ActorId actor, int call, StayId stay, string queue, DateTimeOffset from, (string Queue, StayId Stay)? loses)
    {
        var (agent, at) = Free(from + Up(40));
        var attempt = 1;
        if (random.Next(5) == 0)
        {
            // Rings out at somebody first.
            Offer(call, stay, attempt, queue, agent, at, from);
            var missed = at.AddSeconds(20);
            Tell(Agent(agent), missed, new AgentEvent.OfferEnded(missed, new OfferId(stay, attempt), OfferEnd.Missed));
            Tell(Queue(queue), missed, new QueueEvent.OfferFailed(missed, new OfferId(stay, attempt), OfferEnd.Missed, null));
            Tell(actor, missed, new CallEvent.LegFailed(missed, attempt, 487, OfferEnd.Missed));
            busyUntil[agent] = missed.AddMilliseconds(1);
            attempt++;
            (agent, at) = Free(missed + Up(10));
        }

        var offer = new OfferId(stay, attempt);
        Offer(call, stay, attempt, queue, agent, at, from);
        var answered = at + Up(10);
        if (loses is { } loser)
        {
            Leave(actor, loser.Queue, loser.Stay, answered, StayEnd.Withdrawn);
        }

        if (!told.Any(one => one.Stream == actor && one.Event is CallEvent.CallerAnswered))
        {
            Tell(actor, answered, new CallEvent.CallerAnswered(answered));
        }

        Tell(actor, answered, new CallEvent.LegAnswered(answered, attempt, offer, Agent(agent), new DialogAnswer("r", "sip:a@127.0.0.1:7000", [], null)));
        Tell(actor, answered, new CallEvent.QueueLeft(answered, stay, StayEnd.Answered));
        Tell(Queue(queue), answered, new QueueEvent.CallAnswered(answered, offer, Agent(agent)));
        Tell(Agent(agent), answered, new AgentEvent.Answered(answered, offer));
        var ended = Talk(actor, agent, offer, attempt, answered);
        var end = random.Next(8) == 0 ? SegmentEnd.Transferred : SegmentEnd.ReleasedByCaller;
        Tell(actor, ended, new CallEvent.AgentSegmentEnded(ended, offer, Agent(agent), end));
        WrapUp(agent, offer, ended, end);
        if (end != SegmentEnd.Transferred)
        {
            End(actor, ended, CallEnd.ReleasedByCaller);
            return;
        }

        var (third, to) = (new StayId(Key(call), 3), Queues[random.Next(3)]);
        Enter(actor, third, to, ended);
        Take(to, third, call, ended);
        var gone = ended + Up(30);
        Leave(actor, to, third, gone, StayEnd.AbandonedWaiting);
        End(actor, gone, CallEnd.AbandonedInQueue);
    }

    private DateTimeOffset Talk(ActorId actor, string agent, OfferId offer, int leg, DateTimeOffset answered)
    {
        var ended = answered + Up(400);
        if (random.Next(3) == 0 && ended - answered > TimeSpan.FromMilliseconds(10))
        {
            var (held, back) = (answered.AddMilliseconds(1), ended.AddMilliseconds(-1));
            Tell(actor, held, new CallEvent.CallHeld(held, leg, offer, "test"));
            Tell(Agent(agent), held, new AgentEvent.Held(held, offer, 1));
            Tell(actor, back, new CallEvent.CallRetrieved(back, leg, offer, "test"));
            Tell(Agent(agent), back, new AgentEvent.Retrieved(back, offer, 2));
        }

        return ended;
    }

    private void WrapUp(string agent, OfferId offer, DateTimeOffset at, SegmentEnd end)
    {
        var until = at + Up(60);
        Tell(Agent(agent), at, new AgentEvent.WrapUpStarted(at, offer, end, until));
        Tell(Agent(agent), until, new AgentEvent.WrapUpEnded(until, offer));
        busyUntil[agent] = until.AddMilliseconds(1);
        switch (random.Next(12))
        {
            case 0:
                var back = until + Up(3_000);
                Tell(Agent(agent), until, new AgentEvent.BecameNotReady(until, "break"));
                Tell(Agent(agent), back, new AgentEvent.BecameReady(back));
                busyUntil[agent] = back.AddMilliseconds(1);
                break;
            case 1:
                Tell(Agent(agent), until, new AgentEvent.AgentConfigured(until, ++version, Settings(agent, random.Next(2) == 0 ? "red" : "blue")));
                break;
            default:
                break;
        }
    }

    private void Offer(int call, StayId stay, int attempt, string queue, string agent, DateTimeOffset at, DateTimeOffset arrived)
    {
        var offer = new OfferId(stay, attempt);
        Tell(Queue(queue), at, new QueueEvent.OfferMade(at, offer, Agent(agent), 1, at.AddSeconds(20), new OfferReason("longest-idle", 1, 1, at, 1)));
        Tell(Agent(agent), at, new AgentEvent.Reserved(at, offer, Queue(queue), Queued(call, arrived), at.AddSeconds(20), new OfferRules(TimeSpan.FromSeconds(30), 100, false)));
        Tell(ActorId.Call(tenant, Key(call)), at, new CallEvent.LegRequested(at, attempt, LegPurpose.Agent, offer, Queue(queue), Agent(agent), Target(agent), at.AddSeconds(20)));
        Tell(Agent(agent), at.AddMilliseconds(1), new AgentEvent.Rang(at.AddMilliseconds(1), offer));
    }

    /// <summary>Whoever is free first, not before this.</summary>
    private (string Agent, DateTimeOffset At) Free(DateTimeOffset at)
    {
        var agent = busyUntil.OrderBy(pair => pair.Value > at ? pair.Value : at).ThenBy(_ => random.Next()).First().Key;
        at = busyUntil[agent] > at ? busyUntil[agent] : at;
        busyUntil[agent] = at;
        return (agent, at);
    }

    private void Enter(ActorId actor, StayId stay, string queue, DateTimeOffset at) => Tell(actor, at, new CallEvent.QueueEntered(at, stay, Queue(queue), "default", 0));

    private void Take(string queue, StayId stay, int call, DateTimeOffset at) => Tell(Queue(queue), at, new QueueEvent.CallQueued(at, stay, Queued(call, at)));

    private void Leave(ActorId actor, string queue, StayId stay, DateTimeOffset at, StayEnd end)
    {
        Tell(actor, at, new CallEvent.QueueLeft(at, stay, end));
        Tell(Queue(queue), at, new QueueEvent.StayEnded(at, stay, end, null, null));
    }

    private void End(ActorId actor, DateTimeOffset at, CallEnd end)
    {
        if (random.Next(2) == 0 && end == CallEnd.ReleasedByCaller)
        {
            Tell(actor, at.AddMilliseconds(-1), new CallEvent.LegReleased(at.AddMilliseconds(-1), 0, true, 2, null));
        }

        Tell(actor, at, new CallEvent.CallEnded(at, end, null));
        Tell(actor, at, new CallEvent.ContactClosed(at, actor.Key));
    }

    private QueuedCall Queued(int call, DateTimeOffset at) => new() { Call = ActorId.Call(tenant, Key(call)), Contact = Key(call), Arrived = at, Number = "4000", Caller = $"+86{call}" };

    private CallArrival Arrival(int call, string queue) => new()
    {
        Seed = new InviteSeed { Vias = [], CallId = $"sip-{call}", From = "<sip:a@b>", To = "<sip:4000@c>", CSeq = 1, RecordRoutes = [], Flow = new Flow(Transport.Udp, "127.0.0.1:5062") },
        Dialog = new Dialog { CallId = $"sip-{call}", LocalTag = "t", LocalParty = "<sip:4000@c>", RemoteParty = "<sip:a@b>", RemoteTarget = "sip:a@127.0.0.1:5062", Token = LegToken.Of(ActorId.Call(tenant, Key(call)), 0).ToString() },
        Number = call % 3 == 0 ? "4001" : "4000",
        Caller = $"+86{call}",
        Plan = new NumberPlan("4000", queue, AnswerMode.OnQueue, "default") { Site = IsEast(call) ? "east" : null },
        Trunk = call % 2 == 0 ? "carrier" : "spare",
        Slot = new MediaSlot("local", "127.0.0.1", 20000),
        Edge = "edge",
    };
}
