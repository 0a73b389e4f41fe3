using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.EndToEnd.Peers;

/// <summary>One rtpengine as it ships (deploy/rtpengine), at a loopback address of the test's own. It can be killed and started again.</summary>
public sealed class Rtpengine : IAsyncDisposable
{
    public const int Port = 2223;

    private readonly string[] command;
    private Started? process;

    private Rtpengine(string address, int ports, string? redis, IReadOnlyList<string> on)
    {
        Control = new IPEndPoint(IPAddress.Parse(address), Port);
        command =
        [
            .. on, "rtpengine", $"--config-file={Configuration()}", "--foreground", "--log-stderr", "--no-log-timestamps", "--log-level=6",
            $"--interface={address}", $"--listen-ng={Control}", $"--listen-tcp-ng={Control}",
            "--port-min=30000", $"--port-max={(29_999 + ports).ToString(CultureInfo.InvariantCulture)}", "--media-num-threads=1",
            // Tests say much at once, and two threads would overtake each other with the packets of one burst.
            "--num-threads=1",
            .. redis is null ? Array.Empty<string>() : [$"--redis={redis}"],
        ];
    }

    public IPEndPoint Control { get; }

    public Started Process => process ?? throw new InvalidOperationException("it was not started");

    /// <param name="address">Its own, of loopback or of the host that <paramref name="on"/> leads to.</param>
    /// <param name="ports">UDP ports for media, six a call.</param>
    /// <param name="redis">Where it keeps its sessions, ADDR:PORT/DB; null: nowhere.</param>
    /// <param name="on">The start of a command line that runs on its host; none: here.</param>
    public static async Task<Rtpengine> Start(string address, int ports = 400, string? redis = null, params IReadOnlyList<string> on)
    {
        var engine = new Rtpengine(address, ports, redis, on);
        await engine.Start();
        return engine;
    }

    /// <summary>Also again.</summary>
    public async Task Start()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        process = Started.Start(command[0], command.Skip(1));
        await Process.Line(line => line.Contains("Startup complete", StringComparison.Ordinal));
        using var reachable = new TcpClient();
        await reachable.ConnectAsync(Control);
    }

    public Task Kill() => Process.Kill();

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string Configuration()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "deploy", "rtpengine", "rtpengine.conf")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above the tests");
        }

        return Path.Combine(place.FullName, "deploy", "rtpengine", "rtpengine.conf");
    }
}
