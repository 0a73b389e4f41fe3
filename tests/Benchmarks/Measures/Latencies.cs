using System.Diagnostics;

namespace CallCenter.Benchmarks.Measures;

/// <summary>Times of many operations, exact. From several threads.</summary>
internal sealed class Latencies
{
    private readonly Lock gate = new();
    private readonly List<long> ticks = [];
    private bool isSorted;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return ticks.Count;
            }
        }
    }

    public void Add(long stopwatchTicks)
    {
        lock (gate)
        {
            ticks.Add(stopwatchTicks);
            isSorted = false;
        }
    }

    public void AddAll(Latencies others)
    {
        long[] copy;
        lock (others.gate)
        {
            copy = [.. others.ticks];
        }

        lock (gate)
        {
            ticks.AddRange(copy);
            isSorted = false;
        }
    }

    /// <summary>In milliseconds; <paramref name="share"/> 0.5 is the median. NaN without any.</summary>
    public double At(double share)
    {
        lock (gate)
        {
            if (ticks.Count == 0)
            {
                return double.NaN;
            }

            if (!isSorted)
            {
                ticks.Sort();
                isSorted = true;
            }

            return ticks[Math.Min(ticks.Count - 1, (int)(share * ticks.Count))] * 1000.0 / Stopwatch.Frequency;
        }
    }

    public double MeanMs()
    {
        lock (gate)
        {
            return ticks.Count == 0 ? double.NaN : ticks.Average() * 1000.0 / Stopwatch.Frequency;
        }
    }

    /// <summary>p50 / p99 in milliseconds.</summary>
    public override string ToString() => $"{At(0.5):F2} / {At(0.99):F2}";
}
