namespace CallCenter.Telephony.Transports;

/// <summary>
/// The timers of one loop: a heap by due time, driven by the loop's own sleep, or by one timer of a virtual clock. Used on the loop only; what is due runs on the loop, in the
/// order of due times and, among equals, in the order of their start. At most as many as transactions, arrivals and duties allow.
/// </summary>
internal sealed class LoopTimers : IDisposable
{
    private const int CompactFrom = 1024;

    /// <summary>Timers are due on a grid of hundredths of a second: what is due together costs one waking, and no timer of SIP is finer.</summary>
    private const int GridPerSecond = 100;

    private readonly EdgeLoop loop;
    private readonly TimeProvider clock;
    private readonly ITimer? virtually;
    private PriorityQueue<LoopTimer, (long Due, long Order)> heap = new();
    private long order;
    private int stopped;
    private long armedFor = long.MaxValue;

    public LoopTimers(EdgeLoop loop, TimeProvider clock)
    {
        this.loop = loop;
        this.clock = clock;
        virtually = clock == TimeProvider.System ? null : clock.CreateTimer(_ => loop.Post(RunDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => heap.Count - stopped;

    public LoopTimer Start(TimeSpan after, Action work)
    {
        var due = OnGrid(clock.GetTimestamp() + Ticks(after));
        var entry = new LoopTimer(this, work);
        heap.Enqueue(entry, (due, order++));
        Arm();
        return entry;
    }

    /// <summary>Completes on the loop after this time; cancelled it ends early, as cancelled.</summary>
    public async Task Delay(TimeSpan after, CancellationToken cancelled = default)
    {
        var done = new TaskCompletionSource();
        var entry = Start(after, () => done.TrySetResult());
        using var registration = cancelled.Register(() => loop.Post(() =>
        {
            entry.Stop();
            done.TrySetCanceled(cancelled);
        }));
        await done.Task;
    }

    public void Dispose() => virtually?.Dispose();

    internal void RecordStopped()
    {
        stopped++;
        if (stopped < CompactFrom || stopped < heap.Count / 2)
        {
            return;
        }

        heap = new PriorityQueue<LoopTimer, (long, long)>(heap.UnorderedItems.Where(item => item.Element.Work is not null));
        stopped = 0;
    }

    private void RunDue()
    {
        armedFor = long.MaxValue;
        var now = clock.GetTimestamp();
        while (heap.TryPeek(out var entry, out var key) && (entry.Work is null || key.Due <= now))
        {
            heap.Dequeue();
            if (entry.Work is null)
            {
                stopped--;
                continue;
            }

            var work = entry.Take();
            loop.Post(work);
        }

        Arm();
    }

    private void Arm()
    {
        if (!heap.TryPeek(out _, out var first) || first.Due >= armedFor)
        {
            return;
        }

        armedFor = first.Due;
        var wait = (first.Due - clock.GetTimestamp()) / (double)clock.TimestampFrequency;

        // Rounded up to the millisecond: a timer may be late, never early.
        var after = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait * 1000)));
        if (virtually is null)
        {
            loop.SetAlarm(after, RunDue);
        }
        else
        {
            virtually.Change(after, Timeout.InfiniteTimeSpan);
        }
    }

    private long OnGrid(long ticks)
    {
        var grid = clock.TimestampFrequency / GridPerSecond;
        return (ticks + grid - 1) / grid * grid;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}

/// <summary>A timer that runs once unless it is stopped before.</summary>
internal sealed class LoopTimer(LoopTimers owner, Action work)
{
    internal Action? Work { get; private set; } = work;

    public void Stop()
    {
        if (Work is not null)
        {
            Work = null;
            owner.RecordStopped();
        }
    }

    internal Action Take()
    {
        var taken = Work!;
        Work = null;
        return taken;
    }
}
