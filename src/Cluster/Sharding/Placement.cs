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
    /// second too, and so on: a slow heir leaves nothing ownerless. A sick member waits one grace more.
    /// </summary>
    public static IEnumerable<(int Shard, TimeSpan After)> Claims(IReadOnlyList<int> free, IReadOnlyList<string> heirs, string me, bool isSick, TimeSpan grace)
    {
        foreach (var shard in free)
        {
            var ranked = Rendezvous.Ranked(shard, heirs);
            for (var rank = 0; rank < ranked.Count; rank++)
            {
                if (ranked[rank] == me)
                {
                    yield return (shard, grace * (rank + (isSick ? 1 : 0)));
                }
            }
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
