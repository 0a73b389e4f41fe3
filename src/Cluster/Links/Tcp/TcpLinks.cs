using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// Links over TCP, with TLS where there are certificates. <see cref="Listen"/> takes the port, so that the process can join the cluster under its
/// <see cref="Address"/>; <see cref="Start"/> begins to answer when the incarnation is known; disposing says farewell to everybody.
/// </summary>
internal sealed class TcpLinks : ILinks, IAsyncDisposable
{
    private readonly LinkOptions options;
    private readonly IMessages messages;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Socket listener;
    private readonly LinkTls? tls;
    private readonly LinkMeter meter;
    private readonly Seldom strangers;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, LinkCounters> counters = new(StringComparer.Ordinal);
    private readonly Lock reaching = new();
    private volatile Dictionary<string, PeerLink> links = new(StringComparer.Ordinal);
    private volatile LinkParts? parts;
    private Task accepting = Task.CompletedTask;
    private bool isAccepting;
    private int greetings;

    private TcpLinks(LinkOptions options, IMessages messages, TimeProvider clock, ILogger log, Socket listener)
    {
        this.options = options;
        this.messages = messages;
        this.clock = clock;
        this.log = log;
        this.listener = listener;
        tls = options.Certificates is { } certificates ? new LinkTls(certificates, log) : null;
        strangers = new Seldom(clock);
        Address = AddressOf(options, (IPEndPoint)listener.LocalEndPoint!);
        meter = new LinkMeter(() => counters.Values);
    }

    /// <summary>HOST:PORT under which others reach this process.</summary>
    public string Address { get; }

    /// <exception cref="ArgumentException">The options contradict each other, or are not safe.</exception>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    /// <exception cref="InvalidOperationException">The certificates cannot be used.</exception>
    public static TcpLinks Listen(LinkOptions options, IMessages messages, TimeProvider clock, ILogger log)
    {
        Check(options);
        var listener = LinkSockets.Listen(options.Listen);
        try
        {
            var links = new TcpLinks(options, messages, clock, log, listener);
            log.LinkListening(links.Address);
            if (options.Certificates is null && options.AllowPlain)
            {
                log.LinkPlain();
            }

            return links;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Who this process is: before <see cref="Reach"/>, and again when it has joined anew and reaches nobody any more. Links are made as who it is then.
    /// </summary>
    public void Start(Hello self, ILinkUser user)
    {
        parts = new LinkParts
        {
            Self = self,
            User = user,
            Options = options,
            Codec = new FrameCodec(messages),
            Greeter = new Greeter(options, self, tls),
            Clock = clock,
            Random = new Random(HashCode.Combine(self.Name, self.Incarnation)),
            Log = log,
        };
        if (!isAccepting)
        {
            isAccepting = true;
            accepting = Task.Run(Accept);
        }
    }

    public void Reach(IReadOnlyCollection<Peer> peers)
    {
        if (parts is null)
        {
            throw new InvalidOperationException("not started");
        }

        lock (reaching)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            var wanted = peers.Where(peer => peer.Name != parts.Self.Name).ToDictionary(peer => peer.Name, StringComparer.Ordinal);
            var before = links;
            links = wanted.ToDictionary(pair => pair.Key, pair => Keep(before, pair.Value) ?? Make(before, pair.Value), StringComparer.Ordinal);
            foreach (var gone in before.Values.Except(links.Values))
            {
                gone.Leave(wanted.ContainsKey(gone.Peer.Name) ? Farewell.Replaced : Farewell.NotWanted);
            }
        }
    }

    public bool TrySend(string member, Frame frame)
    {
        var link = TryAdd(member, frame);
        link?.Flush();
        return link is not null;
    }

    /// <summary>The link that has taken it, and sends it when it is flushed; null when none has.</summary>
    public Link? TryAdd(string member, Frame frame) => links.TryGetValue(member, out var link) ? link.TryAdd(frame) : null;

    /// <summary>Bounded by <see cref="LinkOptions.FarewellTimeMax"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Dictionary<string, PeerLink> last;
        lock (reaching)
        {
            _ = stop.CancelAsync();
            last = links;
            links = [];
        }

        listener.Dispose();
        foreach (var link in last.Values)
        {
            link.Leave(Farewell.Leaving);
        }

        await accepting;
        await Task.WhenAll(last.Values.Select(link => link.Ended));
        meter.Dispose();
    }

