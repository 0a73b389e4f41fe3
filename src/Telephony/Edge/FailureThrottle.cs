using System.Net;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Counts wrong credentials by source address, within a window of time. Remembers at most <see cref="SourcesMax"/> addresses: a flood from
/// more than that forgets the oldest, and is then a matter for the packet filter.
/// </summary>
internal sealed class FailureThrottle(int failuresMax, TimeSpan window, TimeProvider clock)
{
    public const int SourcesMax = 10_000;

    private readonly Dictionary<IPAddress, Count> counts = [];
    private readonly Queue<(IPAddress Source, long Since)> byAge = new();

    /// <summary>True while this source has used up its failures.</summary>
    public bool Blocks(IPAddress source) => counts.TryGetValue(source, out var count) && IsFresh(count.Since) && count.Failures >= failuresMax;

    public void Record(IPAddress source)
    {
        if (counts.TryGetValue(source, out var count) && IsFresh(count.Since))
        {
            counts[source] = count with { Failures = count.Failures + 1 };
            return;
        }

        Forget();
        var now = clock.GetTimestamp();
        counts[source] = new Count(1, now);
        byAge.Enqueue((source, now));
    }

    private void Forget()
    {
        while (byAge.TryPeek(out var oldest) && (!IsFresh(oldest.Since) || byAge.Count >= SourcesMax))
        {
            byAge.Dequeue();
            if (counts.TryGetValue(oldest.Source, out var count) && count.Since == oldest.Since)
            {
                counts.Remove(oldest.Source);
            }
        }
    }

    private bool IsFresh(long since) => clock.GetElapsedTime(since) < window;

    private readonly record struct Count(int Failures, long Since);
}
