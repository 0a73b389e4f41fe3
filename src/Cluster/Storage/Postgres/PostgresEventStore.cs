using System.Diagnostics.Metrics;
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>
/// The journal that the nodes of a cluster share. Appends have a connection and a thread of their own, one batch outstanding; reads a small pool.
/// Opened by <see cref="PostgresCenter.Open"/>.
/// </summary>
internal sealed class PostgresEventStore : IEventStore, IDisposable
{
    private readonly PostgresSession session;
    private readonly PostgresAppender appender = new();
    private readonly PostgresReads reads;
    private readonly TimeProvider time;
    private readonly Meter meter = new(NodeMeter.Name);
    private readonly Histogram<double> appendTime;

    public PostgresEventStore(PostgresConnections connections, int shards, PostgresOptions options, TimeProvider time, ILogger log)
    {
        ShardCount = shards;
        this.time = time;
        appendTime = meter.CreateHistogram<double>("callcenter.journal.append", "s", "one batch at the database, those of unknown outcome included");
        reads = new PostgresReads(connections.Reads);
        session = new PostgresSession("append", connections.Appends, options.AppendTimeout, options, time, log);
        session.Noticed += appender.Noticed;
    }

    public int ShardCount { get; }

    public async Task<AppendResult> Append(AppendBatch batch, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        try
        {
            var result = await session.DoInline(connection => Append(connection, batch), stop).ConfigureAwait(false);
            if (result is AppendResult.Appended appended)
            {
                appender.Raise(appended.StoredAt);
            }

            return result;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or System.IO.IOException)
        {
            return new AppendResult.Unknown(failure.Message);
        }
        finally
        {
            appendTime.Record(time.GetElapsedTime(began).TotalSeconds);
        }
    }

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
        reads.Stream(stream, fromVersion, max, stop);

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
        reads.Streams(streams, maxEach, stop);

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) =>
        reads.Shard(shard, position, max, stop);

    public async Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop)
    {
        var heads = await reads.Heads(stop).ConfigureAwait(false);
        Raise(heads.Values);
        return heads;
    }

    public async Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop)
    {
        var starts = await reads.Starts(shards, stop).ConfigureAwait(false);
        Raise(starts.Select(start => start.Head).OfType<ShardHead>());
        return starts;
    }

    public void ShowIncarnation(long incarnation) => session.ShowIncarnation(incarnation);

    public void Dispose()
    {
        session.Dispose();
        meter.Dispose();
    }

    private void Raise(IEnumerable<ShardHead> heads)
    {
        foreach (var head in heads)
        {
            appender.Raise(head.StoredAt);
        }
    }

    private AppendResult Append(NpgsqlConnection connection, AppendBatch batch)
    {
        Failpoint.BeforeAppend(batch);
        var result = appender.Append(connection, batch);
        Failpoint.AfterAppend(batch);
        return result;
    }
}
