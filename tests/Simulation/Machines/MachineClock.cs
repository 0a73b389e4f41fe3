using CallCenter.Cluster.Membership;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Machines;

/// <summary>
/// The clocks of one machine: a rate of its own, a time of day that somebody may set, and a monotonic clock that stands still while the machine
/// sleeps. Only the simulation knows the true time.
/// </summary>
/// <param name="time">The true time.</param>
/// <param name="rate">How fast this machine's quartz runs: 1.05 is 5 % too fast.</param>
internal sealed class MachineClock(VirtualTime time, double rate) : TimeProvider, IBootClock
{
    private readonly DateTimeOffset booted = time.GetUtcNow();
    private TimeSpan asleep;
    private TimeSpan set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan SinceBoot => (time.GetUtcNow() - booted) * rate;

    public TimeSpan Awake => SinceBoot - asleep;

    public override DateTimeOffset GetUtcNow() => booted + SinceBoot + set;

    public override long GetTimestamp() => Awake.Ticks;

    /// <summary>Somebody sets the time of day.</summary>
    public void Jump(TimeSpan by) => set += by;

    /// <summary>The machine slept for this true time.</summary>
    public void Slept(TimeSpan length) => asleep += length * rate;

    /// <summary>The true time that passes while this clock counts <paramref name="local"/>; never a moment less.</summary>
    public TimeSpan True(TimeSpan local) => new((long)Math.Ceiling(local.Ticks / rate) + 1);
}
