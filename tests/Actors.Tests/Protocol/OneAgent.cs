using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Tests.Calls;

namespace CallCenter.Actors.Tests.Protocol;

/// <summary>One agent who serves several queues, over a good line: each phone call is answered and is over after a minute.</summary>
internal sealed class OneAgent
{
    private static readonly ActorId Who = ActorId.Agent("demo", "1001");

    private readonly Dictionary<string, string> queueOf = [];
    private readonly AgentSettings settings;

    public OneAgent(int seed, QueueChoice choice, params QueueTerms[] terms)
    {
        Talk = new Conversation(seed, Outside) { Storms = false };
        settings = new AgentSettings { Name = "", Phone = "6001", Queues = [.. terms.Select(one => one.Queue)], Terms = [.. terms], Choice = choice, Start = AgentStart.Ready };
        foreach (var queue in settings.Queues)
        {
            Talk.Tell(ActorId.Queue("demo", queue), new QueueCommand.Configure(1, new QueueSettings { Name = queue, WrapUp = TimeSpan.Zero }));
        }

        Talk.Tell(ActorId.Phone("demo", "6001"), new PhoneCommand.Configure(1, new PhoneSettings { Contact = "sip:6001@10.0.0.1" }));
    }

    public Conversation Talk { get; }

    /// <summary>Calls in the order of their arrival.</summary>
    public IReadOnlyCollection<string> Arrived => queueOf.Keys;

    /// <summary>Calls in the order in which the agent was connected to them.</summary>
    public IEnumerable<string> Served => Talk.Story.Where(line => line.Who == Who).Select(line => line.Event).OfType<AgentEvent.Answered>().Select(e => e.Offer.Stay.Call);

    public IEnumerable<AgentEvent> Story => Talk.Story.Where(line => line.Who == Who).Select(line => line.Event).OfType<AgentEvent>();

    public string QueueOf(string call) => queueOf[call];

    public void Arrive(string queue)
    {
        var key = $"{queueOf.Count + 1:D32}";
        var id = ActorId.Call("demo", key);
        queueOf.Add(key, queue);
        var arrival = Cast.Arrival() with { Plan = new NumberPlan("4000", queue, AnswerMode.OnQueue, "waltz", 0) };
        Talk.Tell(id, new CallCommand.RecordArrival(arrival with { Dialog = arrival.Dialog! with { Token = LegToken.Of(id, 0).ToString() } }));
        Talk.Step(TimeSpan.FromSeconds(1));
    }

    public void StartsWork() => Talk.Tell(Who, new AgentCommand.Configure(1, settings));

    /// <summary>Until the agent has had so many contacts; each that was served is followed by <paramref name="next"/>.</summary>
    public void Serve(int contacts, Action<string> next)
    {
        var served = 0;
        for (var step = 0; served < contacts; step++)
        {
            Assert.True(step < contacts * 1_000, $"only {served} contacts");
            Talk.Step(TimeSpan.FromSeconds(5));
            if (Served.Count() > served)
            {
                next(Served.ElementAt(served++));
            }
        }
    }

    private IEnumerable<(TimeSpan After, object Command)> Outside(ActorId who, Duty.Perform perform) => perform.Command switch
    {
        LegCommand.SendInvite c =>
        [
            (TimeSpan.FromSeconds(2), new CallCommand.RecordAnswer(c.Leg, new DialogAnswer($"phone-{c.Leg}", c.Dialog.RemoteTarget, [], Cast.AgentMedia))),
            (TimeSpan.FromMinutes(1), new CallCommand.RecordBye(0, Cast.CallerTags, Cast.InviteCSeq + 1, null)),
        ],
        LegCommand.RespondToInvite { Status: 200 } => [(TimeSpan.FromSeconds(1), new CallCommand.RecordAck(0, Cast.InviteCSeq, null))],
        _ when perform.OnDone is { } done => [(TimeSpan.FromSeconds(1), done)],
        _ => [],
    };
}
