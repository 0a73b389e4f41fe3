using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>A journal that is written from outside, before an engine reads it: what would take minutes to happen is there in seconds.</summary>
internal sealed class Pages(IEventStore store, long epoch)
{
    private const int BatchMax = 1_000;
    private readonly Dictionary<int, long> positions = [];
    private readonly List<NewEvent> waiting = [];

    /// <summary>Stories begin an hour ago and never come as far as now.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UtcNow.AddHours(-1);

    public void Add(ActorId stream, long version, object @event)
    {
        Now = Now.AddTicks(1);
        var shard = ShardHash.ShardOf(stream, store.ShardCount);
        positions[shard] = positions.GetValueOrDefault(shard) + 1;
        waiting.Add(new NewEvent(shard, positions[shard], stream, version, Contracts.TagOf(@event), Contracts.Write(@event)));
    }

    /// <summary>Nothing while there are few, unless it is to be <paramref name="all"/>.</summary>
    public async Task Write(bool all)
    {
        if (waiting.Count >= (all ? 1 : BatchMax))
        {
            var epochs = waiting.Select(item => item.Shard).Distinct().ToDictionary(shard => shard, _ => epoch);
            var written = await store.Append(new AppendBatch([.. waiting], [], epochs), CancellationToken.None);
            _ = written as AppendResult.Appended ?? throw new InvalidOperationException($"{written}");
            waiting.Clear();
        }
    }
}

/// <summary>The stream of one actor, by its own decisions.</summary>
internal sealed class Story<TBehaviour, TState, TCommand, TEvent>(Pages pages, ActorId id)
    where TBehaviour : IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private long version;

    public TState State { get; private set; } = TBehaviour.Initial(id);

    public ImmutableArray<TEvent> Tell(TCommand command)
    {
        if (TBehaviour.Decide(State, command, pages.Now) is not Decision<TEvent>.Accepted { Events: var events })
        {
            throw new InvalidOperationException($"{id} does not take {command}");
        }

        foreach (var item in events)
        {
            State = TBehaviour.Apply(State, item);
            pages.Add(id, ++version, item);
        }

        return events;
    }
}
