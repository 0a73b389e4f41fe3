namespace CallCenter.Cluster.Hosting;

/// <summary>
/// A process's <see cref="NodeClock"/> for whoever wants a <see cref="TimeProvider"/>: what time it is follows the center (in a cluster its database), whatever
/// is done to the wall clock of the machine; how time passes, and timers, are the machine's monotonic clock. From any thread.
/// </summary>
public sealed class CenterTime(NodeClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Now;
}
