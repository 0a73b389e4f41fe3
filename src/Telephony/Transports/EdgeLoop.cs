using System.Collections.Concurrent;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The one thread an edge thinks on: transactions, timers and duties need no lock because only it touches them. What is awaited on the loop
/// goes on on the loop. Everything that posts from outside is bounded where it posts (<see cref="DatagramSocket"/>, <see cref="StreamConnection"/>).
/// </summary>
internal sealed class EdgeLoop(Action<Exception> failed) : SynchronizationContext, IDisposable
{
    private readonly ConcurrentQueue<Work> queue = new();
    private readonly ManualResetEventSlim wake = new(false, spinCount: 0);
    private Thread? thread;
    private volatile bool stopping;

    /// <summary>How much waits to be done.</summary>
    public int Backlog => queue.Count;

    public void Start(string name)
    {
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        queue.Enqueue(new Work(d, state));
        wake.Set();
    }

    public void Post(Action work) => Post(static state => ((Action)state!)(), work);

    /// <summary>Work that nobody waits for. Its failure is a defect, unless it is the end of waiting.</summary>
    public async void Spawn(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception end) when (end is OperationCanceledException or TimeoutException)
        {
            // Nobody wants it any more, or it is asked for again.
        }
        catch (Exception defect)
        {
            failed(defect);
        }
    }

    /// <summary>Waits until <paramref name="work"/> ran on the loop; a failure is the caller's.</summary>
    public Task<T> Ask<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = Complete(work, result));
        return result.Task;
    }

    /// <summary>Does what waits, on this thread, until nothing waits. For tests, in place of <see cref="Start"/>.</summary>
    public void RunUntilIdle()
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            while (queue.TryDequeue(out var work))
            {
                Do(work);
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Dispose()
    {
        stopping = true;
        wake.Set();
        if (thread != Thread.CurrentThread)
        {
            thread?.Join();
        }

        wake.Dispose();
    }

    private static async Task Complete<T>(Func<Task<T>> work, TaskCompletionSource<T> result)
    {
        try
        {
            result.TrySetResult(await work());
        }
        catch (OperationCanceledException cancelled)
        {
            result.TrySetCanceled(cancelled.CancellationToken);
        }
        catch (Exception failure)
        {
            result.TrySetException(failure);
        }
    }

    private void Run()
    {
        SetSynchronizationContext(this);
        while (!stopping)
        {
            wake.Reset();
            while (!stopping && queue.TryDequeue(out var work))
            {
                Do(work);
            }

            if (!stopping && queue.IsEmpty)
            {
                wake.Wait();
            }
        }
    }

    /// <summary>One message must not take the edge with it: a defect is reported and the loop goes on with the next.</summary>
    private void Do(Work work)
    {
        try
        {
            work.Callback(work.State);
        }
        catch (Exception defect)
        {
            failed(defect);
        }
    }

    private readonly record struct Work(SendOrPostCallback Callback, object? State);
}
