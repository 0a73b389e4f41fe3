using System.Diagnostics.CodeAnalysis;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Wakes the one thread that sleeps on it: one switch of threads a waking, where a monitor takes two (woken, then waiting for its lock), and
/// only the first ring of a sleep costs anything. Never disposed: a ring may come at any time, also after the last sleep.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "its finaliser frees it when nobody can ring any more")]
internal sealed class Bell
{
    private AutoResetEvent? rung;
    private int isSleeping;

    /// <summary>Until it rings, or this long; not at all when <paramref name="isAwaited"/> says so once a ring would be heard. May end early.</summary>
    public void Sleep(TimeSpan longest, Func<bool> isAwaited)
    {
        rung ??= new AutoResetEvent(false);
        Interlocked.Exchange(ref isSleeping, 1);
        if (isAwaited())
        {
            rung.WaitOne(longest);
        }

        Volatile.Write(ref isSleeping, 0);
    }

    /// <summary>After the reason to wake is there for all to see.</summary>
    public void Ring()
    {
        // A full fence orders that before this read, as the exchange in Sleep orders its write before looking for a reason.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref isSleeping) == 1 && Interlocked.Exchange(ref isSleeping, 0) == 1)
        {
            rung!.Set();
        }
    }
}
