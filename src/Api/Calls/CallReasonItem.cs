using CallCenter.Actors.Configuration;
using CallCenter.Api.Queues;

namespace CallCenter.Api.Calls;

/// <summary>One of the tenant's call reasons. <paramref name="Leaf"/>: none is under it, and a summary may have it.</summary>
internal sealed record CallReasonItem(string Id, Words Name, string? Under, IReadOnlyList<string> Path, bool Leaf)
{
    public static CallReasonItem Of(string key, IReadOnlyDictionary<string, CallReasonEntry> tree, bool isLeaf) =>
        new(key, new Words(tree[key].Name.En, tree[key].Name.Zh), tree[key].Under, CallReasonEntry.WayTo(tree, key), isLeaf);
}
