using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Snapshots;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// The production engine with queues, agents and phones, on SQLite with every commit on the disk, without SIP. From the feed of durable events it
/// sees who was reserved for which call, and takes the time since that agent became free; then it plays the call: it is answered.
/// </summary>
internal sealed class RoutedCenter : IAsyncDisposable
{
    private static readonly ParallelOptions Together = new() { MaxDegreeOfParallelism = 64 };
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly string ReservedTag = Contracts.TagOf(new AgentEvent.Reserved(default, default, ActorId.Queue("t", "q"), Floor.Call("c", default), default, new OfferRules(default, 0, false)));

    private readonly ConcurrentDictionary<ActorId, (long Since, Latencies Into)> free = new();
    private readonly ConcurrentDictionary<ActorId, ConcurrentQueue<(ActorId Agent, OfferId Offer)>> talking = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ActorSystem system;
    private readonly Task reading;
    private int calls;
    private int strays;

    private RoutedCenter(ActorSystem system)
    {
        this.system = system;
        reading = Task.Run(Read);
    }

    /// <summary>Agents that became free and were not reserved for a call yet.</summary>
    public int FreeCount => free.Count;

    /// <summary>Reservations of agents who were not free: must stay 0.</summary>
    public int Strays => strays;

    /// <summary>Reservations that are durable.</summary>
    public int Reserved { get; private set; }

    /// <summary>For each call that is answered another comes.</summary>
    public bool Refills { get; init; } = true;

    public ActorSystem System => system;

    public static async Task<RoutedCenter> Start(SqliteEventStore store, ISnapshots? snapshots = null, bool refills = true)
    {
        var system = await ActorSystem.Open(new ActorSystemOptions
        {
            Types =
            [
                new ActorType<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(ActorKind.Queue, StateForms.Queue),
                new ActorType<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(ActorKind.Agent, StateForms.Agent),
                new ActorType<PhoneBehaviour, PhoneState, PhoneCommand, PhoneEvent>(ActorKind.Phone, StateForms.Phone),
                SilentCallBehaviour.Type,
            ],
            Store = store,
            Snapshots = snapshots,
            Epoch = store.Epoch,
            Clock = store.Clock,
            Node = new NodeOptions { PassivateAfter = TimeSpan.FromMinutes(10) },
        });
        await system.Start(Engines.NoPorts.Instance);
        return new RoutedCenter(system) { Refills = refills };
    }

    /// <summary>Its queues and those of its agents who talk are in memory, and their last calls can be ended.</summary>
    public async Task Open(Floor floor)
    {
        await Parallel.ForAsync(0, floor.Queues, Together, async (queue, _) =>
        {
            talking.TryAdd(floor.Queue(queue), new());
            await Ask(floor.Queue(queue), new QueueCommand.ConfirmTold("nothing"));
        });
        await Parallel.ForAsync(0, floor.Talking, Together, async (number, stopped) =>
        {
            var agent = floor.Agent(number);
            await Ask(agent, new AgentCommand.ConfirmTold("nothing"));
            var stream = await system.Journal.Read(agent, 1, 100, stopped);
            talking[floor.Queue(number)].Enqueue((agent, stream.Where(item => item.Tag == ReservedTag).Select(Offer).Last()));
        });
    }

    /// <summary>Calls end at this rate, spread over the queues; each agent who becomes free is to be reserved for a call that waits, and one more comes.</summary>
    public async Task<Latencies> Load(Floor floor, double rate, TimeSpan length)
    {
        var (times, began) = (new Latencies(), Stopwatch.GetTimestamp());
        for (var number = 0; number < rate * length.TotalSeconds; number++)
        {
            var due = TimeSpan.FromSeconds(number / rate);
            while (Stopwatch.GetElapsedTime(began) is var now && now < due)
            {
                await Task.Delay(due - now);
            }

            End(floor.Queue(number * 7919), times);
        }

        await Settled(() => free.IsEmpty);
        return times;
    }

    /// <summary>Who was told to go ready is offered a call if one waits.</summary>
    public Task GoReady(ActorId agent, Latencies into)
    {
        free[agent] = (Stopwatch.GetTimestamp(), into);
        return Ask(agent, new AgentCommand.GoReady());
    }

    public static async Task Settled(Func<bool> isSo)
    {
        for (var began = Stopwatch.GetTimestamp(); !isSo() && Stopwatch.GetElapsedTime(began) < Deadline;)
        {
            await Task.Delay(5);
        }
    }

    public async Task Ask(ActorId to, object command) =>
        _ = await system.Actors.Ask(to, command, Deadline) as Answer.Answered ?? throw new InvalidOperationException($"{to} did not answer {command}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading;
        await system.DisposeAsync();
        stop.Dispose();
    }

    private void End(ActorId queue, Latencies times)
    {
        if (talking[queue].TryDequeue(out var last))
        {
            free[last.Agent] = (Stopwatch.GetTimestamp(), times);
            Tell(last.Agent, new AgentCommand.RecordReleased(last.Offer, SegmentEnd.ReleasedByCaller));
        }
    }

    private async Task Read()
    {
        using var feed = system.Feed.Subscribe(system.Feed.Heads());
        try
        {
            while (true)
            {
                foreach (var item in await feed.Next(stop.Token))
                {
                    if (item.Tag == ReservedTag)
                    {
                        Answer(item.Stream, item);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Answer(ActorId agent, CommittedEvent item)
    {
        var now = Stopwatch.GetTimestamp();
        var reserved = (AgentEvent.Reserved)Contracts.Read(item.Tag, item.Body.Span)!;
        if (!free.TryRemove(agent, out var was))
        {
            strays++;
            return;
        }

        Reserved++;
        was.Into.Add(now - was.Since);
        Tell(reserved.Queue, new QueueCommand.RecordAnswered(reserved.Offer));
        if (Refills)
        {
            var key = $"new{(ulong)++calls * 0x9E3779B97F4A7C15:x16}";
            Tell(reserved.Queue, new QueueCommand.Enqueue(new StayId(key, 1), Floor.Call(key, DateTimeOffset.UtcNow)));
        }

        _ = Talk(reserved, agent);
    }

    private async Task Talk(AgentEvent.Reserved reserved, ActorId agent)
    {
        await Ask(agent, new AgentCommand.RecordAnswered(reserved.Offer));
        talking.GetOrAdd(reserved.Queue, _ => new()).Enqueue((agent, reserved.Offer));
    }

    private void Tell(ActorId to, object command) => _ = system.Actors.Ask(to, command, Deadline).AsTask();

    private static OfferId Offer(CommittedEvent item) => ((AgentEvent.Reserved)Contracts.Read(item.Tag, item.Body.Span)!).Offer;
}
