using System.Text;
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Storage;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests;

/// <summary>The lane alone, rule by rule (DESIGN 4.1); what a node makes of it is in <see cref="FailureTests"/>.</summary>
public sealed class CommitLaneTests : ILaneOwner
{
    private static readonly ActorId Anna = ActorId.Agent("t", "anna");
    private readonly FakeClock time = new();
    private readonly SimulatedDatabase database;
    private readonly SimulatedEventStore store;
    private readonly Queue<Action> posted = new();
    private readonly TimerHeap timers = new();
    private readonly NodeClock clock;
    private readonly CommitLane lane;
    private readonly List<long> released = [];
    private readonly List<long> killed = [];
    private int inDoubt;
    private long version;

    public CommitLaneTests()
    {
        database = new SimulatedDatabase(time);
        database.TakeOver();
        store = new SimulatedEventStore(database);
        clock = new NodeClock(time);
        lane = new CommitLane(store, new LaneLimits { BytesMax = 2_000, BatchEntriesMax = 3 }, this, timers, clock, posted.Enqueue);
    }

    [Fact]
    public void Rule_1_A_failure_kills_everything_from_the_batch_to_the_head_and_positions_are_not_used_again()
    {
        store.Hold();
        Append(1);
        Append(1);
        lane.Flush();
        Append(1);
        database.TakeOver();
        LetGo();

        Assert.Equal([1L, 2, 3], killed);
        Assert.Equal([false, true, true, true], new long[] { 0, 1, 2, 3 }.Select(lane.IsDead));
        Assert.Equal(4, Append(2));
        Assert.False(lane.IsDead(4));
    }

    [Fact]
    public void Rule_2_An_entry_that_rests_on_a_dead_position_is_not_taken()
    {
        Append(1);
        database.TakeOver();
        lane.Flush();
        Settle();

        Assert.False(lane.TryAppend(Entry(2), activationHorizon: 1, messageHorizon: 0));
        Assert.False(lane.TryAppend(Entry(2), activationHorizon: 0, messageHorizon: 1));
        Assert.True(lane.TryAppend(Entry(2), 0, 0));
    }

    [Fact]
    public void Rule_3_An_answer_without_events_joins_the_fence_set_of_its_batch()
    {
        Append(1);
        lane.TryAppend(new Plain { Shard = 5, Epoch = 1 }, 0, 0);
        lane.Flush();
        Settle();

        Assert.Equal([0, 5], store.Batches.Single().Epochs.Keys.Order());
        Assert.Equal([1L, 2], released);
    }

    [Fact]
    public void Rule_3_An_answer_of_a_lost_shard_does_not_leave()
    {
        database.TakeOver();
        lane.TryAppend(new Plain { Shard = 5, Epoch = 1 }, 0, 0);
        lane.Flush();
        Settle();

        Assert.Empty(released);
        Assert.Equal([1L], killed);
    }

    [Fact]
    public void Rule_4_Nothing_is_released_before_its_batch_is_durable()
    {
        store.Hold();
        Append(1);
        lane.Flush();
        Settle();
        Assert.Empty(released);

        LetGo();
        Assert.Equal([1L], released);
        Assert.Equal(1, lane.Durable);
    }

    [Fact]
    public void Batches_go_in_order_one_at_a_time_and_gather_what_comes_meanwhile()
    {
        store.Hold();
        Append(1);
        lane.Flush();
        Append(1);
        Append(1);
        lane.Flush();
        Assert.Single(store.Batches);

        LetGo();
        Assert.Equal([1, 2], store.Batches.Select(batch => batch.Events.Count));
        Assert.Equal([1L, 2, 3], released);
    }

    [Fact]
    public void A_batch_has_a_bound()
    {
        store.Hold();
        for (var entry = 0; entry < 4; entry++)
        {
            Append(1);
        }

        lane.Flush();
        LetGo();

        Assert.Equal([3, 1], store.Batches.Select(batch => batch.Events.Count));
    }

    [Fact]
    public void A_shard_that_comes_back_under_another_epoch_begins_another_batch()
    {
        Append(1);
        lane.TryAppend(new Plain { Shard = 0, Epoch = 2 }, 0, 0);
        lane.Flush();
        Settle();

        Assert.Equal([1L, 2], store.Batches.Select(batch => batch.Epochs[0]));
    }

    [Fact]
    public void Rule_8_After_an_unknown_the_identical_batch_is_sent_again_until_somebody_knows()
    {
        store.Faults = new StoreFaults { LostAfter = 1 };
        Append(1);
        lane.Flush();
        Settle();
        Append(1);
        lane.Flush();
        Assert.Equal((1, 1), (inDoubt, store.Batches.Count));

        Tick();
        store.Faults = StoreFaults.None;
        Tick();

        Assert.Same(store.Batches[0], store.Batches[2]);
        Assert.Equal([1L, 2], released);
        Assert.Equal([1L, 2], database.Stream(Anna).Select(item => item.Version));
    }

    [Fact]
    public void Rule_8_A_batch_whose_rows_are_there_is_committed_even_if_the_shard_was_lost_meanwhile()
    {
        store.Faults = new StoreFaults { LostAfter = 1 };
        Append(1);
        lane.Flush();
        Settle();
        database.TakeOver();
        store.Faults = StoreFaults.None;
        Tick();

        Assert.Equal([1L], released);
    }

    [Fact]
    public void Rule_11_The_lane_is_full_by_bytes_and_free_again_when_they_are_durable()
    {
        store.Hold();
        while (!lane.IsFull)
        {
            Append(1);
        }

        Assert.InRange(lane.Bytes, 2_000, 2_500);
        lane.Flush();
        LetGo();
        lane.Flush();
        Settle();

        Assert.False(lane.IsFull);
        Assert.Equal(0, lane.Bytes);
    }

    [Fact]
    public void Dead_ranges_melt_together_and_are_found_between_living_ones()
    {
        var dead = new DeadPositions();
        dead.Kill(3, 5);
        dead.Kill(6, 6);
        dead.Kill(9, 12);

        Assert.Equal(2, dead.Ranges);
        Assert.Equal([3L, 4, 5, 6, 9, 10, 11, 12], Enumerable.Range(0, 20).Select(position => (long)position).Where(dead.Contains));
    }

    void ILaneOwner.Released(IReadOnlyList<LaneEntry> entries, DateTimeOffset storedAt) => released.AddRange(entries.Select(entry => entry.Position));

    void ILaneOwner.Killed(IReadOnlyList<LaneEntry> entries, int batch, AppendResult why) => killed.AddRange(entries.Select(entry => entry.Position));

    void ILaneOwner.InDoubt(string why, int attempt) => inDoubt++;

    private long Append(long epoch)
    {
        var entry = Entry(epoch);
        Assert.True(lane.TryAppend(entry, 0, 0));
        return entry.Position;
    }

    private Plain Entry(long epoch) => new()
    {
        Shard = 0,
        Epoch = epoch,
        Events = [new NewEvent(0, ++version, Anna, version, "tag", Encoding.UTF8.GetBytes("{}"))],
    };

    private void LetGo()
    {
        store.LetGo();
        Settle();
    }

    private void Settle()
    {
        while (posted.TryDequeue(out var action))
        {
            action();
        }
    }

    private void Tick()
    {
        time.MoveTo(timers.Next ?? time.GetUtcNow());
        while (timers.Take(clock.Now) is { } due)
        {
            due.Fire();
        }

        Settle();
    }

    private sealed class Plain : LaneEntry;
}
