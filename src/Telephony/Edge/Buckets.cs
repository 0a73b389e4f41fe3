namespace CallCenter.Telephony.Edge;

/// <summary>
/// One token bucket for each of many: what comes at once up to the burst, then what the rate allows. Remembers at most <paramref name="max"/>: one that
/// is full again is as good as none, and when even so there is no room all begin anew. On the loop only.
/// </summary>
internal sealed class Buckets<TKey>(int max, TimeProvider clock)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Bucket> buckets = [];

    public int Count => buckets.Count;

    /// <summary>True when there was a token, which is gone then.</summary>
    public bool Take(TKey key, int perSecond, int burst)
    {
        var level = buckets.TryGetValue(key, out var bucket) ? LevelOf(bucket, perSecond, burst) : burst;
        if (level < 1)
        {
            return false;
        }

        if (bucket is null && buckets.Count >= max)
        {
            MakeRoom();
        }

        buckets[key] = new Bucket(level - 1, clock.GetTimestamp(), perSecond, burst);
        return true;
    }

    private double LevelOf(Bucket bucket, int perSecond, int burst) => Math.Min(burst, bucket.Level + (clock.GetElapsedTime(bucket.At).TotalSeconds * perSecond));

    private void MakeRoom()
    {
        foreach (var (key, bucket) in buckets)
        {
            if (LevelOf(bucket, bucket.PerSecond, bucket.Burst) >= bucket.Burst)
            {
                buckets.Remove(key);
            }
        }

        if (buckets.Count >= max)
        {
            buckets.Clear();
        }
    }

    private sealed record Bucket(double Level, long At, int PerSecond, int Burst);
}
