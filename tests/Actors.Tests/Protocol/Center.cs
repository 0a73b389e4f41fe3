using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Tests.Calls;

namespace CallCenter.Actors.Tests.Protocol;

/// <summary>Two queues, narrow ones every other time, a few agents, callers who come and go, phones that ring, break and are answered; all of it over a <see cref="Conversation"/>.</summary>
internal sealed class Center
{
    private const int Callers = 14;
    private const int Agents = 4;

    private static readonly QueueSettings Sales = new()
    {
        Name = "Sales",
        MaxWait = TimeSpan.FromSeconds(90),
        Overflow = new OverflowTarget("support", null, null, "default"),
        WrapUp = TimeSpan.FromSeconds(5),
    };

    private static readonly QueueSettings Support = new() { Name = "Support", WrapUp = TimeSpan.Zero, StaysReadyOnDecline = true };

    private readonly HashSet<(ActorId, int)> ended = [];
    private readonly int seed;

    public Center(int seed)
    {
        this.seed = seed;
        Talk = new Conversation(seed, Outside);
        int? narrow = seed % 2 == 0 ? 2 : null;
        Talk.Tell(Queue("sales"), new QueueCommand.Configure(1, Sales with { MaxLength = narrow }));
        Talk.Tell(Queue("support"), new QueueCommand.Configure(1, Support with { MaxLength = narrow, Together = seed % 3 == 0 ? 3 : null }));
        for (var agent = 1; agent <= Agents; agent++)
        {
            var settings = new AgentSettings { Name = "", Phone = $"600{agent}", Queues = agent % 2 == 0 ? ["sales", "support"] : ["support", "sales"], Start = AgentStart.Ready, Reasons = ["break"], Choice = (QueueChoice)((seed + agent) % 4) };
            Talk.Tell(Agent(agent), new AgentCommand.Configure(1, settings));
            Talk.Later(TimeSpan.FromSeconds(agent), ActorId.Phone("demo", settings.Phone), new PhoneCommand.Configure(1, new PhoneSettings { Contact = $"sip:600{agent}@10.0.0.{agent}" }));
        }
    }

    public Conversation Talk { get; }

    public IEnumerable<Player<CallBehaviour, CallState, CallCommand, CallEvent>> Calls => Talk.Players.OfType<Player<CallBehaviour, CallState, CallCommand, CallEvent>>();

    public IEnumerable<Player<AgentBehaviour, AgentState, AgentCommand, AgentEvent>> People => Talk.Players.OfType<Player<AgentBehaviour, AgentState, AgentCommand, AgentEvent>>();

    public IEnumerable<Player<QueueBehaviour, QueueState, QueueCommand, QueueEvent>> Queues => Talk.Players.OfType<Player<QueueBehaviour, QueueState, QueueCommand, QueueEvent>>();

    /// <summary>A storm of some minutes, then fair weather until everybody has gone; false: somebody is still there.</summary>
    public bool Run(Action<Center> afterEachStep)
    {
        var arrived = 0;
        for (var step = 0; step < 12_000; step++)
        {
            var storm = step < 2_500;
            Talk.Storms = storm;
            if (arrived < Callers && Talk.Random.Next(60) == 0)
            {
                Arrive(++arrived);
            }

            if (storm && Talk.Random.Next(80) == 0)
            {
                Talk.Tell(Agent(Talk.Random.Next(1, Agents + 1)), Choice());
            }

            if (!storm && step % 50 == 0)
            {
                foreach (var person in People)
                {
                    Talk.Tell(person.Id, new AgentCommand.GoReady());
                }
            }

            Talk.Step(storm ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(20));
            afterEachStep(this);
            if (!storm && arrived == Callers && step % 100 == 0 && IsQuiet)
            {
                return true;
            }
        }

        return IsQuiet;
    }

