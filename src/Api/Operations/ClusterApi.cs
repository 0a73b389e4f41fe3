using CallCenter.Api.Access;
using CallCenter.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Operations;

/// <summary>The cluster as the answering process knows it. It asks nobody else, so it answers whatever is broken.</summary>
internal static class ClusterApi
{
    private static readonly QueryParameter Shards = new("shards", "true: every shard with its owner and epoch.", ParameterForm.Flag);

    public static void MapCluster(this IEndpointRouteBuilder routes) => routes.MapGet("/cluster", Get).WithName("getCluster")
        .WithTags("Operations").WithSummary("Nodes, shards and leases").RequireAuthorization(Policies.Admin).Takes(Shards);

    private static Ok<ClusterItem> Get(HttpRequest request, IClusterReports reports, IServiceProvider services) =>
        TypedResults.Ok(ClusterItem.Of(reports.Now(), services.GetService<IViewLag>(), withShards: request.Text(Shards) == "true"));
}

/// <summary>How far this process's views are behind the journal, in events; only where it keeps views.</summary>
internal interface IViewLag
{
    long EventsBehind { get; }
}

internal sealed record ClusterItem(
    string Cluster, string Node, int ProtocolFloor, IReadOnlyList<NodeItem> Nodes, ShardCounts Shards, LeaseReport? Lease, long? ViewsBehind, IReadOnlyList<ShardReport>? Owners)
{
    public static ClusterItem Of(ClusterReport report, IViewLag? views, bool withShards)
    {
        var owned = report.Shards.Where(shard => shard.Node is not null).CountBy(shard => shard.Node!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return new ClusterItem(
            report.Cluster, report.Node, report.ProtocolFloor,
            [.. report.Nodes.OrderBy(node => node.Id, StringComparer.Ordinal).Select(node => NodeItem.Of(node, owned.GetValueOrDefault(node.Id)))],
            new ShardCounts(report.Shards.Count, owned.Values.Sum(), report.Shards.Count - owned.Values.Sum()),
            report.Lease, views?.EventsBehind, withShards ? report.Shards : null);
    }
}

internal sealed record NodeItem(
    string Id, long Incarnation, string Address, IReadOnlyList<string> Roles, string State, int Protocol, NodeLink Link, bool Suspected, long LeaseMs, int Shards)
{
    public static NodeItem Of(NodeReport node, int shards) =>
        new(node.Id, node.Incarnation, node.Address, node.Roles, node.State, node.Protocol, node.Link, node.Suspected, node.LeaseMs, shards);
}

internal sealed record ShardCounts(int Total, int Owned, int Free);
