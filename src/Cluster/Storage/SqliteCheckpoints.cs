using CallCenter.Cluster.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Storage;

/// <summary>
/// Copies the write-ahead log into the file beside the appends, on a connection and thread of its own, so that no append waits for it — until
/// the log has grown beyond its bound: then the copying makes writers wait, which is the back-pressure a slow disk needs.
/// </summary>
internal sealed partial class SqliteCheckpoints : IDisposable
{
    private readonly SqliteWorker worker;
    private readonly SqliteOptions options;
    private readonly ILogger logger;
    private long pagesSince;
    private int isRunning;

    public SqliteCheckpoints(string path, SqliteOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        worker = new SqliteWorker("journal-checkpoints", SqliteFile.Connect(path));
    }

    /// <summary>From the writer's thread, after each batch.</summary>
    public void Written(int pages)
    {
        if (Interlocked.Add(ref pagesSince, pages) >= options.CheckpointPages && Interlocked.Exchange(ref isRunning, 1) == 0)
        {
            Interlocked.Exchange(ref pagesSince, 0);
            _ = worker.Do(Run, CancellationToken.None);
        }
    }

    public void Dispose() => worker.Dispose();

    private bool Run(SqliteConnection connection)
    {
        try
        {
            if (Copy(connection, "passive") > options.WalPagesMax)
            {
                Copy(connection, "restart");
            }

            return true;
        }
        catch (SqliteException failure)
        {
            CheckpointFailed(failure);
            return false;
        }
        finally
        {
            Volatile.Write(ref isRunning, 0);
        }
    }

    /// <summary>Returns the pages in the log.</summary>
    private static long Copy(SqliteConnection connection, string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma wal_checkpoint({mode})";
        using var row = command.ExecuteReader();
        return row.Read() ? row.GetInt64(1) : 0;
    }

    [LoggerMessage(LogEvents.CheckpointFailed, LogLevel.Warning, "The write-ahead log of the journal could not be copied into its file; it is tried again")]
    private partial void CheckpointFailed(Exception failure);
}