    public bool IsQuiet =>
        Calls.All(call => call.State.Phase is CallPhase.Ended && call.Owed.Count == 0)
        && Queues.All(queue => queue.State.Stays.IsEmpty && queue.Owed.Count == 0)
        && People.All(person => person.State is { Work: null, Notices.Count: 0, IsAvailable: true });

    private AgentCommand Choice() => Talk.Random.Next(6) switch
    {
        0 => new AgentCommand.GoNotReady("break"),
        1 => new AgentCommand.SignOut(),
        _ => new AgentCommand.GoReady(),
    };

    private void Arrive(int number)
    {
        var key = $"{number:D4}{seed:D28}";
        var id = ActorId.Call("demo", key);
        var arrival = Talk.Random.Next(3) == 0 ? Cast.Arrival(also: ["support"]) : Cast.Arrival();
        Talk.Tell(id, new CallCommand.RecordArrival(arrival with { Dialog = arrival.Dialog! with { Token = LegToken.Of(id, 0).ToString() } }));
        Talk.Later(TimeSpan.FromSeconds(Talk.Random.Next(20, 600)), id, new CallCommand.RecordBye(0, Cast.CallerTags, Cast.InviteCSeq + 1, null));
        Talk.Later(TimeSpan.FromSeconds(700), id, new CallCommand.RecordBye(0, Cast.CallerTags, Cast.InviteCSeq + 1, null));
    }

    /// <summary>What the edge does and hears; a phone's reports come once for certain, and perhaps again.</summary>
    private IEnumerable<(TimeSpan After, object Command)> Outside(ActorId who, Duty.Perform perform) => perform.Command switch
    {
        LegCommand.SendInvite c => Phone(who, c).SelectMany(report => Talk.Random.Next(4) == 0 ? new[] { report, (report.After + Seconds(60), report.Command) } : [report]),
        LegCommand.SendCancel c when ended.Add((who, c.Leg)) || Talk.Random.Next(2) == 0 => [(Seconds(3), new CallCommand.RecordLegFailed(c.Leg, 487))],
        LegCommand.RespondToInvite { Status: 200 } => [(Seconds(3), new CallCommand.RecordAck(0, Cast.InviteCSeq, null))],
        _ when perform.OnDone is { } done => [(Seconds(3), done)],
        _ => [],
    };

    private IEnumerable<(TimeSpan After, object Command)> Phone(ActorId who, LegCommand.SendInvite c)
    {
        if (!ended.Add((who, c.Leg)))
        {
            return [];
        }

        var rings = (Seconds(2), (object)new CallCommand.RecordProgress(c.Leg, 180));
        var answers = Seconds(15);
        var tag = new DialogAnswer($"phone-{c.Leg}", c.Dialog.RemoteTarget, [], Cast.AgentMedia);
        return Talk.Random.Next(10) switch
        {
            0 => [(Seconds(2), new CallCommand.RecordLegFailed(c.Leg, 503))],
            1 => [rings, (answers, new CallCommand.RecordLegFailed(c.Leg, 486))],
            2 => [rings, (Later(c.RingUntil), new CallCommand.RecordLegFailed(c.Leg, 487))],
            3 => [rings],
            4 => [rings, (Later(c.RingUntil), new CallCommand.RecordAnswer(c.Leg, tag))],
            _ =>
            [
                rings,
                (answers, new CallCommand.RecordAnswer(c.Leg, tag)),
                (answers + Seconds(120), new CallCommand.RecordBye(c.Leg, new DialogTags($"phone-{c.Leg}", c.Dialog.LocalTag), 1, null)),
            ],
        };
    }

    private TimeSpan Later(DateTimeOffset due) => TimeSpan.FromTicks(Math.Max(0, (due - Talk.Now).Ticks)) + Seconds(20);

    private TimeSpan Seconds(int max) => TimeSpan.FromMilliseconds(Talk.Random.Next(max * 1000));

    private static ActorId Queue(string key) => ActorId.Queue("demo", key);

    private static ActorId Agent(int number) => ActorId.Agent("demo", $"100{number}");
}
