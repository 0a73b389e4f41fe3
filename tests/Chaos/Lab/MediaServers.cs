using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Lab;

/// <summary>Two rtpengines, each on its own host, and a Redis that keeps the sessions of both.</summary>
internal sealed class MediaServers : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Hosts = ["media1", "media2"];

    private const int PortsOfEach = 4_000;
    private const int RedisPort = 6399;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    private readonly Started redis;
    private readonly string address;
    private readonly List<(string Host, Rtpengine Engine)> all = [];

    private MediaServers(Started redis, string address) => (this.redis, this.address) = (redis, address);

    public IReadOnlyList<(string Host, Rtpengine Engine)> All => all;

    /// <summary>What a product that uses them is told on its command line.</summary>
    public static IEnumerable<string> Arguments(Network network) =>
        Hosts.SelectMany(host => new[] { "--rtpengine", $"{host}={network.Address(host)}:{Text(Rtpengine.Port)}" }).Prepend("rtpengine").Prepend("--media");

    public static async Task<MediaServers> Start(Network network)
    {
        var address = network.Address("db");
        IReadOnlyList<string> command = [.. network.On("db"), "redis-server", "--bind", address, "--protected-mode", "no", "--port", Text(RedisPort), "--save", "", "--appendonly", "no"];
        var servers = new MediaServers(Started.Start(command[0], command.Skip(1)), address);
        await servers.redis.Line(line => line.Contains("Ready to accept connections", StringComparison.Ordinal));
        foreach (var host in Hosts)
        {
            servers.all.Add((host, await Rtpengine.Start(network.Address(host), PortsOfEach, $"{address}:{Text(RedisPort)}/{Text(servers.all.Count)}", network.On(host))));
        }

        return servers;
    }

    /// <summary>What Redis has of this one's sessions is gone: as if it kept them nowhere.</summary>
    public async Task Forget(Rtpengine engine)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, RedisPort);
        using var words = new StreamReader(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"SELECT {Text(all.FindIndex(one => one.Engine == engine))}\r\nFLUSHDB\r\n"));
        if ((await words.ReadLineAsync(), await words.ReadLineAsync()) is not ("+OK", "+OK"))
        {
            throw new InvalidOperationException("Redis does not forget");
        }
    }

    /// <summary>Sessions that one of them has still: of calls that are over they are leaked (RELIABILITY C12).</summary>
    public async Task<bool> AnySession(CancellationToken stop)
    {
        foreach (var (_, engine) in all)
        {
            using var asking = new UdpClient(engine.Control.AddressFamily);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(AnswerMax);
            // A cookie of its own: the answer to one that it has had is the same again.
            await asking.SendAsync(Encoding.ASCII.GetBytes($"{Guid.NewGuid():N} d7:command4:list5:limiti1ee"), engine.Control, limit.Token);
            var answer = Encoding.ASCII.GetString((await asking.ReceiveAsync(limit.Token)).Buffer);
            if (!answer.Contains("5:callsle", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, engine) in all)
        {
            await engine.DisposeAsync();
        }

        await redis.DisposeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
