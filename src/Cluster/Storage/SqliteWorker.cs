using Microsoft.Data.Sqlite;

namespace CallCenter.Cluster.Storage;

/// <summary>One connection with a thread of its own: work is done in the order it was given, and its result is a task.</summary>
internal sealed class SqliteWorker : IDisposable
{
    private readonly Queue<Action> work = new();
    private readonly SqliteConnection connection;
    private readonly Thread thread;
    private bool isDisposed;

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
        lock (work)
        {
            isDisposed = true;
            Monitor.Pulse(work);
        }

        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private Task<T> Do<T>(Func<SqliteConnection, T> job, TaskCompletionSource<T> done, CancellationToken stop)
    {
        lock (work)
        {
            if (isDisposed)
            {
                done.SetException(new ObjectDisposedException(thread.Name));
                return done.Task;
            }

            work.Enqueue(() => Run(job, done, stop));
            Monitor.Pulse(work);
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
        while (Take() is { } job)
        {
            job();
        }

        connection.Dispose();
    }

    /// <summary>Waits without spinning: a disk is slow enough, and the cores are wanted elsewhere.</summary>
    private Action? Take()
    {
        lock (work)
        {
            while (work.Count == 0 && !isDisposed)
            {
                Monitor.Wait(work);
            }

            return work.TryDequeue(out var job) ? job : null;
        }
    }
}
