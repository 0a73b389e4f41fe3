using System.Diagnostics;
using CallCenter.Actors;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>What an asker sees of one shard: how long nobody answered there. From several threads; times are the stopwatch's.</summary>
internal sealed class ShardProbe(int shard, ActorId actor)
{
    private readonly Lock gate = new();
    private long from;
    private long answeredAt;
    private long backAt;
    private long longestSilence;

    public int Shard { get; } = shard;

    public ActorId Actor { get; } = actor;

    /// <summary>Asks under way.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Asks since the mark that were not answered.</summary>
    public int Failed { get; private set; }

    /// <summary>When the first ask was answered that began after the mark; null: none yet.</summary>
    public long? BackAt => Locked(() => backAt == 0 ? (long?)null : backAt);

    /// <summary>Longest time without an answer since the mark; it includes the time between two asks.</summary>
    public TimeSpan LongestSilence => Locked(() => Stopwatch.GetElapsedTime(0, longestSilence));

    /// <summary>Silences and failures count from here on.</summary>
    public void Mark() => Locked(() => (longestSilence, Failed) = (0, 0));

    /// <summary>It is back when an ask was answered that begins later.</summary>
    public void Doubt() => Locked(() => (from, backAt) = (Stopwatch.GetTimestamp(), 0));

    /// <summary>False when too many are under way already.</summary>
    public bool TryBegin(int most) => Locked(() =>
    {
        if (Outstanding >= most)
        {
            return false;
        }

        Outstanding++;
        return true;
    });

    public void Ended(long began, bool isAnswered) => Locked(() =>
    {
        Outstanding--;
        if (!isAnswered)
        {
            Failed++;
            return false;
        }

        var now = Stopwatch.GetTimestamp();
        longestSilence = Math.Max(longestSilence, answeredAt == 0 ? 0 : now - answeredAt);
        answeredAt = now;
        if (backAt == 0 && began >= from)
        {
            backAt = now;
        }

        return true;
    });

    private T Locked<T>(Func<T> what)
    {
        lock (gate)
        {
            return what();
        }
    }
}
