using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.EndToEnd.Peers;

/// <summary>Kamailio with the configuration that ships (deploy/kamailio), in front of these edges: what a site changes comes from the environment.</summary>
public sealed class Kamailio : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kamailio-").FullName;
    private readonly Started process;

    private Kamailio(string address, string edgesName, IEnumerable<IPEndPoint> edges)
    {
        Sip = new IPEndPoint(IPAddress.Parse(address), 5060);
        (WebSocketPort, TlsPort, SecureWebSocketPort) = (Center.FreePort(address), Center.FreePort(address), Center.FreePort(address));
        var place = Path.Combine(Repository(), "deploy", "kamailio");
        File.WriteAllLines(Path.Combine(folder, "dispatcher.list"), edges.Select(edge => $"1 sip:{edge}"));
        ServerCertificate.Write(folder, "proxy");
        File.WriteAllText(Path.Combine(folder, "tls.cfg"), File.ReadAllText(Path.Combine(place, "tls.cfg")).Replace("/etc/kamailio/", folder + "/", StringComparison.Ordinal));
        process = Started.Start("kamailio",
            ["-DD", "-E", "-f", Path.Combine(place, "kamailio.cfg"), "-Y", folder, "-w", folder, "-P", Path.Combine(folder, "pid"), "-m", "64", "-M", "8", "-A", "WITH_WS", "-A", "WITH_TLS"],
            folder,
            new Dictionary<string, string>
            {
                ["KAM_ADDRESS"] = address,
                ["KAM_EDGES_NAME"] = edgesName,
                ["KAM_DISPATCHER"] = Path.Combine(folder, "dispatcher.list"),
                ["KAM_WS_PORT"] = Text(WebSocketPort),
                ["KAM_TLS_PORT"] = Text(TlsPort),
                ["KAM_WSS_PORT"] = Text(SecureWebSocketPort),
                ["KAM_TLS_CONFIG"] = Path.Combine(folder, "tls.cfg"),
            });
    }

    public IPEndPoint Sip { get; }

    public int WebSocketPort { get; }

    public int TlsPort { get; }

    public int SecureWebSocketPort { get; }

    public string Output => process.Output;

    /// <summary>Starts it and waits until an edge answers through it.</summary>
    public static async Task<Kamailio> Start(string address, string edgesName, params IEnumerable<IPEndPoint> edges)
    {
        var proxy = new Kamailio(address, edgesName, edges);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        using var asking = new UdpClient(new IPEndPoint(IPAddress.Parse(address), 0));
        var number = 0;
        try
        {
            while (true)
            {
                var call = $"up{number++}";
                var options = $"OPTIONS sip:{edgesName} SIP/2.0\r\nVia: SIP/2.0/UDP {asking.Client.LocalEndPoint};branch=z9hG4bK{call}\r\nFrom: <sip:test@{address}>;tag={call}\r\nTo: <sip:{edgesName}>\r\n"
                    + $"Call-ID: {call}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
                await asking.SendAsync(System.Text.Encoding.UTF8.GetBytes(options), proxy.Sip, patience.Token);
                await timer.WaitForNextTickAsync(patience.Token);
                while (asking.Available > 0)
                {
                    if (System.Text.Encoding.UTF8.GetString((await asking.ReceiveAsync(patience.Token)).Buffer).StartsWith("SIP/2.0 200", StringComparison.Ordinal))
                    {
                        return proxy;
                    }
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException)
        {
            var said = proxy.Output;
            await proxy.DisposeAsync();
            throw new TimeoutException($"Kamailio leads to no edge:\n{said}", failure);
        }
    }

    /// <summary>Its children end with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.Signal("-TERM");
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Repository()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "CallCenter.Actors.sln")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("the repository is in no folder above the tests");
        }

        return place.FullName;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
