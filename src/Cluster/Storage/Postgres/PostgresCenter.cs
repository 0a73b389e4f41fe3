using CallCenter.Cluster.Membership;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>What the processes of a center share: its journal, and its register of members and owners, both in one database.</summary>
public sealed class PostgresCenter : IDisposable
{
    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(250);
    private readonly PostgresConnections connections;
    private readonly PostgresEventStore store;
    private readonly PostgresLeases leases;

    private PostgresCenter(PostgresConnections connections, int shards, PostgresOptions options, TimeProvider time, ILogger log)
    {
        this.connections = connections;
        Snapshots = new PostgresSnapshots(connections.Reads);
        store = new PostgresEventStore(connections, shards, options, time, log);
        leases = new PostgresLeases(connections, options, time, log, store.ShowIncarnation);
    }

    public IEventStore Store => store;

    internal ISnapshots Snapshots { get; }

    internal ILeases Leases => leases;

    /// <summary>Waits for the database if it is not there yet, makes or migrates the schema, and reads how many shards the center has.</summary>
    /// <exception cref="JournalUnusableException">Not reached in time, not permitted, of a newer version, or with another number of shards.</exception>
    public static async Task<PostgresCenter> Open(PostgresOptions options, TimeProvider time, ILogger log, CancellationToken stop = default)
    {
        var shards = await Prepare(options, time, log, stop);
        return new PostgresCenter(new PostgresConnections(options), shards, options, time, log);
    }

    /// <summary>Finishes what was given, then closes all connections.</summary>
    public void Dispose()
    {
        leases.Dispose();
        store.Dispose();
        connections.Dispose();
    }

    private static async Task<int> Prepare(PostgresOptions options, TimeProvider time, ILogger log, CancellationToken stop)
    {
        await using var source = PostgresConnections.ForSchema(options);
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await PostgresSchema.Prepare(source, options, log, stop);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                if (PostgresCodes.IsFinal(failure) || time.GetElapsedTime(began) > options.OpenWait)
                {
                    throw new JournalUnusableException($"The database cannot be used: {failure.Message}. Check its address, name, user and password.", failure);
                }

                log.DatabaseAwaited(failure.Message);
                await Task.Delay(OpenPause, time, stop);
            }
        }
    }
}
