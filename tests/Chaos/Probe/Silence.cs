namespace CallCenter.Chaos.Probe;

/// <summary>How long one shard gave no answer. Time is a count of ticks of the monotone clock; its prober keeps it to one thread at a time.</summary>
internal sealed class Silence
{
    private long longest;

    /// <summary>When it answered last.</summary>
    public long Last { get; private set; }

    /// <summary>From here on the longest silence is measured; what lies before does not count.</summary>
    public void Begin(long now)
    {
        Last = now;
        longest = 0;
    }

    public void Answered(long now)
    {
        longest = Math.Max(longest, now - Last);
        Last = Math.Max(Last, now);
    }

    /// <summary>The one that lasts still counts too.</summary>
    public long Longest(long now) => Math.Max(longest, now - Last);
}
