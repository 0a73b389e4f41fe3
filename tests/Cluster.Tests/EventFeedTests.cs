using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;
using System.Globalization;
using CallCenter.Actors;

namespace CallCenter.Cluster.Tests;

/// <summary>The feed: each shard in order without a gap, for a reader of any speed.</summary>
public sealed class EventFeedTests
{
    private static readonly ActorId Anna = ActorId.Agent("t", "anna");
    private readonly SimulatedDatabase database = new(new FakeClock(), 2);
    private readonly SimulatedEventStore store;
    private readonly EventFeed feed;

    public EventFeedTests()
    {
        database.TakeOver();
        store = new SimulatedEventStore(database);
        feed = new EventFeed(store);
    }

    [Fact]
    public async Task Fresh_events_come_as_they_are_committed()
    {
        using var subscription = feed.Subscribe([0, 0]);
        var next = subscription.Next(default).AsTask();
        Assert.False(next.IsCompleted);

        Commit(3);

        Assert.Equal([1L, 2, 3], (await next).Select(item => item.Position));
        Assert.True(subscription.IsCurrent);
    }

    [Fact]
    public async Task What_happened_before_comes_from_the_journal()
    {
        Commit(5);
        using var subscription = feed.Subscribe([2, 0]);
        Commit(2);

        Assert.Equal([3L, 4, 5, 6, 7], (await Read(subscription, 5)).Select(item => item.Position));
    }

    [Fact]
    public async Task What_happened_before_this_process_comes_from_the_journal()
    {
        Commit(5, publish: false);
        feed.Raise((await store.Heads(default)).Select(head => KeyValuePair.Create(head.Key, head.Value.Position)));
        using var subscription = feed.Subscribe([0, 0]);

        Assert.Equal(5, (await Read(subscription, 5))[^1].Position);
    }

    [Fact]
    public async Task A_slow_reader_falls_back_to_the_journal_and_loses_nothing()
    {
        using var subscription = feed.Subscribe([0, 0]);
        const int Total = EventSubscription.BufferMax * 2;
        for (var batch = 0; batch < Total / 64; batch++)
        {
            Commit(64);
        }

        Assert.Equal(Enumerable.Range(1, Total), (await Read(subscription, Total)).Select(item => (int)item.Position));

        Commit(1);
        Assert.Single(await Read(subscription, 1));
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_stopped()
    {
        IReadOnlyList<long> checkpoint;
        using (var first = feed.Subscribe([0, 0]))
        {
            Commit(3);
            await Read(first, 3);
            checkpoint = first.Positions;
        }

        Commit(2);
        using var second = feed.Subscribe([.. checkpoint]);
        Assert.Equal([4L, 5], (await Read(second, 2)).Select(item => item.Position));
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var subscription = feed.Subscribe([0, 0]);
        using var stop = new CancellationTokenSource();
        var next = subscription.Next(stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Commit(1);
        Assert.Single(await Read(subscription, 1));
    }

    /// <summary>The views pause after each page: as many pages as shards would be too slow under load, for good.</summary>
    [Fact]
    public async Task A_reader_of_many_shards_that_fell_behind_comes_back_to_memory_under_load()
    {
        const int Shards = 64;
        var journal = new SimulatedDatabase(new FakeClock(), Shards);
        journal.TakeOver();
        var counted = new CountedReads(new SimulatedEventStore(journal));
        var wide = new EventFeed(counted);
        using var subscription = wide.Subscribe(new long[Shards]);
        CommitToAll(journal, wide, 2 * EventSubscription.BufferMax / Shards);

        var read = 0;
        async Task ReadUnderLoad()
        {
            for (var round = 0; round < 100; round++)
            {
                CommitToAll(journal, wide, 4);
                read += (await subscription.Next(default)).Count;
            }
        }

        await ReadUnderLoad();
        var reads = counted.Follows;
        await ReadUnderLoad();

        Assert.Equal(reads, counted.Follows);
        Assert.Equal(Enumerable.Range(0, Shards).Sum(shard => journal.Shard(shard).Count), read);
        Assert.True(subscription.IsCurrent);
    }

    private static void CommitToAll(SimulatedDatabase journal, EventFeed feed, int each)
    {
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            var head = journal.Shard(shard).Count;
            var stream = ActorId.Agent("t", $"agent-{shard}");
            var events = Enumerable.Range(head + 1, each).Select(position => new NewEvent(shard, position, stream, position, "tag", default)).ToList();
            journal.Append(new AppendBatch(events, [], new Dictionary<int, long> { [shard] = 1 }));
            feed.Publish([.. journal.Shard(shard).Skip(head)]);
        }
    }

    private void Commit(int count, bool publish = true)
    {
        var head = database.Shard(0).Count;
        var events = Enumerable.Range(head + 1, count)
            .Select(position => new NewEvent(0, position, Anna, position, "tag", System.Text.Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture))))
            .ToList();
        database.Append(new AppendBatch(events, [], new Dictionary<int, long> { [0] = 1 }));
        if (publish)
        {
            feed.Publish([.. database.Shard(0).Skip(head)]);
        }
    }

    private static async Task<List<CommittedEvent>> Read(EventSubscription subscription, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = new List<CommittedEvent>();
        while (read.Count < count)
        {
            read.AddRange(await subscription.Next(patience.Token));
        }

        return read;
    }

    /// <summary>A journal, and how often its shards were followed.</summary>
    private sealed class CountedReads(IEventStore journal) : IEventStore
    {
        public int ShardCount => journal.ShardCount;

        public int Follows { get; private set; }

        public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop)
        {
            Follows++;
            return journal.Follow(shard, position, max, stop);
        }

        public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
            journal.Read(stream, shard, fromVersion, max, stop);

        public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
            journal.ReadMany(streams, maxEach, stop);

        public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop) => journal.Append(batch, stop);

        public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) => journal.Heads(stop);

        public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) => journal.Starts(shards, stop);
    }
}
