using System.Collections.Concurrent;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Storage;

/// <summary>A thread of its own for calls that block: jobs are done in the order they were given, and each result is a task.</summary>
internal sealed class WorkThread : IDisposable
{
    private readonly ConcurrentQueue<Action> work = new();
    private readonly Bell bell = new();
    private readonly Lock gate = new();
    private readonly Action ended;
    private readonly Thread thread;
    private volatile bool isDisposed;

    /// <param name="name">Of the thread.</param>
    /// <param name="ended">Run last, on this thread: closes what the jobs used.</param>
    public WorkThread(string name, Action ended)
    {
        this.ended = ended;
        thread = new Thread(Loop) { IsBackground = true, Name = name };
        thread.Start();
    }

    public Task<T> Do<T>(Func<T> job, CancellationToken stop) =>
        Do(job, new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), stop);

    /// <summary>Whoever waits goes on at once on this thread, so must be short; saves the way over the thread pool.</summary>
    public Task<T> DoInline<T>(Func<T> job, CancellationToken stop) => Do(job, new TaskCompletionSource<T>(), stop);

    /// <summary>Finishes what was given, then ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
        }

        bell.Ring();
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private Task<T> Do<T>(Func<T> job, TaskCompletionSource<T> done, CancellationToken stop)
    {
        lock (gate)
        {
            if (isDisposed)
            {
                done.SetException(new ObjectDisposedException(thread.Name));
                return done.Task;
            }

            work.Enqueue(() => Run(job, done, stop));
        }

        bell.Ring();
        return done.Task;
    }

    private static void Run<T>(Func<T> job, TaskCompletionSource<T> done, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            done.SetCanceled(stop);
            return;
        }

        T result;
        try
        {
            result = job();
        }
        catch (Exception failure)
        {
            done.SetException(failure);
            return;
        }

        done.SetResult(result);
    }

    /// <summary>Sleeps without spinning: a disk is slow enough, and the cores are wanted elsewhere.</summary>
    private void Loop()
    {
        while (true)
        {
            // Looked at before the queue: what was given before the end is still done.
            var isLast = isDisposed;
            while (work.TryDequeue(out var job))
            {
                job();
            }

            if (isLast)
            {
                break;
            }

            bell.Sleep(Timeout.InfiniteTimeSpan, () => work.IsEmpty && !isDisposed);
        }

        ended();
    }
}
