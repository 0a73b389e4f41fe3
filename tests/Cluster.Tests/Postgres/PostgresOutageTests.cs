using System.Diagnostics;
using System.Text;
using CallCenter.Actors;
using CallCenter.Api.Composition.Trial;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Storage.Postgres;
using static CallCenter.Cluster.Storage.AppendResult;

namespace CallCenter.Cluster.Tests.Postgres;

/// <summary>Servers that are killed, stopped, and taken over by a standby: each test has its own.</summary>
public sealed class PostgresOutageTests : IDisposable
{
    private static readonly ActorId Anna = ActorId.Agent("t", "anna");
    private readonly PostgresServer own = new();
    private readonly CenterDatabase database;

    public PostgresOutageTests() => database = new CenterDatabase(own.Server);

    public void Dispose()
    {
        database.Dispose();
        own.Dispose();
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("immediate")]
    [InlineData("fast")]
    public async Task A_batch_under_way_when_the_server_ends_is_unknown_and_resolved_by_sending_it_again(string end)
    {
        var (center, incarnation, epoch) = await database.TakeOver();
        var hold = await database.HoldAppends();
        var held = new AppendBatch([new NewEvent(1, 1, ActorId.Agent("t", "held"), 1, "tag", new byte[] { 1 })], [], new Dictionary<int, long> { [1] = epoch });
        var append = center.Store.Append(held, default);
        await database.UntilWaiting("append");

        End(end);
        Assert.IsType<Unknown>(await append);
        Assert.IsType<Unknown>(await center.Store.Append(held, default));
        await Assert.ThrowsAnyAsync<Exception>(() => center.Leases.Renew(incarnation, MemberState.Up, TimeSpan.FromSeconds(6), false, default));
        own.Server.Start();

        Assert.IsType<Appended>(await UntilKnown(center.Store, held));
        Assert.NotNull(await UntilRenewed(center, incarnation));
        Assert.Single(await UntilRead(() => center.Store.Follow(1, 0, 10, default)));
        await hold.DisposeAsync();
    }

