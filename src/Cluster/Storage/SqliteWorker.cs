using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>One connection with a thread of its own.</summary>
internal sealed class SqliteWorker(string name, SqliteConnection connection) : IDisposable
{
    private readonly WorkThread thread = new(name, connection.Dispose);

    public Task<T> Do<T>(Func<SqliteConnection, T> job, CancellationToken stop) => thread.Do(() => job(connection), stop);

    /// <summary>Whoever waits goes on at once on this worker's thread, so must be short; saves the way over the thread pool.</summary>
    public Task<T> DoInline<T>(Func<SqliteConnection, T> job, CancellationToken stop) => thread.DoInline(() => job(connection), stop);

    /// <summary>Finishes what was given, then closes the connection.</summary>
    public void Dispose() => thread.Dispose();
}
