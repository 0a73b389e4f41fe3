namespace CallCenter.Simulation.World;

/// <summary>The simulator's only time and only order: things happen when they are due, those due together in the order they were planned.</summary>
public sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Number)> planned = new();
    private long now = Start.UtcTicks;
    private long number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(now - Start.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);

    public override long GetTimestamp() => now;

    public void After(TimeSpan delay, Action happens) => planned.Enqueue(happens, (now + Math.Max(0, delay.Ticks), number++));

    public void At(DateTimeOffset when, Action happens) => After(when - GetUtcNow(), happens);

    /// <summary>Lets the next thing happen; false when nothing is planned up to <paramref name="until"/>.</summary>
    public bool Step(DateTimeOffset until)
    {
        if (!planned.TryPeek(out _, out var next) || next.At > until.UtcTicks)
        {
            now = Math.Max(now, until.UtcTicks);
            return false;
        }

        var happens = planned.Dequeue();
        now = Math.Max(now, next.At);
        happens();
        return true;
    }
}
