using System.Globalization;
using CallCenter.Api.Composition.Trial;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CallCenter.Cluster.Tests.Postgres;

/// <summary>The database of one center, and the processes that use it: each opened as a process of its own.</summary>
internal sealed class CenterDatabase : IDisposable
{
    /// <summary>A machine full of tests is slow; what a bound does is tested with a bound of the test.</summary>
    public static readonly PostgresOptions Patient = new()
    {
        ConnectionString = "",
        Shards = 8,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        AppendTimeout = TimeSpan.FromSeconds(30),
        AppendLockWait = TimeSpan.FromSeconds(20),
        LeaseTimeout = TimeSpan.FromSeconds(30),
        LeaseLockWait = TimeSpan.FromSeconds(10),
    };

    private static int made;
    private readonly List<PostgresCenter> opened = [];

    /// <param name="server">Where it is made.</param>
    /// <param name="options">What processes are opened with, beside their names.</param>
    public CenterDatabase(PrivatePostgres server, PostgresOptions? options = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"center{Interlocked.Increment(ref made)}");
        using var maker = NpgsqlDataSource.Create(server.ConnectionString() + ";Pooling=false");
        using var make = maker.CreateCommand($"create database {name}");
        make.ExecuteNonQuery();
        Options = (options ?? Patient) with { ConnectionString = server.ConnectionString(name) };
        Direct = NpgsqlDataSource.Create(Options.ConnectionString + ";Pooling=false;Search Path=callcenter;Timeout=30;Command Timeout=30");
    }

    public PostgresOptions Options { get; }

    /// <summary>Past the product: for what a test arranges and looks at.</summary>
    public NpgsqlDataSource Direct { get; }

    public PostgresCenter Open(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var options = Options with { Process = Name() };
        var center = PostgresCenter.Open(change?.Invoke(options) ?? options, TimeProvider.System, NullLogger.Instance).GetAwaiter().GetResult();
        lock (opened)
        {
            opened.Add(center);
        }

        return center;
    }

    /// <summary>A new process that owns all shards, and whoever owned them before stands no more.</summary>
    public async Task<(PostgresCenter Center, long Incarnation, long Epoch)> TakeOver(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var center = Open(change);
        await Execute("update member set state = 4");
        var incarnation = await Join(center, Name());
        var epochs = await center.Leases.Acquire(incarnation, [.. Enumerable.Range(0, center.Store.ShardCount)], default);
        return (center, incarnation, epochs.Values.Distinct().Single());
    }

    private static string Name() => string.Create(CultureInfo.InvariantCulture, $"p{Interlocked.Increment(ref made)}");

    public static async Task<long> Join(PostgresCenter center, string name) =>
        Assert.IsType<JoinResult.Joined>(await center.Leases.Join(new JoinRequest("center", name, $"{name}:7000", Roles.All, 1, TimeSpan.FromSeconds(60)), default)).Incarnation;

    public async Task Execute(string sql)
    {
        await using var command = Direct.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> Number(string sql)
    {
        await using var command = Direct.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Asks the database until it is so. Waits for the event itself; the bound is only there to fail.</summary>
    public async Task Until(string condition)
    {
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Number(condition) == 0)
        {
            tooLate.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Another transaction holds (stream, version) 't/main/agent/held' 1 until it is disposed: an append with that event waits inside its statement,
    /// with its locks.
    /// </summary>
    public async Task<NpgsqlConnection> HoldAppends()
    {
        var connection = await Direct.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand(
            "begin; insert into event (shard, pos, epoch, stream, version, tag, body, db_ts) values (7, 999, 0, 't/main/agent/held', 1, 'x', '', now())", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>How many sessions of this use wait for a lock of another transaction.</summary>
    public Task UntilWaiting(string use) => Until(
        $"select count(*) from pg_stat_activity where application_name like 'callcenter/{use}/%' and wait_event_type = 'Lock' and datname = current_database()");

    public void Dispose()
    {
        opened.ForEach(center => center.Dispose());
        Direct.Dispose();
    }
}
