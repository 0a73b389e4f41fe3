using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CallCenter.Api.Composition.Trial;

namespace CallCenter.EndToEnd.Peers;

/// <summary>A cluster as an operator starts it: PostgreSQL, three cores and an edge with API and views, all of them processes that can be killed.</summary>
public sealed class ClusterOfThree : IAsyncDisposable
{
    public const string Own = "OWN";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("callcenter-cluster-").FullName;
    private readonly string address;
    private readonly PrivatePostgres database;
    private readonly Dictionary<string, Started> cores = [];
    private readonly Dictionary<string, int> links = [];

    private ClusterOfThree(string address)
    {
        this.address = address;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        database = PrivatePostgres.Start(Path.Combine(folder, "postgres"), address, Center.FreePort(address));
    }

    /// <summary>What callers, agents and the test speak to.</summary>
    public Center Edge { get; private set; } = null!;

    /// <summary>A second edge; null where none was asked for.</summary>
    public Center? Other { get; private set; }

    /// <summary>Starts it at 127.x.y.z (SIP on 5060) and waits until every shard has an owner.</summary>
    /// <param name="address">Of all but the second edge.</param>
    /// <param name="setup">The tenant.</param>
    /// <param name="other">Where a second edge stands; null: there is one edge.</param>
    /// <param name="ofEdges">Further options of the edges; <see cref="Own"/> in one is the edge's own address.</param>
    public static async Task<ClusterOfThree> Start(string address, Setup setup, string? other = null, params string[] ofEdges)
    {
        var cluster = new ClusterOfThree(address);
        try
        {
            foreach (var name in (string[])["core-1", "core-2", "core-3"])
            {
                cluster.Begin(name);
            }

            cluster.Edge = await Center.StartEdge(address, setup.ToString(), [.. cluster.Arguments("edge-1", "edge,api,views"), .. At(address, ofEdges)], cluster.database.ConnectionString());
            if (other is not null)
            {
                cluster.Other = await Center.StartEdge(other, setup.ToString(), [.. cluster.Arguments("edge-2", "edge,api,views"), .. At(other, ofEdges)], cluster.database.ConnectionString());
            }

            await Task.WhenAll(cluster.cores.Values.Select(core => core.Line(line => line.Contains(" is ready", StringComparison.Ordinal), Center.StartMax)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL; it is not started again.</summary>
    public Task Kill(string core) => cores[core].Kill();

    /// <summary>SIGTERM: it hands its shards over and ends with this code.</summary>
    public async Task<int> Drain(string core)
    {
        await cores[core].Signal("-TERM");
        return await cores[core].Ended();
    }

    /// <summary>Again, or anew, under its name.</summary>
    public void Begin(string core) => cores[core] = Started.Start(
        "dotnet",
        [Center.Program(), "--data", Path.Combine(folder, core), "--http", $"{address}:{Text(Center.FreePort(address))}", .. Arguments(core, "core")],
        folder,
        new Dictionary<string, string> { ["CALLCENTER_DATABASE"] = database.ConnectionString(), ["CALLCENTER_ADMIN_TOKEN"] = Center.Token });

    /// <summary>As a failure of power that lasts this long: nothing is written out, no session is ended in order.</summary>
    public async Task RestartDatabase(TimeSpan away)
    {
        database.StopImmediately();
        using var timer = new PeriodicTimer(away);
        await timer.WaitForNextTickAsync();
        database.Start();
    }

    /// <summary>SIGSTOP for the edge, and SIGCONT after this long.</summary>
    public async Task Freeze(TimeSpan time)
    {
        await Edge.Process.Signal("-STOP");
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
        await Edge.Process.Signal("-CONT");
    }

    /// <summary>The core that owns the call, as the edge knows it.</summary>
    public Task<string> OwnerOfCall(string call) => OwnerWhere(HttpMethod.Put, $"/api/v1/calls/{call}/data/seen", """{"text":"yes","type":"text","sensitive":false}""");

    public Task<string> OwnerOfAgent(string agent, string state) => OwnerWhere(HttpMethod.Put, $"/api/v1/agents/{agent}/state", $$"""{"state":"{{state}}"}""");

    /// <summary>Waits until every shard is owned by one of these.</summary>
    public async Task Whole(params string[] by)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var cluster = await Edge.Get("/api/v1/cluster");
            var owners = cluster["nodes"]!.AsArray().Where(node => (int)node!["shards"]! > 0).Select(node => (string)node!["id"]!).ToList();
            if ((int)cluster["shards"]!["free"]! == 0 && owners.All(owner => by.Contains(owner, StringComparer.Ordinal)))
            {
                return;
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in new[] { Edge, Other })
        {
            if (edge is not null)
            {
                await edge.DisposeAsync();
            }
        }

        foreach (var core in cores.Values)
        {
            await core.DisposeAsync();
        }

        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An answer to a write carries the shard that decided it.</summary>
    private async Task<string> OwnerWhere(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Edge.Api.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var shard = int.Parse(response.Headers.GetValues("Position").Single().Split(':')[0], CultureInfo.InvariantCulture);
        var owners = (await Edge.Get("/api/v1/cluster?shards=true"))["owners"]!;
        return (string)owners[shard]!["node"]!;
    }

    private List<string> Arguments(string node, string roles)
    {
        if (!links.TryGetValue(node, out var port))
        {
            links[node] = port = Center.FreePort(address);
        }

        return ["--node", node, "--roles", roles, "--links", $"{address}:{Text(port)}", "--key-file", Path.Combine(folder, "cluster.key")];
    }

    private static IEnumerable<string> At(string edge, string[] options) => options.Select(option => option.Replace(Own, edge, StringComparison.Ordinal));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
