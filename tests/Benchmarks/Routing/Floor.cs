using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Cluster.Storage;
using AgentStory = CallCenter.Benchmarks.Routing.Story<CallCenter.Actors.Agents.AgentBehaviour, CallCenter.Actors.Agents.AgentState, CallCenter.Actors.Agents.AgentCommand, CallCenter.Actors.Agents.AgentEvent>;
using PhoneStory = CallCenter.Benchmarks.Routing.Story<CallCenter.Actors.Phones.PhoneBehaviour, CallCenter.Actors.Phones.PhoneState, CallCenter.Actors.Phones.PhoneCommand, CallCenter.Actors.Phones.PhoneEvent>;
using QueueStory = CallCenter.Benchmarks.Routing.Story<CallCenter.Actors.Queues.QueueBehaviour, CallCenter.Actors.Queues.QueueState, CallCenter.Actors.Queues.QueueCommand, CallCenter.Actors.Queues.QueueEvent>;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// A call center at its busiest, written into a journal: queues in which calls wait, all of whose agents are busy. Some of the agents talk and will
/// be the ones to become free; of the rest the queues know that they are there and busy.
/// </summary>
/// <param name="Name">Of its queues, and so of its agents.</param>
/// <param name="Agents">Each serves one queue, in turn.</param>
/// <param name="Queues">Those among which agents and calls are shared out.</param>
/// <param name="Waiting">Calls, in turn too.</param>
/// <param name="Talking">Of the agents, those who talk.</param>
internal sealed record Floor(string Name, int Agents, int Queues, int Waiting, int Talking)
{
    private static readonly QueueSettings Settings = new() { Name = "bench", WrapUp = TimeSpan.Zero };

    public ActorId Queue(int number) => ActorId.Queue("bench", $"{Name}{number % Queues:D4}");

    public ActorId Agent(int number) => ActorId.Agent("bench", $"{Name}{number:D6}");

    public static QueuedCall Call(string key, DateTimeOffset arrived) =>
        new() { Call = ActorId.Call("bench", key), Contact = key, Arrived = arrived, Number = "4000", Caller = "sip:+4930123456@example.com" };

    public Task Write(IEventStore store, long epoch) => Write(store, epoch, this);

    /// <summary>Several, in one new journal.</summary>
    public static async Task Write(IEventStore store, long epoch, params Floor[] floors)
    {
        var pages = new Pages(store, epoch);
        foreach (var floor in floors)
        {
            await floor.Write(pages);
        }

        await pages.Write(all: true);
    }

    private async Task Write(Pages pages)
    {
        for (var queue = 0; queue < Queues; queue++)
        {
            var story = new QueueStory(pages, Queue(queue));
            story.Tell(new QueueCommand.Configure(1, Settings));
            for (var agent = queue; agent < Agents; agent += Queues)
            {
                Join(pages, story, agent);
                await pages.Write(all: false);
            }

            for (var call = queue; call < Waiting; call += Queues)
            {
                Enqueue(pages, story, $"{Name}{(ulong)call * 0x9E3779B97F4A7C15:x16}");
                await pages.Write(all: false);
            }
        }
    }

    /// <summary>Agents who are configured, each with a phone, and not signed in.</summary>
    public async Task WriteSignedOut(IEventStore store, long epoch)
    {
        var pages = new Pages(store, epoch);
        for (var queue = 0; queue < Queues; queue++)
        {
            var story = new QueueStory(pages, Queue(queue));
            story.Tell(new QueueCommand.Configure(1, Settings));
            for (var call = queue; call < Waiting; call += Queues)
            {
                Enqueue(pages, story, $"{Name}{(ulong)call * 0x9E3779B97F4A7C15:x16}");
            }
        }

        for (var agent = 0; agent < Agents; agent++)
        {
            new AgentStory(pages, Agent(agent)).Tell(new AgentCommand.Configure(1, SettingsOf(agent)));
            new PhoneStory(pages, ActorId.Phone("bench", Agent(agent).Key)).Tell(new PhoneCommand.Configure(1, new PhoneSettings { Contact = $"sip:{agent}@127.0.0.1" }));
            await pages.Write(all: false);
        }

        await pages.Write(all: true);
    }

    private AgentSettings SettingsOf(int agent) => new() { Name = $"{agent}", Phone = Agent(agent).Key, Queues = [Queue(agent).Key] };

    private static void Enqueue(Pages pages, QueueStory queue, string key) => queue.Tell(new QueueCommand.Enqueue(new StayId(key, 1), Call(key, pages.Now)));

    private void Join(Pages pages, QueueStory queue, int number)
    {
        var id = Agent(number);
        if (number >= Talking)
        {
            queue.Tell(new QueueCommand.RecordAgentAvailable(id, 1, pages.Now));
            queue.Tell(new QueueCommand.RecordAgentUnavailable(id, 2));
            return;
        }

        var agent = new AgentStory(pages, id);
        agent.Tell(new AgentCommand.Configure(1, SettingsOf(number)));
        agent.Tell(new AgentCommand.GoReady());
        agent.Tell(new AgentCommand.RecordPhone(id.Key, 1, new PhoneTarget(id.Key, $"sip:{number}@127.0.0.1", [], null)));
        Enqueue(pages, queue, $"{Name}-talk-{number:D6}");
        var made = queue.Tell(new QueueCommand.RecordAgentAvailable(id, agent.State.Epoch, pages.Now)).OfType<QueueEvent.OfferMade>().Single();
        var offered = queue.State.Stays[made.Offer.Stay];
        agent.Tell(new AgentCommand.Reserve(made.Offer, queue.State.Id, offered.Call, made.RingUntil, offered.Offer!.Rules));
        agent.Tell(new AgentCommand.RecordRingAccepted(made.Offer));
        agent.Tell(new AgentCommand.RecordAnswered(made.Offer));
        queue.Tell(new QueueCommand.RecordReserved(made.Offer));
        queue.Tell(new QueueCommand.RecordAnswered(made.Offer));
    }
}
