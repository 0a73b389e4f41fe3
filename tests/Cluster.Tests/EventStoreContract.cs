using System.Text;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;
using static CallCenter.Cluster.Storage.AppendResult;

namespace CallCenter.Cluster.Tests;

/// <summary>What every journal must do, whatever it is made of. A writer is whoever took over last; earlier ones are still there.</summary>
public abstract class EventStoreContract : IDisposable
{
    protected static readonly ActorId Anna = ActorId.Agent("t", "anna");
    protected static readonly ActorId Bert = ActorId.Agent("t", "bert");

    public abstract void Dispose();

    /// <summary>Another connection to the same journal, which takes over all shards: its store and its epoch.</summary>
    protected abstract (IEventStore Store, long Epoch) TakeOver();

    [Fact]
    public async Task What_was_appended_is_read_back_in_order()
    {
        var (store, epoch) = TakeOver();

        Assert.IsType<Appended>(await store.Append(Batch(epoch, Event(1, 1, Anna, 1), Event(1, 2, Bert, 1), Event(1, 3, Anna, 2)), default));

        var story = await store.Read(Anna, 1, 1, 10, default);
        Assert.Equal([(1L, 1L), (3L, 2L)], story.Select(item => (item.Position, item.Version)));
        Assert.All(story, item => Assert.Equal(("tag", "{\"v\":" + item.Version + "}", epoch), (item.Tag, Encoding.UTF8.GetString(item.Body.Span), item.Epoch)));
    }

