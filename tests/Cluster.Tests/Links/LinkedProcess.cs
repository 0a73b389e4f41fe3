using System.Net;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>One process's end of the links, on a port of loopback.</summary>
internal sealed class LinkedProcess : IAsyncDisposable
{
    public const int ShardCount = 16;
    private const string Cluster = "house";

    private LinkedProcess(TcpLinks links, Hello self)
    {
        Links = links;
        Self = self;
        Me = new Peer(self.Name, self.Incarnation, links.Address);
    }

    public TcpLinks Links { get; }

    public Hello Self { get; }

    public LinkHeard Heard { get; } = new();

    /// <summary>As others have it in their view.</summary>
    public Peer Me { get; }

    public static LinkOptions Options { get; } = new() { Listen = new IPEndPoint(IPAddress.Loopback, 0) };

    public static LinkedProcess Start(string name, long incarnation, LinkOptions? options = null, Func<Hello, Hello>? saying = null)
    {
        var links = TcpLinks.Listen(options ?? Options, ProductMessages.Instance, TimeProvider.System, NullLogger.Instance);
        var self = new Hello(Cluster, name, incarnation, Protocol: 1, ShardCount);
        var process = new LinkedProcess(links, saying?.Invoke(self) ?? self);
        links.Start(process.Self, process.Heard);
        return process;
    }

    public static async Task<(LinkedProcess Lower, LinkedProcess Higher)> Pair(LinkOptions? options = null)
    {
        var (lower, higher) = (Start("a", 1, options), Start("b", 2, options));
        higher.Links.Reach([lower.Me]);
        lower.Links.Reach([higher.Me]);
        await lower.Heard.Next<LinkHeard.Up>();
        await higher.Heard.Until<LinkHeard.Up>();
        return (lower, higher);
    }

    public ValueTask DisposeAsync() => Links.DisposeAsync();
}
