namespace CallCenter.Telephony.Tests;

/// <summary>Time that moves only when told; its timers fire in order of their due times.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly List<VirtualTimer> timers = [];
    private long ticks;

    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public TimeSpan Elapsed => TimeSpan.FromTicks(ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    /// <summary>Moves to the next due timer, at most by <paramref name="most"/>; how far it went.</summary>
    public TimeSpan Step(TimeSpan most)
    {
        var next = timers.Where(timer => timer.Due is not null).Select(timer => timer.Due!.Value).DefaultIfEmpty(long.MaxValue).Min();
        var to = Math.Max(ticks, Math.Min(next, ticks + most.Ticks));
        var went = TimeSpan.FromTicks(to - ticks);
        ticks = to;
        foreach (var timer in timers.Where(timer => timer.Due <= ticks).OrderBy(timer => timer.Due).ToArray())
        {
            timer.Fire();
        }

        return went;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.ticks + dueTime.Ticks;
            return true;
        }

        public void Fire()
        {
            Due = null;
            callback(state);
        }

        public void Dispose() => clock.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
