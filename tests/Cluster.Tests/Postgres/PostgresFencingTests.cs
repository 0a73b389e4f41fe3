using System.Text;
using CallCenter.Actors;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Storage.Postgres;
using static CallCenter.Cluster.Storage.AppendResult;

namespace CallCenter.Cluster.Tests.Postgres;

/// <summary>Appends and take-overs at the same time (RELIABILITY 3.2): no row of an epoch comes after the next epoch began.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresFencingTests(PostgresServer server) : IDisposable
{
    private static readonly ActorId Held = ActorId.Agent("t", "held");
    private static readonly int[] AllShards = [.. Enumerable.Range(0, 8)];
    private readonly CenterDatabase database = new(server.Server);

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task A_take_over_waits_for_the_append_in_flight()
    {
        var (old, oldOne, epoch) = await database.TakeOver();
        var (successor, mine) = await Joined("successor");
        var hold = await database.HoldAppends();
        var append = old.Store.Append(Batch(epoch, Held, 1), default);
        await database.UntilWaiting("append");
        await old.Leases.Leave(oldOne, default);
        var acquire = successor.Leases.Acquire(mine, AllShards, default);
        await database.UntilWaiting("lease");

        await hold.DisposeAsync();

        Assert.IsType<Appended>(await append);
        Assert.Equal(8, (await acquire).Count);
        await NoRowCameAfterTheNextEpoch();
        Assert.Equal(1, (await successor.Store.Heads(default))[1].Position);
    }

    [Fact]
    public async Task An_append_that_will_not_end_is_ended_by_the_take_over_and_its_writer_is_fenced()
    {
        var (old, oldOne, epoch) = await database.TakeOver();
        var (successor, mine) = await Joined("successor", options => options with { LeaseLockWait = TimeSpan.FromMilliseconds(200) });
        await using var hold = await database.HoldAppends();
        var batch = Batch(epoch, Held, 1);
        var append = old.Store.Append(batch, default);
        await database.UntilWaiting("append");
        await old.Leases.Leave(oldOne, default);

        // A busy machine may not end the session within one wait: then it is asked again, as the member does.
        IReadOnlyDictionary<int, long> taken;
        do
        {
            taken = await successor.Leases.Acquire(mine, AllShards, default);
        }
        while (taken.Count < 8);

        Assert.IsType<Unknown>(await append);
        Assert.IsType<Fenced>(await old.Store.Append(batch, default));
        Assert.Equal(0, await database.Number("select count(*) from event"));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_had_keeps_nobody_from_the_others()
    {
        var (old, oldOne, _) = await database.TakeOver();
        var (successor, mine) = await Joined("successor", options => options with { LeaseLockWait = TimeSpan.FromMilliseconds(100) });
        await old.Leases.Leave(oldOne, default);
        await using var stuck = await database.Direct.OpenConnectionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("begin; select pg_advisory_xact_lock(4711, 3)", stuck);
        await hold.ExecuteNonQueryAsync();

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], (await successor.Leases.Acquire(mine, AllShards, default)).Keys.Order());
        await stuck.CloseAsync();
        Assert.Equal(8, (await successor.Leases.Acquire(mine, AllShards, default)).Count);
    }

    [Fact]
    public async Task A_stale_epoch_never_gets_in_however_often_owners_change_under_load()
    {
        const int TakeOvers = 12;
        using var over = new CancellationTokenSource();
        var writers = new List<Task<int>>();
        for (var number = 0; number < TakeOvers; number++)
        {
            var (center, _, epoch) = await database.TakeOver();
            var heads = await center.Store.Heads(default);
            writers.Add(Task.Run(() => WriteUntilFenced(center.Store, epoch, heads, over.Token)));
            await database.Until($"select count(*) from event where epoch = {epoch}");
        }

        await database.TakeOver();
        var written = await Task.WhenAll(writers);

        Assert.Equal(written.Sum(), await database.Number("select count(*) from event"));
        Assert.Equal(0, await database.Number("select count(*) from (select epoch < lag(epoch) over (partition by shard order by pos) as is_back from event) e where is_back"));
        Assert.Equal(0, await database.Number("select count(*) from (select pos - lag(pos, 1, 0::bigint) over (partition by shard order by pos) as step from event) e where step <> 1"));
        Assert.Equal(0, await database.Number("select count(*) from (select version - lag(version, 1, 0::bigint) over (partition by stream order by version) as step from event) e where step <> 1"));
        await NoRowCameAfterTheNextEpoch();
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_there_once_when_it_is_sent_again()
    {
        using var relay = new Relay(server.Server.Port);
        var (center, _, epoch) = await database.TakeOver(options => Through(relay, options));
        Assert.IsType<Appended>(await center.Store.Append(Batch(epoch, ActorId.Agent("t", "anna"), 1), default));
        relay.LoseAnswers();
        var batch = Batch(epoch, ActorId.Agent("t", "anna"), 2);

        Assert.IsType<Unknown>(await center.Store.Append(batch, default));
        await database.Until("select count(*) from event where version = 2");

        Assert.IsType<Appended>(await center.Store.Append(batch, default));
        Assert.Equal(2, await database.Number("select count(*) from event"));
    }

    [Fact]
    public async Task A_batch_that_got_in_before_the_take_over_is_appended_for_its_writer_also_afterwards()
    {
        using var relay = new Relay(server.Server.Port);
        var (center, _, epoch) = await database.TakeOver(options => Through(relay, options));
        await center.Store.Append(Batch(epoch, ActorId.Agent("t", "anna"), 1), default);
        relay.LoseAnswers();
        var batch = Batch(epoch, ActorId.Agent("t", "anna"), 2);
        Assert.IsType<Unknown>(await center.Store.Append(batch, default));
        await database.Until("select count(*) from event where version = 2");
        await database.TakeOver();

        Assert.IsType<Appended>(await center.Store.Append(batch, default));
        Assert.IsType<Fenced>(await center.Store.Append(Batch(epoch, ActorId.Agent("t", "anna"), 3), default));
    }

    [Fact]
    public async Task A_batch_sent_again_waits_for_its_twin_that_is_still_under_way()
    {
        using var relay = new Relay(server.Server.Port);
        var (center, _, epoch) = await database.TakeOver(options => Through(relay, options));
        var hold = await database.HoldAppends();
        var batch = Batch(epoch, Held, 1);
        var first = center.Store.Append(batch, default);
        await database.UntilWaiting("append");
        var twin = await database.Number("select pid from pg_stat_activity where application_name like 'callcenter/append/%' and wait_event_type = 'Lock' and datname = current_database()");
        relay.Cut();
        Assert.IsType<Unknown>(await first);
        var second = center.Store.Append(batch, default);
        await database.Until($"select count(*) from pg_stat_activity where application_name like 'callcenter/append/%' and wait_event_type = 'Lock' and datname = current_database() and pid <> {twin}");

        await hold.DisposeAsync();

        Assert.IsType<Appended>(await second);
        Assert.Equal(1, await database.Number("select count(*) from event"));
    }

    [Fact]
    public async Task An_acquire_whose_answer_was_lost_is_found_by_asking_again()
    {
        using var relay = new Relay(server.Server.Port);
        var center = database.Open(options => Through(relay, options));
        var mine = await CenterDatabase.Join(center, "a");
        await center.Leases.Acquire(mine, [], default);
        relay.LoseAnswers();

        await Assert.ThrowsAnyAsync<Exception>(() => center.Leases.Acquire(mine, AllShards, default));
        await database.Until("select count(*) from lease_audit");
        var taken = await center.Leases.Acquire(mine, AllShards, default);

        Assert.Equal(AllShards.ToDictionary(shard => shard, _ => 1L), taken.OrderBy(item => item.Key).ToDictionary());
    }

    private static PostgresOptions Through(Relay relay, PostgresOptions options) =>
        options with { ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(options.ConnectionString) { Port = relay.Port }.ToString() };

    /// <summary>As a lane does: one batch at a time, again while in doubt. Answers how many events got in.</summary>
    private static async Task<int> WriteUntilFenced(IEventStore store, long epoch, IReadOnlyDictionary<int, ShardHead> heads, CancellationToken stop)
    {
        var positions = AllShards.ToDictionary(shard => shard, shard => heads.TryGetValue(shard, out var head) ? head.Position : 0);
        for (var written = 0; ; written += AllShards.Length)
        {
            stop.ThrowIfCancellationRequested();
            var batch = new AppendBatch(
                [.. AllShards.Select(shard => new NewEvent(shard, ++positions[shard], ActorId.Agent("t", $"s{shard}"), positions[shard], "tag", Encoding.UTF8.GetBytes("{}")))],
                [],
                AllShards.ToDictionary(shard => shard, _ => epoch));
            AppendResult result;
            do
            {
                result = await store.Append(batch, default);
            }
            while (result is Unknown);

            if (result is Fenced)
            {
                return written;
            }

            Assert.IsType<Appended>(result);
        }
    }

    private async Task NoRowCameAfterTheNextEpoch() => Assert.Equal(0, await database.Number(
        "select count(*) from event e join lease_audit a on a.shard = e.shard and a.epoch > e.epoch where e.db_ts >= a.at"));

    private async Task<(PostgresCenter Center, long Incarnation)> Joined(string name, Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var center = database.Open(change);
        return (center, await CenterDatabase.Join(center, name));
    }

    private static AppendBatch Batch(long epoch, ActorId stream, long version) =>
        new([new NewEvent(1, version, stream, version, "tag", Encoding.UTF8.GetBytes("{}"))], [], new Dictionary<int, long> { [1] = epoch });
}
