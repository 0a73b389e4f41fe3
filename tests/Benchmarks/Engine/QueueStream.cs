using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Benchmarks.Engine;

/// <summary>The story of a busy queue, written by its own decisions: ten calls a second, each waits, is offered, taken and answered by one of 200 agents.</summary>
internal sealed class QueueStream(IEventStore store, long epoch)
{
    public static readonly ActorId Queue = ActorId.Queue("bench", "sales");

    private const int Agents = 200;
    private const int BatchMax = 1_000;
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(100);

    private readonly int shard = ShardHash.ShardOf(Queue, store.ShardCount);
    private readonly List<NewEvent> waiting = [];
    private DateTimeOffset now = DateTimeOffset.UtcNow.AddDays(-1);
    private int calls;

    public QueueState State { get; private set; } = QueueBehaviour.Initial(Queue);

    /// <summary>Of the stream, and in bytes.</summary>
    public long Events { get; private set; }

    public long Bytes { get; private set; }

    public async Task Grow(long events)
    {
        var end = Events + events;
        if (Events == 0)
        {
            Tell(new C.Configure(1, new QueueSettings { Name = "Sales" }));
        }

        while (Events < end)
        {
            Call();
            if (waiting.Count >= BatchMax)
            {
                await Write();
            }
        }

        await Write();
    }

    private void Call()
    {
        now += BetweenCalls;
        var (stay, agent) = (new StayId($"{++calls:D32}", 1), ActorId.Agent("bench", $"{calls % Agents}"));
        Tell(new C.Enqueue(stay, new QueuedCall { Call = ActorId.Call("bench", stay.Call), Contact = stay.Call, Arrived = now, Number = "4000", Caller = "sip:+4930123456@example.com" }));
        Tell(new C.RecordAgentAvailable(agent, calls * 2, now));
        if (State.Stays.Values.FirstOrDefault(item => item.Offer is not null) is { Offer: { } offer })
        {
            Tell(new C.RecordReserved(offer.Id));
            Tell(new C.RecordAgentUnavailable(offer.Agent, (calls * 2) + 1));
            Tell(new C.RecordAnswered(offer.Id));
        }
    }

    private void Tell(C command)
    {
        if (QueueBehaviour.Decide(State, command, now) is Decision<E>.Accepted accepted)
        {
            foreach (var item in accepted.Events)
            {
                State = QueueBehaviour.Apply(State, item);
                var body = Contracts.Write(item);
                Events++;
                Bytes += body.Length;
                waiting.Add(new NewEvent(shard, Events, Queue, Events, Contracts.TagOf(item), body));
            }
        }
    }

    private async Task Write()
    {
        if (waiting.Count > 0)
        {
            var written = await store.Append(new AppendBatch([.. waiting], [], new Dictionary<int, long> { [shard] = epoch }), CancellationToken.None);
            _ = written as AppendResult.Appended ?? throw new InvalidOperationException($"{written}");
            waiting.Clear();
        }
    }
}
