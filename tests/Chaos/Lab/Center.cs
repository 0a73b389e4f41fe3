using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.Chaos.Lab;

/// <summary>The cluster under test: three core nodes, and an edge that serves the API too, each on its own host. One configuration for all faults.</summary>
internal sealed class Center : IAsyncDisposable
{
    public const string Name = "chaos";
    public const int LinksPort = 7400;
    private const int HttpPort = 8080;
    private const int SipPort = 5060;

    private readonly Network network;
    private readonly string folder;
    private readonly Stage stage;
    private readonly string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly Dictionary<string, string> environment;

    private Center(Network network, Database database, string folder, Stage stage)
    {
        this.network = network;
        this.folder = folder;
        this.stage = stage;
        environment = new Dictionary<string, string>
        {
            ["CALLCENTER_DATABASE"] = database.Connection,
            ["CALLCENTER_ADMIN_TOKEN"] = token,
            ["DOTNET_gcServer"] = "0",
        };
        Sip = new IPEndPoint(IPAddress.Parse(network.Address("edge")), SipPort);
        Api = new HttpClient { BaseAddress = new Uri($"http://{network.Address("edge")}:{HttpPort}"), Timeout = TimeSpan.FromSeconds(10) };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Cores = [.. Network.Hosts.Where(host => host.StartsWith("core", StringComparison.Ordinal)).Select(host => NodeOn(host, host, Name, apart: false))];
        Edge = NodeOn("edge", "edge", Name, apart: false);
    }

    public IPEndPoint Sip { get; }

    public HttpClient Api { get; }

    public IReadOnlyList<Node> Cores { get; }

    public Node Edge { get; }

    public IEnumerable<Node> Nodes => [.. Cores, Edge];

    private string Configuration => Path.Combine(folder, "floor.yaml");

    public static async Task<Center> Start(Network network, Database database, string folder, string configuration, Stage stage)
    {
        var center = new Center(network, database, folder, stage);
        await File.WriteAllTextAsync(center.Configuration, configuration);
        await Task.WhenAll(center.Nodes.Select(node => node.Start()));
        return center;
    }

    /// <param name="host">Where it runs.</param>
    /// <param name="name">What it calls itself.</param>
    /// <param name="cluster">Where it wants to belong.</param>
    /// <param name="apart">Beside the host's own process, for faults of operation: ports and folder are others.</param>
    public Node NodeOn(string host, string name, string cluster, bool apart)
    {
        var address = network.Address(host);
        var data = Path.Combine(folder, apart ? $"{name}-apart" : name);
        Directory.CreateDirectory(data);
        var port = apart ? 100 : 0;
        List<string> command =
        [
            .. network.On(host), "dotnet", stage == Stage.Failpoints ? Product.WithFailpoints : Product.Path, "--cluster-name", cluster, "--node", name, "--roles", host == "edge" ? "edge,api,views" : "core",
            "--links", Text($"{address}:{LinksPort + port}"), "--links-plain", "--http", Text($"{address}:{HttpPort + port}"), "--sip", Text($"{address}:{SipPort + port}"),
            "--data", data, "--key-file", Path.Combine(folder, "cluster.key"), "--no-demo",
        ];
        if (host == "edge")
        {
            command.AddRange(["--config", Configuration]);
            command.AddRange(stage == Stage.MediaServers ? MediaServers.Arguments(network) : []);
        }

        var node = new Node(name, command, data, stage == Stage.Failpoints ? new Dictionary<string, string>(environment) { ["CALLCENTER_FAILPOINT"] = $"@{Node.FailpointIn(data)}" } : environment);
        if (stage == Stage.OwnClocks)
        {
            node.SetClock(TimeSpan.Zero);
            node.See(Clocks.Settable(data));
        }

        return node;
    }

    /// <summary>The folder of a process's own data and settings.</summary>
    public string FolderOf(Node node) => Path.Combine(folder, node.Name);

    public async Task<IReadOnlyList<JsonNode>> All(string path, CancellationToken stop)
    {
        List<JsonNode> rows = [];
        string? next = null;
        do
        {
            var page = await Get(Text($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1000{(next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}")}"), stop);
            rows.AddRange(page["items"]!.AsArray().Select(row => row!));
            next = (string?)page["next"];
        }
        while (next is not null);
        return rows;
    }

    public async Task<JsonNode> Get(string path, CancellationToken stop)
    {
        using var response = await Api.GetAsync(new Uri(path, UriKind.Relative), stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"GET {path}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Until it is accepted: an operator tries again too.</summary>
    public async Task SetState(string agent, string state, CancellationToken stop)
    {
        var body = state == "ready" ? """{"state":"ready"}""" : """{"state":"not-ready","reason":"break"}""";
        await Pace.Until(
            async () =>
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await Api.PutAsync(new Uri($"/api/v1/agents/{agent}/state", UriKind.Relative), content, stop);
                return response.IsSuccessStatusCode;
            },
            TimeSpan.FromSeconds(30), stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.DisposeAsync().AsTask()));
        Api.Dispose();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
