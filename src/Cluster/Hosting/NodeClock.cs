namespace CallCenter.Cluster.Hosting;

/// <summary>
/// The time that decisions see: wall clock at the start plus elapsed monotonic time, moved forward to any later time found in the journal.
/// It never goes back and never stands still, whatever somebody does to the wall clock meanwhile. Shared by a node and its store.
/// </summary>
public sealed class NodeClock
{
    private readonly TimeProvider time;
    private readonly long startedStamp;
    private long baseTicks;

    public NodeClock(TimeProvider time)
    {
        this.time = time;
        startedStamp = time.GetTimestamp();
        baseTicks = time.GetUtcNow().UtcTicks;
    }

    /// <summary>UTC; from any thread.</summary>
    public DateTimeOffset Now => new(Volatile.Read(ref baseTicks) + time.GetElapsedTime(startedStamp).Ticks, TimeSpan.Zero);

    /// <summary>From now on never below <paramref name="seen"/>.</summary>
    public void Raise(DateTimeOffset seen)
    {
        var missing = seen.UtcTicks - Now.UtcTicks;
        if (missing > 0)
        {
            Interlocked.Add(ref baseTicks, missing);
        }
    }
}
