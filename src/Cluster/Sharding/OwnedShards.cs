using CallCenter.Cluster.Lane;

namespace CallCenter.Cluster.Sharding;

/// <summary>The shards a node owns: under which epoch, and the next dense position of each.</summary>
internal sealed class OwnedShards(int count)
{
    private readonly Owned?[] owned = new Owned?[count];

    public int Count => owned.Length;

    public int OwnedCount { get; private set; }

    public bool Owns(int shard) => owned[shard] is not null;

    /// <summary>Owned, and not about to be handed over.</summary>
    public bool Serves(int shard) => owned[shard] is { IsDraining: false };

    /// <summary>Nothing new for it from now on, or again.</summary>
    public void Drain(int shard, bool isDraining)
    {
        if (owned[shard] is { } mine)
        {
            mine.IsDraining = isDraining;
        }
    }

    public long EpochOf(int shard) => owned[shard]!.Epoch;

    /// <summary>The last position given.</summary>
    public long HeadOf(int shard) => owned[shard]!.Head;

    public void Own(int shard, long epoch, long head)
    {
        OwnedCount += owned[shard] is null ? 1 : 0;
        owned[shard] = new Owned { Epoch = epoch, Head = head };
    }

    public void Lose(int shard)
    {
        OwnedCount -= owned[shard] is null ? 0 : 1;
        owned[shard] = null;
    }

    /// <summary>The positions up to <paramref name="head"/> are taken.</summary>
    public void Advance(int shard, long head) => owned[shard]!.Head = head;

    /// <summary>The positions of this entry's events, and all behind them, were given but never written: they are free again.</summary>
    public void TakeBack(LaneEntry entry)
    {
        if (entry.Events.Count > 0 && owned[entry.Shard] is { } mine && mine.Head >= entry.Events[0].Position)
        {
            mine.Head = entry.Events[0].Position - 1;
        }
    }

    private sealed class Owned
    {
        public required long Epoch { get; init; }

        public required long Head { get; set; }

        public bool IsDraining { get; set; }
    }
}
