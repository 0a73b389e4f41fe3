namespace CallCenter.Cluster.Links.Tcp;

/// <summary>Pauses between attempts: growing, bounded, each by chance, so that a cluster that comes back does not do so in step.</summary>
internal sealed class Backoff(TimeSpan least, TimeSpan most, Random random)
{
    private TimeSpan upTo = least * 2;

    public TimeSpan Next()
    {
        var bound = upTo < most ? upTo : most;
        upTo = bound * 2;
        lock (random)
        {
            return least + (random.NextDouble() * (bound - least));
        }
    }

    /// <summary>The next attempt is likely to do: no longer than must be, and nothing grows.</summary>
    public TimeSpan Least()
    {
        lock (random)
        {
            return least * (0.5 + (random.NextDouble() / 2));
        }
    }

    /// <summary>A link stood for a while: the first attempt after it comes at once.</summary>
    public TimeSpan Restart()
    {
        upTo = least * 2;
        return TimeSpan.Zero;
    }
}
