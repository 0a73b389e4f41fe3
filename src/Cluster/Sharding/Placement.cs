using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Sharding;

/// <summary>Who should have which shard.</summary>
internal static class Placement
{
    /// <summary>The names that may own shards: core, up, and not among the <paramref name="doubted"/> incarnations.</summary>
    public static IReadOnlyList<string> Heirs(ClusterView view, IReadOnlySet<long> doubted) =>
        [.. view.Members.Values.Where(member => member.State == MemberState.Up && member.Roles.HasFlag(Roles.Core) && !doubted.Contains(member.Incarnation)).Select(member => member.Name)];

    /// <summary>
    /// When each of these free shards may be taken by <paramref name="me"/>: at once by its first heir, one <paramref name="grace"/> later by the
    /// second too, and so on: a slow heir leaves nothing ownerless. Late comers stand behind all who have proved themselves, so that one which dies
    /// and returns all the time does not take its shards along each time; a sick member waits one grace more.
    /// </summary>
    public static IEnumerable<(int Shard, TimeSpan After)> Claims(IReadOnlyList<int> free, IReadOnlyList<string> heirs, Func<string, bool> isLate, string me, bool isSick, TimeSpan grace)
    {
        var proved = heirs.Where(name => !isLate(name)).ToList();
        var late = heirs.Where(isLate).ToList();
        if (!heirs.Contains(me))
        {
            yield break;
        }

        var isMeLate = late.Contains(me);
        var before = (isMeLate ? proved.Count : 0) + (isSick ? 1 : 0);
        foreach (var shard in free)
        {
            yield return (shard, grace * (before + Rendezvous.Rank(shard, me, isMeLate ? late : proved)));
        }
    }

    /// <summary>Where these shards of <paramref name="me"/> belong, if <paramref name="others"/> may be given some: only those that should move.</summary>
    public static IEnumerable<(int Shard, string Successor)> Moves(IEnumerable<int> mine, string? me, IReadOnlyCollection<string> others)
    {
        IReadOnlyList<string> candidates = me is null ? [.. others] : [.. others, me];
        foreach (var shard in mine)
        {
            if (Rendezvous.First(shard, candidates) is { } owner && owner != me)
            {
                yield return (shard, owner);
            }
        }
    }
}
