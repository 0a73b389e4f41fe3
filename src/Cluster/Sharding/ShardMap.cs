using System.Collections.Immutable;
using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Sharding;

/// <summary>
/// What can happen to a view, as functions. Knowledge of a shard only ever goes to a higher epoch, in whatever order registers and news are read:
/// two processes that have read the same things know the same.
/// </summary>
internal static class ShardMap
{
    /// <summary>The register was read: its members are the truth of that moment, its shards where they are not older than what is known.</summary>
    public static ClusterView Read(this ClusterView known, ClusterView register) => register with
    {
        ProtocolFloor = Math.Max(known.ProtocolFloor, register.ProtocolFloor),
        Shards = [.. register.Shards.Select((read, shard) => shard < known.Shards.Length && known.Shards[shard].Epoch > read.Epoch ? known.Shards[shard] : read)],
    };

    /// <summary>News that these are this incarnation's under these epochs; what is not newer, or no shard at all, changes nothing.</summary>
    public static ClusterView With(this ClusterView known, long incarnation, IReadOnlyDictionary<int, long> epochs)
    {
        var newer = epochs.Where(item => item.Key >= 0 && item.Key < known.Shards.Length && item.Value > known.Shards[item.Key].Epoch).ToList();
        if (newer.Count == 0)
        {
            return known;
        }

        var shards = known.Shards.ToBuilder();
        newer.ForEach(item => shards[item.Key] = new ShardOwner(incarnation, item.Value));
        return known with { Shards = shards.ToImmutable() };
    }

    /// <summary>Whose these are is not known, under the epochs that they have: the next reading tells.</summary>
    public static ClusterView Doubting(this ClusterView known, IReadOnlyCollection<int> shards)
    {
        var map = known.Shards.ToBuilder();
        foreach (var shard in shards)
        {
            map[shard] = map[shard] with { Incarnation = 0 };
        }

        return known with { Shards = map.ToImmutable() };
    }

    /// <summary>These incarnations stand no more, whatever an earlier reading says: an incarnation never comes back.</summary>
    public static ClusterView Without(this ClusterView known, IReadOnlySet<long> gone)
    {
        var standing = known.Members.Values.Where(member => member.IsStanding() && gone.Contains(member.Incarnation)).ToList();
        return standing.Count == 0
            ? known
            : known with { Members = known.Members.SetItems(standing.Select(member => KeyValuePair.Create(member.Name, member with { State = MemberState.Evicted }))) };
    }

    public static bool IsStanding(this Member member) => member.State is MemberState.Up or MemberState.Draining;

    public static IEnumerable<Member> Standing(this ClusterView view) => view.Members.Values.Where(IsStanding);

    /// <summary>The member of this incarnation, if it is the latest of its name.</summary>
    public static Member? Find(this ClusterView view, long incarnation) => view.Members.Values.FirstOrDefault(member => member.Incarnation == incarnation);

    /// <summary>Shards that are nobody's, or whose owner stands no more.</summary>
    public static IReadOnlyList<int> Free(this ClusterView view)
    {
        var standing = view.Standing().Select(member => member.Incarnation).ToHashSet();
        return [.. Enumerable.Range(0, view.Shards.Length).Where(shard => !standing.Contains(view.Shards[shard].Incarnation))];
    }

    public static IEnumerable<KeyValuePair<int, long>> OwnedBy(this ClusterView view, long incarnation)
    {
        for (var shard = 0; shard < view.Shards.Length; shard++)
        {
            if (view.Shards[shard].Incarnation == incarnation)
            {
                yield return KeyValuePair.Create(shard, view.Shards[shard].Epoch);
            }
        }
    }
}
