using System.Collections.Immutable;

namespace CallCenter.Actors.Reports;

/// <summary>
/// The buckets of times: tenths of a second up to one, seconds up to 2 minutes, ten seconds up to 10, minutes up to an hour, hours up to a day. Sums
/// of histograms are the histogram of all, so percentiles of any range are those of its facts to the width of a bucket, and how many came within T
/// can be asked afterwards, exactly, for each T that is a bound.
/// </summary>
public static class Waits
{
    /// <summary>The last moment that still counts in each bucket, in milliseconds; the bucket behind the last has all that is longer.</summary>
    public static readonly ImmutableArray<long> Bounds =
    [
        .. Steps(100, 900, 100), .. Steps(1_000, 120_000, 1_000), .. Steps(130_000, 600_000, 10_000),
        .. Steps(660_000, 3_600_000, 60_000), .. Steps(7_200_000, 86_400_000, 3_600_000),
    ];

    public static readonly int Buckets = Bounds.Length + 1;

    public static bool IsBound(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond == 0 && Bounds.BinarySearch((long)time.TotalMilliseconds) >= 0;

    public static int Bucket(long milliseconds) => Bounds.BinarySearch(milliseconds) is var found && found < 0 ? ~found : found;

    public static Figure Of(Figure histogram, long milliseconds) => (Figure)((short)histogram + Bucket(milliseconds));

    private static IEnumerable<long> Steps(long first, long last, long step)
    {
        for (var bound = first; bound <= last; bound += step)
        {
            yield return bound;
        }
    }
}
