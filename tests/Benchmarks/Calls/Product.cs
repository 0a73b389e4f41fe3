using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Calls;

/// <summary>
/// The product as an operator starts it: the Release build, a process of its own, a new data folder on the measured disk. CALLCENTER_PROGRAM
/// names another build to compare with.
/// </summary>
internal sealed class Product : IAsyncDisposable
{
    private const string Token = "benchmark-token";
    private const string MediaPorts = "10000-31999";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Scratch scratch = new();
    private readonly Process process;
    private readonly HttpClient api;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> complaints = [];

    private Product(string configuration)
    {
        File.WriteAllText(scratch.File("center.yaml"), configuration);
        var http = new IPEndPoint(Sip.Address, FreePort());
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Program(), "--data", scratch.File("data"), "--http", $"{http}", "--sip", $"{Sip}", "--config", scratch.File("center.yaml"), "--media-ports", MediaPorts, "--no-demo",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = scratch.Folder,
        };
        start.Environment["CALLCENTER_ADMIN_TOKEN"] = Token;
        api = new HttpClient { BaseAddress = new Uri($"http://{http}"), Timeout = TimeSpan.FromSeconds(30) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"the product ended:\n{string.Join('\n', Complaints)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static IPEndPoint Sip { get; } = IPEndPoint.Parse("127.21.0.1:5060");

    public double CpuSeconds => Machine.CpuSeconds(process.Id);

    public long ResidentBytes => Machine.ResidentBytes(process.Id);

    /// <summary>Its views, for a benchmark that needs more in them than it could have lived through.</summary>
    public string ViewsFile => scratch.File("data/views.db");

    /// <summary>Warnings and errors that it logged, the last of them.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (complaints)
            {
                return [.. complaints.TakeLast(20)];
            }
        }
    }

    public static async Task<Product> Start(string configuration)
    {
        var product = new Product(configuration);
        await product.ready.Task.WaitAsync(StartMax);
        return product;
    }

    /// <summary>Events and commits of its journal so far.</summary>
    public async Task<(double Events, double Commits)> Journal()
    {
        var text = await api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return (Metric(text, "callcenter_journal_events"), Metric(text, "callcenter_journal_commits"));
    }

    public Task<string> Get(string path) => api.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>A write; whatever it is answered but a success is an exception.</summary>
    public async Task Put(string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await api.PutAsync(new Uri(path, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>An answer that goes on and on.</summary>
    public async Task<HttpResponseMessage> Follow(string path)
    {
        var response = await api.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        scratch.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.Contains("is ready", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
        else if (line.Contains("warn:", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || !ready.Task.IsCompleted)
        {
            lock (complaints)
            {
                complaints.Add(line);
            }
        }
    }

    private static double Metric(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static string Program()
    {
        if (Environment.GetEnvironmentVariable("CALLCENTER_PROGRAM") is { Length: > 0 } named)
        {
            return named;
        }

        var place = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = place.Name;
        while (!File.Exists(Path.Combine(place.FullName, "CallCenter.Actors.sln")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above the benchmarks");
        }

        return Path.Combine(place.FullName, "src", "Api", "bin", "Release", framework, "CallCenter.Api.dll");
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(Sip.Address, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