    private static PeerLink? Keep(Dictionary<string, PeerLink> before, Peer peer) =>
        before.TryGetValue(peer.Name, out var link) && link.Peer == peer ? link : null;

    private PeerLink Make(Dictionary<string, PeerLink> before, Peer peer)
    {
        var link = new PeerLink(parts!, peer, counters.GetOrAdd(peer.Name, static name => new LinkCounters(name)));
        link.Start(after: before.TryGetValue(peer.Name, out var older) ? older : null);
        return link;
    }

    private static void Check(LinkOptions options)
    {
        if (options.Certificates is null && !options.AllowPlain && !LinkSockets.IsLoopback(options.Listen))
        {
            throw new ArgumentException($"links at {options.Listen} need certificates: without them only loopback addresses are allowed", nameof(options));
        }

        if (options.Advertised is null && (options.Listen.Address.Equals(IPAddress.Any) || options.Listen.Address.Equals(IPAddress.IPv6Any)))
        {
            throw new ArgumentException($"links at {options.Listen} need an address to be reached under", nameof(options));
        }

        if (options.LinkBufferReserve >= options.LinkBufferMax || options.FrameBytesMax > options.LinkBufferMax - options.LinkBufferReserve)
        {
            throw new ArgumentException("a link's buffer must hold its reserve and one frame", nameof(options));
        }
    }

    private static string AddressOf(LinkOptions options, IPEndPoint listening) => options.Advertised switch
    {
        null => listening.ToString(),
        { } wildcard when wildcard.EndsWith(":0", StringComparison.Ordinal) => $"{wildcard[..^2]}:{listening.Port}",
        { } advertised => advertised,
    };

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Accepted(await listener.AcceptAsync(stop.Token));
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of file descriptors, say: those that hold them need time to give them back.
                log.LinkAcceptFailed(failure);
                await Task.WhenAny(Task.Delay(options.PauseMin, clock, stop.Token));
            }
        }
    }

    private void Accepted(Socket socket)
    {
        if (Interlocked.Increment(ref greetings) > options.GreetingsMax)
        {
            Interlocked.Decrement(ref greetings);
            socket.Dispose();
            return;
        }

        _ = Greet(socket);
    }

    private async Task Greet(Socket socket)
    {
        try
        {
            var remote = (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "somewhere";
            switch (await parts!.Greeter.Answer(socket, Judge, stop.Token))
            {
                case Greeting.Made { Link: var link } when links.TryGetValue(link.Other.Name, out var peer) && peer.Peer.Incarnation == link.Other.Incarnation:
                    peer.Offer(link);
                    break;
                case Greeting.Made made:
                    made.Link.Dispose();
                    break;
                case Greeting.Failed failed when failed.Ending != Greeter.HungUp && strangers.IsNews(failed.Ending.Why):
                    var level = LinkLog.LevelOf(failed.Said);
                    log.LinkTurnedAway(level, remote, failed.Ending.Why);
                    break;
            }
        }
        catch (SocketException)
        {
            // It was gone before it could be asked who it is.
            socket.Dispose();
        }
        finally
        {
            Interlocked.Decrement(ref greetings);
        }
    }

    /// <summary>Only who is in the view is let in, and only as the start that the view has.</summary>
    private Farewell Judge(Hello other)
    {
        var link = links.GetValueOrDefault(other.Name);
        if (link?.Peer.Incarnation != other.Incarnation)
        {
            if (other.Incarnation > link?.Peer.Incarnation)
            {
                link.Supersede();
            }

            parts!.User.Unknown(other.Name, other.Incarnation);
            return Farewell.NotKnown;
        }

        return string.CompareOrdinal(other.Name, parts!.Self.Name) > 0 ? Farewell.WrongWay : Farewell.None;
    }
}
