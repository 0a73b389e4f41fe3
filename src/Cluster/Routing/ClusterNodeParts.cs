using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Routing;

/// <summary>What a <see cref="ClusterNode"/> is made of.</summary>
internal sealed record ClusterNodeParts
{
    /// <summary>This process's name in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>The node's own parts. Its performer is the port of this process; its events go to <see cref="Feed"/> besides where the parts say.</summary>
    public required NodeParts Node { get; init; }

    /// <summary>The performer carries out duties of this process and of others; false: this process has no ports.</summary>
    public required bool HasPorts { get; init; }

    public required ILinks Links { get; init; }

    public required EventFeed Feed { get; init; }

    /// <summary>Called once on the loop: every shard of the cluster has an owner, and those of this process are back.</summary>
    public Action Whole { get; init; } = () => { };
}
