using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>One connection with a thread of its own: work is done in the order it was given, and its result is a task.</summary>
internal sealed class SqliteWorker : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly SqliteConnection connection;
    private readonly Thread thread;
    private int isDisposed;

    public SqliteWorker(string name, SqliteConnection connection)
    {
        this.connection = connection;
        thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.Start();
    }

    public Task<T> Do<T>(Func<SqliteConnection, T> job, CancellationToken stop) =>
        Do(job, new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), stop);

    /// <summary>Whoever waits goes on at once on this worker's thread, so must be short; saves the way over the thread pool.</summary>
    public Task<T> DoInline<T>(Func<SqliteConnection, T> job, CancellationToken stop) => Do(job, new TaskCompletionSource<T>(), stop);

    /// <summary>Finishes what was given, then closes the connection.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            return;
        }

        work.CompleteAdding();
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private Task<T> Do<T>(Func<SqliteConnection, T> job, TaskCompletionSource<T> done, CancellationToken stop)
    {
        try
        {
            work.Add(() => Run(job, done, stop), CancellationToken.None);
        }
        catch (InvalidOperationException) // adding is completed, or the collection is disposed already
        {
            done.SetException(new ObjectDisposedException(thread.Name));
        }

        return done.Task;
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

        connection.Dispose();
        work.Dispose();
    }
}