    /// <summary>RELIABILITY F-35: a standby, or a flush of the log, that is slow for everybody ends nobody's lease.</summary>
    [Fact]
    public async Task A_renewal_does_not_wait_where_every_commit_waits()
    {
        var (center, incarnation, epoch) = await database.TakeOver();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var version = 1; !enough.IsCancellationRequested; version++)
            {
                Assert.IsType<Appended>(await center.Store.Append(Batch(epoch, version), default));
            }
        });
        own.Server.Set("synchronous_standby_names", "nobody");
        await database.Until("select count(*) from pg_stat_activity where application_name like 'callcenter/append/%' and wait_event = 'SyncRep'");

        Assert.NotNull(await center.Leases.Renew(incarnation, MemberState.Up, TimeSpan.FromSeconds(6), false, default));

        Assert.False(writing.IsCompleted);
        await enough.CancelAsync();
        own.Server.Set("synchronous_standby_names", null);
        await writing;
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_and_nothing_is_there_twice_when_the_server_is_killed_in_the_middle_of_it_all()
    {
        const int Before = 200;
        const int After = 50;
        var (center, _, epoch) = await database.TakeOver();
        var halfWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            for (var version = 1; version <= Before + After; version++)
            {
                Assert.IsType<Appended>(await UntilKnown(center.Store, Batch(epoch, version)));
                if (version == Before)
                {
                    halfWay.SetResult();
                }
            }
        });

        await Task.WhenAny(halfWay.Task, writing);
        own.Server.Kill();
        own.Server.Start();
        await writing;

        Assert.Equal(Enumerable.Range(1, Before + After).Select(number => (long)number), (await UntilRead(() => center.Store.Read(Anna, 1, 1, 1_000, default))).Select(item => item.Version));
    }

    [Fact]
    public async Task While_a_synchronous_standby_is_away_nothing_is_acknowledged_and_what_was_is_on_it()
    {
        var (center, _, epoch) = await database.TakeOver(options => options with { AppendTimeout = TimeSpan.FromSeconds(1) });
        using var standby = own.Server.StartSynchronousStandby(own.Folder(), "127.0.0.1", PostgresServer.FreePort());
        Assert.IsType<Appended>(await UntilKnown(center.Store, Batch(epoch, 1)));
        standby.StopImmediately();
        var second = Batch(epoch, 2);

        Assert.IsType<Unknown>(await center.Store.Append(second, default));

        // Its rows cannot be seen before its commit has been waited for; asking again is in doubt too.
        Assert.IsType<Unknown>(await center.Store.Append(second, default));
        standby.Start();
        Assert.IsType<Appended>(await UntilKnown(center.Store, second));

        own.Server.Kill();
        standby.Promote();
        using var promoted = new PostgresCenterAt(standby, database);
        Assert.Equal([1L, 2L], (await promoted.Center.Store.Read(Anna, 1, 1, 10, default)).Select(item => item.Version));
        Assert.IsType<Appended>(await promoted.Center.Store.Append(Batch(epoch, 3), default));
    }

    [Fact]
    public async Task A_wait_for_the_standby_that_somebody_cancelled_is_no_success()
    {
        var (center, _, epoch) = await database.TakeOver();
        using var standby = own.Server.StartSynchronousStandby(own.Folder(), "127.0.0.1", PostgresServer.FreePort());
        Assert.IsType<Appended>(await UntilKnown(center.Store, Batch(epoch, 1)));
        standby.StopImmediately();
        var batch = Batch(epoch, 2);
        var append = center.Store.Append(batch, default);
        await database.Until("select count(*) from pg_stat_activity where wait_event = 'SyncRep' and application_name like 'callcenter/append/%'");

        await database.Number("select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'");
        Assert.IsType<Unknown>(await append);

        // Now the rows are there, on this server alone. Sent again it writes, and waits again: seeing them is not enough.
        var again = center.Store.Append(batch, default);
        await database.Until("select count(*) from pg_stat_activity where wait_event = 'SyncRep' and application_name like 'callcenter/append/%'");
        Assert.False(again.IsCompleted);
        standby.Start();
        Assert.IsType<Appended>(await again);
    }

    [Fact]
    public async Task Several_hosts_may_be_named_and_the_one_that_takes_writes_is_used()
    {
        using var standby = own.Server.StartSynchronousStandby(own.Folder(), "127.0.0.1", PostgresServer.FreePort());
        var both = $"{standby.Address}:{standby.Port},{own.Server.Address}:{own.Server.Port}";
        var (center, _, epoch) = await database.TakeOver(options =>
            options with { ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(options.ConnectionString) { Host = both }.ToString() });
        Assert.IsType<Appended>(await UntilKnown(center.Store, Batch(epoch, 1)));

        own.Server.Kill();
        standby.Promote();

        Assert.IsType<Appended>(await UntilKnown(center.Store, Batch(epoch, 2)));
        Assert.Equal(2, (await UntilRead(() => center.Store.Read(Anna, 1, 1, 10, default))).Count);
    }

    [Fact]
    public async Task A_private_server_ends_with_whoever_started_it()
    {
        var postmaster = own.Server.ProcessId;
        using var process = Process.GetProcessById(postmaster);

        own.Server.LetGo();

        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        Assert.False(own.Server.IsRunning);
    }

    private void End(string how)
    {
        switch (how)
        {
            case "kill":
                own.Server.Kill();
                break;
            case "immediate":
                own.Server.StopImmediately();
                break;
            default:
                own.Server.Stop();
                break;
        }
    }

    /// <summary>As a lane asks: again after a pause, as long as it is in doubt.</summary>
    private static async Task<AppendResult> UntilKnown(IEventStore store, AppendBatch batch)
    {
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(new LaneLimits().DoubtPause);
        while (true)
        {
            if (await store.Append(batch, default) is var result and not Unknown)
            {
                return result;
            }

            await pause.WaitForNextTickAsync(tooLate.Token);
        }
    }

    private static Task<Renewed?> UntilRenewed(PostgresCenter center, long incarnation) =>
        UntilRead(() => center.Leases.Renew(incarnation, MemberState.Up, TimeSpan.FromSeconds(6), false, default));

    private static async Task<T> UntilRead<T>(Func<Task<T>> read)
    {
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(new LaneLimits().DoubtPause);
        while (await pause.WaitForNextTickAsync(tooLate.Token))
        {
            try
            {
                return await read();
            }
            catch (Npgsql.NpgsqlException)
            {
                // The server is not back yet, or this connection is one of before.
            }
        }

        throw new InvalidOperationException("the pause ended");
    }

    private static AppendBatch Batch(long epoch, long version) =>
        new([new NewEvent(1, version, Anna, version, "tag", Encoding.UTF8.GetBytes("{}"))], [], new Dictionary<int, long> { [1] = epoch });

    /// <summary>A process that knows of the promoted standby only.</summary>
    private sealed class PostgresCenterAt(PrivatePostgres server, CenterDatabase database) : IDisposable
    {
        public PostgresCenter Center { get; } = PostgresCenter.Open(
            database.Options with { ConnectionString = server.ConnectionString(new Npgsql.NpgsqlConnectionStringBuilder(database.Options.ConnectionString).Database!) },
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).GetAwaiter().GetResult();

        public void Dispose() => Center.Dispose();
    }
}
