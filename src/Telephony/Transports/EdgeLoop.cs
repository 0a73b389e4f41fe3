using System.Collections.Concurrent;
using System.Diagnostics;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// The one thread an edge thinks on: transactions, timers and duties need no lock because only it touches them. What is awaited on the loop
/// goes on on the loop. Everything that posts from outside is bounded where it posts (<see cref="DatagramSocket"/>, <see cref="StreamConnection"/>).
/// </summary>
internal sealed class EdgeLoop(Action<Exception> failed) : SynchronizationContext, IDisposable
{
    private const int SleepMaxMs = 60_000;
    private static readonly long TicksPerMs = Stopwatch.Frequency / 1_000;

    private readonly ConcurrentQueue<Work> queue = new();
    /// <summary>Never disposed: a post may come at any time, also after the end.</summary>
    private readonly AutoResetEvent wake = new(false);
    private int isSleeping;
    private Action? alarm;
    private long alarmAt = long.MaxValue;
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
        Ring();
    }

    public void Post(Action work) => Post(static state => ((Action)state!)(), work);

    /// <summary>
    /// Runs this once after so long; a later call replaces an earlier one. The loop's own sleep keeps the time: a timer of the runtime would
    /// wake two more threads. On the loop, or before its start.
    /// </summary>
    public void SetAlarm(TimeSpan after, Action work) => (alarmAt, alarm) = (Stopwatch.GetTimestamp() + (long)(after.TotalSeconds * Stopwatch.Frequency), work);

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

    /// <summary>
    /// Waits until <paramref name="work"/> ran on the loop; a failure is the caller's. Who awaits goes on elsewhere: never on the loop, which is a
    /// context of its own; only what asks for it explicitly is run there.
    /// </summary>
    public Task<T> Ask<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>();
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
        Ring();
        if (thread != Thread.CurrentThread)
        {
            thread?.Join();
        }
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
            while (!stopping && queue.TryDequeue(out var work))
            {
                Do(work);
                RunAlarm();
            }

            RunAlarm();
            Sleep();
        }
    }

    private void RunAlarm()
    {
        if (alarmAt <= Stopwatch.GetTimestamp())
        {
            alarmAt = long.MaxValue;
            Do(new Work(static state => ((Action)state!)(), alarm));
        }
    }

    /// <summary>Only the first who posts during a sleep pays for waking.</summary>
    private void Sleep()
    {
        Interlocked.Exchange(ref isSleeping, 1);
        if (queue.IsEmpty && !stopping)
        {
            wake.WaitOne(SleepMs());
        }

        Volatile.Write(ref isSleeping, 0);
    }

    /// <summary>Rounded up: to wake before the time would only mean to sleep again.</summary>
    private int SleepMs()
    {
        var left = (alarmAt - Stopwatch.GetTimestamp() + TicksPerMs - 1) / TicksPerMs;
        return alarmAt == long.MaxValue ? Timeout.Infinite : (int)Math.Clamp(left, 0, SleepMaxMs);
    }

    private void Ring()
    {
        // A full fence orders the post before this read, as the exchange in Sleep orders its write before looking at the queue.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref isSleeping) == 1 && Interlocked.Exchange(ref isSleeping, 0) == 1)
        {
            wake.Set();
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
