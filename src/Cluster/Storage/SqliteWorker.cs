using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>One connection with a thread of its own: work is done in the order it was given, and its result is a task.</summary>
internal sealed class SqliteWorker : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly SqliteConnection connection;
    private readonly Thread thread;

    public SqliteWorker(string name, SqliteConnection connection)
    {
        this.connection = connection;
        thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>The task completes on this worker's thread: whoever continues inline must be short.</summary>
    public Task<T> Do<T>(Func<SqliteConnection, T> job, CancellationToken stop)
    {
        var done = new TaskCompletionSource<T>();
        try
        {
            work.Add(() => Run(job, done, stop), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            done.SetException(new ObjectDisposedException(thread.Name));
        }

        return done.Task;
    }

    /// <summary>Finishes what was given, then closes the connection.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        connection.Dispose();
        work.Dispose();
    }

    private void Run<T>(Func<SqliteConnection, T> job, TaskCompletionSource<T> done, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            done.SetCanceled(stop);
            return;
        }

        T result;
        try
        {
            result = job(connection);
        }
        catch (Exception failure)
        {
            done.SetException(failure);
            return;
        }

        done.SetResult(result);
    }

    private void Loop()
    {
        foreach (var job in work.GetConsumingEnumerable())
        {
            job();
        }
    }
}