    [Fact]
    public async Task Reading_starts_and_stops_where_it_is_told()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, [.. Enumerable.Range(1, 5).Select(n => Event(1, n, Anna, n))]), default);

        Assert.Equal([3L, 4L], (await store.Read(Anna, 1, 3, 2, default)).Select(item => item.Version));
        Assert.Equal([4L, 5L], (await store.Follow(1, 3, 10, default)).Select(item => item.Position));
        Assert.Empty(await store.Read(Bert, 1, 1, 10, default));
    }

    [Fact]
    public async Task Many_streams_are_read_at_once_each_from_its_beginning_and_in_the_order_they_were_named()
    {
        var (store, epoch) = TakeOver();
        var nobody = ActorId.Agent("t", "nobody");
        await store.Append(Batch(epoch, Event(1, 1, Anna, 1), Event(2, 1, Bert, 1), Event(1, 2, Anna, 2), Event(1, 3, Anna, 3)), default);

        var stories = await store.ReadMany([Bert, nobody, Anna], 2, default);

        Assert.Equal([[(Bert, 1L)], [], [(Anna, 1L), (Anna, 2L)]], stories.Select(story => story.Select(item => (item.Stream, item.Version)).ToArray()));
        Assert.Equal((await store.Read(Anna, 1, 1, 2, default)).Select(Facts), stories[2].Select(Facts));
        Assert.Empty(await store.ReadMany([], 2, default));

        static object Facts(CommittedEvent item) => (item.Shard, item.Position, item.Epoch, item.Tag, Encoding.UTF8.GetString(item.Body.Span), item.StoredAt);
    }

    [Fact]
    public async Task The_stored_time_is_the_answers_and_never_goes_back()
    {
        var (store, epoch) = TakeOver();

        var first = Assert.IsType<Appended>(await store.Append(Batch(epoch, Event(1, 1, Anna, 1)), default));
        var second = Assert.IsType<Appended>(await store.Append(Batch(epoch, Event(1, 2, Anna, 2)), default));

        Assert.Equal([first.StoredAt, second.StoredAt], (await store.Read(Anna, 1, 1, 10, default)).Select(item => item.StoredAt));
        Assert.True(first.StoredAt <= second.StoredAt);
    }

    [Fact]
    public async Task Heads_are_the_last_positions_of_shards_that_have_any()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, Event(0, 1, Anna, 1), Event(3, 1, Bert, 1), Event(3, 2, Bert, 2)), default);

        var heads = await store.Heads(default);

        Assert.Equal([(0, 1L), (3, 2L)], heads.OrderBy(head => head.Key).Select(head => (head.Key, head.Value.Position)));
    }

    [Fact]
    public async Task A_take_over_begins_with_the_ends_and_the_live_sets_of_all_its_shards_as_they_were_named()
    {
        var (store, epoch) = TakeOver();
        var carl = ActorId.Agent("t", "carl");
        var batch = Batch(epoch, Event(0, 1, carl, 1), Event(3, 1, Bert, 1), Event(3, 2, Bert, 2));
        await store.Append(batch with { Live = [new LiveChange(3, Bert, true), new LiveChange(3, Anna, true), new LiveChange(0, carl, true)] }, default);

        var starts = await store.Starts([3, 1, 0], default);

        Assert.Equal([2L, null, 1L], starts.Select(start => start.Head?.Position));
        Assert.Equal([[Anna, Bert], [], [carl]], starts.Select(start => start.Live.ToArray()));
        Assert.Equal((await store.Heads(default))[3], starts[0].Head);
        Assert.Empty(await store.Starts([], default));
    }

    [Fact]
    public async Task An_identical_batch_again_is_appended_once_and_answered_the_same()
    {
        var (store, epoch) = TakeOver();
        var batch = Batch(epoch, Event(1, 1, Anna, 1), Event(2, 1, Bert, 1));

        var first = await store.Append(batch, default);
        var again = await store.Append(batch, default);

        Assert.IsType<Appended>(first);
        Assert.IsType<Appended>(again);
        Assert.Single(await store.Follow(1, 0, 10, default));
    }

    [Fact]
    public async Task An_identical_batch_again_is_appended_even_after_its_writer_was_fenced()
    {
        var (old, epoch) = TakeOver();
        var batch = Batch(epoch, Event(1, 1, Anna, 1));
        await old.Append(batch, default);
        TakeOver();

        Assert.IsType<Appended>(await old.Append(batch, default));
    }

    [Fact]
    public async Task A_writer_that_was_overtaken_is_fenced_and_writes_nothing()
    {
        var (old, oldEpoch) = TakeOver();
        var (successor, epoch) = TakeOver();

        var fenced = Assert.IsType<Fenced>(await old.Append(Batch(oldEpoch, Event(1, 1, Anna, 1), Event(2, 1, Bert, 1)), default));

        Assert.Equal([1, 2], fenced.Shards);
        Assert.Empty(await old.Follow(1, 0, 10, default));
        Assert.IsType<Appended>(await successor.Append(Batch(epoch, Event(1, 1, Anna, 1)), default));
    }

    [Fact]
    public async Task A_batch_without_events_asks_the_fence()
    {
        var (old, oldEpoch) = TakeOver();
        var empty = new AppendBatch([], [], new Dictionary<int, long> { [1] = oldEpoch });

        Assert.IsType<Appended>(await old.Append(empty, default));
        TakeOver();
        Assert.Equal([1], Assert.IsType<Fenced>(await old.Append(empty, default)).Shards);
    }

    [Fact]
    public async Task A_batch_without_events_asks_the_fence_of_every_shard_that_it_names()
    {
        var (old, oldEpoch) = TakeOver();
        var empty = new AppendBatch([], [], new Dictionary<int, long> { [3] = oldEpoch, [1] = oldEpoch });

        var before = Assert.IsType<Appended>(await old.Append(empty, default));
        var (successor, epoch) = TakeOver();
        Assert.Equal([1, 3], Assert.IsType<Fenced>(await old.Append(empty, default)).Shards);
        Assert.Equal([3], Assert.IsType<Fenced>(await successor.Append(empty with { Epochs = new Dictionary<int, long> { [3] = oldEpoch, [1] = epoch } }, default)).Shards);

        var after = Assert.IsType<Appended>(await successor.Append(Batch(epoch, Event(1, 1, Anna, 1)), default));
        Assert.True(before.StoredAt <= after.StoredAt);
    }

    [Fact]
    public async Task A_version_that_is_there_with_other_content_is_a_conflict_and_nothing_is_written()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);

        Assert.IsType<Conflict>(await store.Append(Batch(epoch, Event(2, 1, Bert, 1), Event(1, 2, Anna, 1)), default));

        Assert.Empty(await store.Follow(2, 0, 10, default));
        Assert.Single(await store.Follow(1, 0, 10, default));
    }

    [Fact]
    public async Task A_position_that_is_there_with_other_content_is_a_conflict()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);

        Assert.IsType<Conflict>(await store.Append(Batch(epoch, Event(1, 1, Bert, 1)), default));

        Assert.Empty(await store.Read(Bert, 1, 1, 10, default));
    }

    [Fact]
    public async Task The_live_set_changes_with_the_batch_that_says_so()
    {
        var (store, epoch) = TakeOver();
        await store.Append(Batch(epoch, Event(1, 1, Bert, 1)) with { Live = [new LiveChange(1, Bert, true), new LiveChange(1, Anna, true)] }, default);
        Assert.Equal([Anna, Bert], await LiveSet(store, 1));

        await store.Append(Batch(epoch, Event(1, 2, Bert, 2)) with { Live = [new LiveChange(1, Bert, false)] }, default);

        Assert.Equal([Anna], await LiveSet(store, 1));
        Assert.Empty(await LiveSet(store, 2));
    }

    [Fact]
    public async Task A_fenced_batch_leaves_the_live_set_alone()
    {
        var (old, epoch) = TakeOver();
        TakeOver();

        await old.Append(Batch(epoch, Event(1, 1, Bert, 1)) with { Live = [new LiveChange(1, Bert, true)] }, default);

        Assert.Empty(await LiveSet(old, 1));
    }

    [Fact]
    public async Task A_successor_reads_what_its_predecessor_wrote()
    {
        var (old, epoch) = TakeOver();
        await old.Append(Batch(epoch, Event(1, 1, Anna, 1)), default);

        var (successor, _) = TakeOver();

        Assert.Single(await successor.Read(Anna, 1, 1, 10, default));
        Assert.Equal(1, (await successor.Heads(default))[1].Position);
    }

    protected static async Task<IReadOnlyList<ActorId>> LiveSet(IEventStore store, int shard) => Assert.Single(await store.Starts([shard], default)).Live;

    protected static NewEvent Event(int shard, long position, ActorId stream, long version) =>
        new(shard, position, stream, version, "tag", Encoding.UTF8.GetBytes("{\"v\":" + version + "}"));

    protected static AppendBatch Batch(long epoch, params NewEvent[] events) =>
        new(events, [], events.Select(item => item.Shard).Distinct().ToDictionary(shard => shard, _ => epoch));
}
