using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>What the host was given, and under which epochs: kept equal to what the view says is ours.</summary>
internal sealed class Holdings(ClusterMember member)
{
    private readonly SortedDictionary<int, Holding> held = [];

    public int Count => held.Count;

    public IReadOnlyCollection<int> Shards => held.Keys;

    /// <summary>When a shard became ours, or null.</summary>
    public DateTimeOffset? Since(int shard) => held.TryGetValue(shard, out var holding) ? holding.Since : null;

    /// <summary>Those of these shards that are ours, with their epochs.</summary>
    public Dictionary<int, long> Of(IEnumerable<int> shards) => shards.Where(held.ContainsKey).ToDictionary(shard => shard, shard => held[shard].Epoch);

    public void Follow(ClusterView view)
    {
        Lose([.. held.Keys.Where(shard => view.Shards[shard].Incarnation != member.Incarnation)]);
        var gained = view.OwnedBy(member.Incarnation).Where(item => !held.TryGetValue(item.Key, out var holding) || holding.Epoch < item.Value).ToDictionary();
        if (gained.Count > 0)
        {
            foreach (var (shard, epoch) in gained)
            {
                held[shard] = new Holding(epoch, member.Now);
            }

            member.Counters.ShardsGained += gained.Count;
            member.Log.Gained(gained.Count, held.Count);
            member.Host.Acquire(gained);
        }
    }

    public void LoseAll() => Lose([.. held.Keys]);

    /// <summary>The host has dropped these already; whose they are is not known.</summary>
    public void Forget(IReadOnlyCollection<int> shards)
    {
        var doubted = shards.Where(held.Remove).ToList();
        member.Know(member.View.Doubting(doubted));
    }

    private void Lose(IReadOnlyCollection<int> lost)
    {
        if (lost.Count > 0)
        {
            foreach (var shard in lost)
            {
                held.Remove(shard);
            }

            member.Counters.ShardsLost += lost.Count;
            member.Log.Lost(lost.Count, held.Count);
            member.Host.Lose(lost);
        }
    }

    private readonly record struct Holding(long Epoch, DateTimeOffset Since);
}
