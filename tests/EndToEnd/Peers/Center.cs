using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.EndToEnd.Peers;

/// <summary>
/// One call center as an operator starts it: the built program with its own data folder and addresses. It can be killed and started again
/// on the same data; the folder goes with the test.
/// </summary>
public sealed class Center : IAsyncDisposable
{
    public const string Token = "end-to-end-token";

    /// <summary>Cold, beside three cores and a database, on a machine that does other things too.</summary>
    public static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("callcenter-").FullName;
    private readonly string configuration;
    private readonly List<string> more = ["--no-demo"];
    private readonly Dictionary<string, string> environment = new() { ["CALLCENTER_ADMIN_TOKEN"] = Token };

    private Center(string address, string configuration)
    {
        Sip = new IPEndPoint(IPAddress.Parse(address), 5060);
        Http = new IPEndPoint(IPAddress.Parse(address), FreePort(address));
        this.configuration = Path.Combine(folder, "center.yaml");
        File.WriteAllText(this.configuration, configuration);
        Api = new HttpClient { BaseAddress = new Uri($"http://{Http}"), Timeout = TimeSpan.FromSeconds(30) };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public IPEndPoint Sip { get; }

    public IPEndPoint Http { get; }

    public HttpClient Api { get; }

    public Started Process { get; private set; } = null!;

    public string Data => Path.Combine(folder, "data");

    public string Folder => folder;

    /// <summary>Starts one at 127.x.y.z (SIP on 5060) and waits until it is ready. Debug builds know the failpoints.</summary>
    public static async Task<Center> Start(string address, string configuration, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? arguments = null)
    {
        var center = new Center(address, configuration);
        center.more.AddRange(arguments ?? []);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            center.environment[key] = value;
        }

        await center.Start();
        return center;
    }

    /// <summary>The edge of a cluster, with API and views: the process that callers and tests speak to.</summary>
    public static async Task<Center> StartEdge(string address, string configuration, IReadOnlyList<string> arguments, string database)
    {
        var edge = new Center(address, configuration);
        edge.environment["CALLCENTER_DATABASE"] = database;
        edge.more.Clear();
        edge.more.AddRange(arguments);
        await edge.Start();
        return edge;
    }

    public async Task Start()
    {
        Process = Started.Start("dotnet",
            [Program(), "--data", Data, "--http", Http.ToString(), "--sip", Sip.ToString(), "--config", configuration, .. more],
            folder, environment);
        await Process.Line(line => line.Contains(" is ready", StringComparison.Ordinal), StartMax);
    }

    /// <summary>From the next start on, this variable is not set.</summary>
    public void Forget(string variable) => environment.Remove(variable);

    public async Task KillAndStart()
    {
        await Process.Kill();
        await Process.DisposeAsync();
        await Start();
    }

    public async Task<JsonNode> Get(string path)
    {
        using var response = await Api.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"GET {path}: {(int)response.StatusCode} {text}");
    }

    public async Task<IReadOnlyList<JsonNode>> All(string path)
    {
        List<JsonNode> rows = [];
        string? next = null;
        do
        {
            var page = await Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1000{(next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}")}");
            rows.AddRange(page["items"]!.AsArray().Select(row => row!));
            next = (string?)page["next"];
        }
        while (next is not null);
        return rows;
    }

    /// <summary>Sends a body, if there is one; the status and what is answered, if anything.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> Send(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Api.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<JsonNode> SetState(string agent, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Api.PutAsync(new Uri($"/api/v1/agents/{agent}/state", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{agent} {body}: {(int)response.StatusCode} {text}");
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort(string address)
    {
        using var socket = new TcpListener(IPAddress.Parse(address), 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>The program of the same configuration as these tests.</summary>
    public static string Program()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (place.Name, place.Parent!.Name);
        while (!File.Exists(Path.Combine(place.FullName, "CallCenter.Actors.sln")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above the tests");
        }

        return Path.Combine(place.FullName, "src", "Api", "bin", configuration, framework, "CallCenter.Api.dll");
    }
}
