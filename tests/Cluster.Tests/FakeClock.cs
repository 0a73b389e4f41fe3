namespace CallCenter.Cluster.Tests;

/// <summary>Time that moves when a test says so.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public FakeClock()
        : this(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public void MoveTo(DateTimeOffset time) => now = time > now ? time : now;

    public void Move(TimeSpan by) => now += by;
}
