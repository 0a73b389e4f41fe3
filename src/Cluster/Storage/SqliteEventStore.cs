using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster.Storage;

/// <summary>
/// The journal of a center that is one process: journal.db in its data directory. One writer with a thread of its own, one transaction a batch
/// (a flush of the disk each), readers beside it. Who started last owns all shards; a store that was overtaken is fenced.
/// </summary>
public sealed class SqliteEventStore : IEventStore, ISnapshots, IDisposable
{
    private readonly DirectoryLock? directoryLock;
    private readonly SqliteWorker writer;
    private readonly SqliteWorker reader;
    private readonly SqliteCommand readStream;
    private readonly SqliteWorker follower;
    private readonly SqliteAppender appender;
    private readonly SqliteCheckpoints checkpoints;

    private SqliteEventStore(DirectoryLock? directoryLock, string path, SqliteOptions options, NodeClock clock, SqliteCenter center, SqliteConnection connection, ILogger logger)
    {
        this.directoryLock = directoryLock;
        Clock = clock;
        Epoch = center.Epoch;
        ShardCount = center.Shards;
        appender = new SqliteAppender(connection, clock, center);
        writer = new SqliteWorker("journal-writer", connection);
        var reading = SqliteFile.Connect(path);
        readStream = SqliteReads.PrepareStream(reading);
        reader = new SqliteWorker("journal-reader", reading);
        follower = new SqliteWorker("journal-follower", SqliteFile.Connect(path));
        checkpoints = new SqliteCheckpoints(path, options, logger);
    }

    public int ShardCount { get; }

    /// <summary>How often this center was started, this time included: the epoch under which all its shards are owned.</summary>
    public long Epoch { get; }

    /// <summary>What events are stamped with; never below the last stamp in the file.</summary>
    public NodeClock Clock { get; }

    /// <summary>Takes the directory, makes or migrates the journal and counts the start.</summary>
    /// <exception cref="JournalUnusableException">In use, damaged, or of a newer version.</exception>
    public static SqliteEventStore Open(SqliteOptions options, TimeProvider time, ILogger? logger = null)
    {
        System.IO.Directory.CreateDirectory(options.Directory);
        var directoryLock = DirectoryLock.Take(options.Directory);
        try
        {
            return Open(directoryLock, options, time, logger);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Without the lock: for tests of what happens when two processes meet in one file all the same.</summary>
    internal static SqliteEventStore Open(DirectoryLock? directoryLock, SqliteOptions options, TimeProvider time, ILogger? logger)
    {
        var path = Path.Combine(options.Directory, SqliteOptions.FileName);
        var isNew = !File.Exists(path);
        try
        {
            var connection = SqliteFile.Connect(path);
            SqliteFile.Execute(connection, "pragma wal_autocheckpoint = 0");
            if (!isNew)
            {
                SqliteFile.Check(connection, path, options.CheckBytesMax);
            }

            SqliteFile.Migrate(connection);
            var clock = new NodeClock(time);
            var center = SqliteCenter.Start(connection, options.Shards, clock.Now);
            clock.Raise(center.StoredAt);
            return new SqliteEventStore(directoryLock, path, options, clock, center, connection, logger ?? NullLogger.Instance);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SqliteCodes.Corrupt or SqliteCodes.NotADatabase)
        {
            throw SqliteFile.Damaged(path, failure);
        }
    }

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop) => writer.DoInline(_ =>
    {
        var result = appender.Append(batch);
        checkpoints.Written(appender.Pages);
        return result;
    }, stop);

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
        reader.Do(_ => SqliteReads.Stream(readStream, stream, fromVersion, max), stop);

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
        reader.Do<IReadOnlyList<IReadOnlyList<CommittedEvent>>>(_ => [.. streams.Select(stream => SqliteReads.Stream(readStream, stream, 1, maxEach))], stop);

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) =>
        follower.Do(connection => SqliteReads.Shard(connection, shard, position, max), stop);

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) => reader.Do(SqliteReads.Heads, stop);

    public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) => reader.Do(connection => SqliteReads.Starts(connection, shards), stop);

    public Task<FoundSnapshot> Read(ActorId stream, CancellationToken stop) => reader.Do(connection => SqliteSnapshots.Read(connection, stream), stop);

    /// <summary>On the writer's thread: a second writer of the file would make appends wait by polling.</summary>
    public Task Write(Snapshot snapshot, CancellationToken stop) => writer.Do(connection =>
    {
        if (SqliteSnapshots.Write(connection, snapshot))
        {
            checkpoints.Written(1 + (snapshot.Body.Length / SqliteOptions.PageBytes));
        }

        return true;
    }, stop);

    public void Dispose()
    {
        writer.Dispose();
        reader.Dispose();
        follower.Dispose();
        checkpoints.Dispose();
        directoryLock?.Dispose();
    }
}
