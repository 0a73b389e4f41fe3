namespace CallCenter.Cluster.Hosting;

/// <summary>
/// The time that decisions see: wall clock at the start plus elapsed monotonic time, moved forward to any later time found in the journal,
/// and in a cluster steered to the database's time. It never goes back and never stands still, whatever somebody does to the wall clock
/// meanwhile: what is ahead of the truth runs at half speed until it is true again. Shared by a node and its store.
/// </summary>
public sealed class NodeClock
{
    private readonly TimeProvider time;
    private volatile Course course;

    public NodeClock(TimeProvider time)
    {
        this.time = time;
        course = new Course(time.GetTimestamp(), time.GetUtcNow().UtcTicks, 0);
    }

#if PLANTED
    public Defects Planted { get; init; }
#endif

    /// <summary>UTC; from any thread.</summary>
    public DateTimeOffset Now
    {
        get
        {
#if PLANTED
            if (Planted.HasFlag(Defects.TimersOnWallTime))
            {
                return time.GetUtcNow();
            }
#endif
            // Read again when the course changed meanwhile: an old one, followed too long, could be ahead of a slower new one.
            while (true)
            {
                var followed = course;
                var ticks = followed.TicksAfter(time.GetElapsedTime(followed.Stamp).Ticks);
                if (followed == course)
                {
                    return new DateTimeOffset(ticks, TimeSpan.Zero);
                }
            }
        }
    }

    /// <summary>From now on never below <paramref name="seen"/>.</summary>
    public void Raise(DateTimeOffset seen) => Change((now, slow) => seen.UtcTicks > now ? (seen.UtcTicks, 0) : (now, slow));

    /// <summary>
    /// The true time is known to be between these two: what is below is moved up, what is above runs slower until it has come down. Between
    /// them nothing is known better.
    /// </summary>
    public void Steer(DateTimeOffset earliest, DateTimeOffset latest) =>
        Change((now, _) => (Math.Max(now, earliest.UtcTicks), Math.Max(0, now - latest.UtcTicks)));

    /// <summary>Sets the time outright, also back: only before anybody has decided by it.</summary>
    internal void Begin(DateTimeOffset truth) => course = new Course(time.GetTimestamp(), truth.UtcTicks, 0);

    private void Change(Func<long, long, (long Ticks, long Slow)> next)
    {
        while (true)
        {
            var before = course;
            var stamp = time.GetTimestamp();
            var elapsed = time.GetElapsedTime(before.Stamp, stamp).Ticks;
            var now = before.TicksAfter(elapsed);
            var slow = before.SlowAfter(elapsed);
            var (ticks, slower) = next(now, slow);
            if (ticks == now && slower == slow)
            {
                return;
            }

#pragma warning disable CS0420 // the exchange is as good as a volatile access
            if (Interlocked.CompareExchange(ref course, new Course(stamp, ticks, slower), before) == before)
#pragma warning restore CS0420
            {
                return;
            }
        }
    }

    /// <param name="Stamp">Monotonic, when it began.</param>
    /// <param name="BaseTicks">The time at that stamp.</param>
    /// <param name="SlowTicks">How far it is to fall back behind the monotonic clock, at half speed.</param>
    private sealed record Course(long Stamp, long BaseTicks, long SlowTicks)
    {
        public long TicksAfter(long elapsed) => BaseTicks + elapsed - Math.Min(elapsed / 2, SlowTicks);

        public long SlowAfter(long elapsed) => SlowTicks - Math.Min(elapsed / 2, SlowTicks);
    }
}
