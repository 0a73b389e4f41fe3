namespace CallCenter.Cluster.Membership;

/// <summary>
/// Whether this process may act for what it owns, told from any thread without asking the member's loop: so that a process which was frozen
/// lets nothing leave between waking up and the loop's own look at the clock (RELIABILITY 3.1: "check the lease again right before each side effect").
/// </summary>
internal sealed class Lease(IBootClock clock)
{
    private long untilTicks;

    /// <summary>Until self-stop; on the clock that counts suspension.</summary>
    public bool Stands => clock.SinceBoot.Ticks < Volatile.Read(ref untilTicks);

    /// <summary>What is left of it; negative: it has ended.</summary>
    public TimeSpan Remaining => new(Volatile.Read(ref untilTicks) - clock.SinceBoot.Ticks);

    /// <summary>Never shortens it: answers of renewals may come in any order.</summary>
    public void Prolong(TimeSpan until) => Volatile.Write(ref untilTicks, Math.Max(Volatile.Read(ref untilTicks), until.Ticks));

    public void End() => Volatile.Write(ref untilTicks, 0);
}
