using CallCenter.Api.Operations;
using CallCenter.Cluster.Storage;

namespace CallCenter.Api.Composition;

/// <summary>A center of one process is a cluster of one: it owns every shard for as long as it runs.</summary>
internal sealed class OneProcess(SqliteEventStore store) : IClusterReports
{
    private const string Name = "center";

    public ClusterReport Now() => new()
    {
        Cluster = Name,
        Node = Name,
        Nodes = [new NodeReport(Name, store.Epoch, "", ["edge", "core", "api", "views"], "up", 1, NodeLink.Self, false, 0)],
        Shards = [.. Enumerable.Range(0, store.ShardCount).Select(shard => new ShardReport(shard, Name, store.Epoch))],
    };
}
