using System.Text.Json;
using CallCenter.Api.Operations;

namespace CallCenter.Api.Tests;

public sealed class ClusterTests
{
    [Fact]
    public async Task Nodes_come_with_the_number_of_their_shards()
    {
        await using var center = await Center.Start();
        var cluster = await center.Get("/api/v1/cluster");

        Assert.Equal(["core-1", "core-2", "edge-1"], cluster.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
        Assert.Equal([2, 1, 0], cluster.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("shards").GetInt32()));
        Assert.Equal("""{"total":4,"owned":3,"free":1}""", cluster.GetProperty("shards").GetRawText());
        Assert.Equal("self", cluster.GetProperty("nodes")[2].GetProperty("link").GetString());
        Assert.Equal(0, cluster.GetProperty("viewsBehind").GetInt64());
        Assert.Equal(JsonValueKind.Null, cluster.GetProperty("owners").ValueKind);
    }

    [Fact]
    public async Task Every_shard_is_told_when_asked_for()
    {
        await using var center = await Center.Start();
        var owners = (await center.Get("/api/v1/cluster?shards=true")).GetProperty("owners");

        Assert.Equal("""{"shard":1,"node":"core-2","epoch":5}""", owners[1].GetRawText());
        Assert.Equal("""{"shard":3,"node":null,"epoch":7}""", owners[3].GetRawText());
        await center.Get("/api/v1/cluster?shards=perhaps", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task It_is_the_admins()
    {
        await using var center = await Center.Start();
        using var client = center.Client(await center.TokenOf("demo"));

        await center.Get("/api/v1/cluster", HttpStatusCode.Forbidden, client);
    }
}

/// <summary>A cluster of two cores and an edge; one shard is nobody's.</summary>
internal sealed class ClusterTold : IClusterReports
{
    public ClusterReport Now() => new()
    {
        Cluster = "test",
        Node = "edge-1",
        Nodes = [Node("edge-1", "edge", NodeLink.Self), Node("core-2", "core", NodeLink.Down), Node("core-1", "core", NodeLink.Up)],
        Shards = [new ShardReport(0, "core-1", 4), new ShardReport(1, "core-2", 5), new ShardReport(2, "core-1", 6), new ShardReport(3, null, 7)],
        Lease = new LeaseReport { Holds = true, RenewedMs = 500, RenewalMs = 1.25, SelfStops = 0, Moves = 3 },
    };

    private static NodeReport Node(string name, string role, NodeLink link) => new(name, 1, "127.0.0.1:7400", [role], "up", 1, link, link == NodeLink.Down, 4_000);
}
