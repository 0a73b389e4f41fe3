using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Simulation.Machines;

/// <summary>
/// The links of one start of one process: as those over TCP, the one of the lower name calls, the other knocks, both again and again; who is
/// called knows its callers or turns them away. Frames travel as the bytes of the production codec.
/// </summary>
internal sealed class SimulatedLinks : ILinks
{
    private const int WaitingMax = 2_000;
    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly FrameCodec codec = new(ProductMessages.Instance);
    private readonly FrameWriter writer = new();
    private readonly SimulatedNetwork network;
    private readonly string address;
    private readonly SortedDictionary<string, Way> ways = new(StringComparer.Ordinal);

    public SimulatedLinks(SimulatedNetwork network, Machine machine, string address)
    {
        (this.network, this.address, Machine) = (network, address, machine);
        machine.Ended += silently => network.Ended(this, silently);
    }

    public Machine Machine { get; }

    /// <summary>Who hears from them.</summary>
    public required ILinkUser User { get; set; }

    /// <summary>As whom this process introduces itself.</summary>
    public Peer? Self { get; private set; }

    /// <summary>Every frame that leaves, before it does.</summary>
    public Action<Frame> Leaving { get; init; } = _ => { };

    /// <summary>From now on it listens, as this one.</summary>
    public void Introduce(Peer self)
    {
        Self = self;
        network.Listen(address, this);
        foreach (var way in ways.Values.Where(way => way.Link is not null).ToList())
        {
            network.Break(way.Link!, LinkEnd.Closed, LinkEnd.Closed);
        }
    }

    public void Reach(IReadOnlyCollection<Peer> peers)
    {
        foreach (var way in ways.Values.Where(way => !peers.Contains(way.Peer)).ToList())
        {
            ways.Remove(way.Peer.Name);
            if (way.Link is { } link)
            {
                network.Break(link, LinkEnd.Closed, LinkEnd.Closed);
            }
        }

        foreach (var peer in peers.Where(peer => !ways.ContainsKey(peer.Name)))
        {
            var way = new Way(peer);
            ways.Add(peer.Name, way);
            Try(way);
        }
    }

    public bool TrySend(string member, Frame frame)
    {
        if (!ways.TryGetValue(member, out var way) || way.Link is not { IsBroken: false } link)
        {
            return false;
        }

        var direction = link.DirectionFrom(this);
        if (link.Waiting[direction] >= WaitingMax)
        {
            return false;
        }

        Leaving(frame);
        codec.Write(frame, writer);
        var bytes = writer.Written[FrameLimits.PrefixBytes..].ToArray();
        var other = link.Other(this);
        var arrives = network.Arrival(Machine.Name, other.Machine.Name);
        arrives = arrives > link.Last[direction] ? arrives : link.Last[direction];
        link.Last[direction] = arrives;
        link.Waiting[direction]++;
        network.Time.At(arrives, () =>
        {
            link.Waiting[direction]--;
            if (!link.IsBroken)
            {
                other.Machine.Turn(() => other.Received(link, bytes));
            }
        });
        return true;
    }

    /// <summary>This connection is no more.</summary>
    public void Broken(SimulatedLink link, LinkEnd end)
    {
        if (ways.Values.FirstOrDefault(way => way.Link == link) is { } way)
        {
            way.Link = null;
            User.Disconnected(way.Peer, end);
            Again(way);
        }
    }

    private void Received(SimulatedLink link, byte[] bytes)
    {
        if (ways.Values.FirstOrDefault(way => way.Link == link) is { } way && codec.Read(bytes) is { } frame)
        {
            User.Received(way.Peer, frame);
        }
    }

    private void Again(Way way, TimeSpan? pause = null) =>
        Machine.After(pause ?? (PauseMin + ((PauseMax - PauseMin) * network.Random.NextDouble())), () => Try(way));

    private void Try(Way way)
    {
        if (Self is null || !IsWanted(way) || way.Link is not null)
        {
            return;
        }

        var (there, back) = (network.Arrival(Machine.Name, NameAt(way.Peer)), network.Arrival(NameAt(way.Peer), Machine.Name));
        var done = there > back ? there : back;
        if (done - network.Time.GetUtcNow() > ConnectTimeMax)
        {
            Machine.After(ConnectTimeMax, () => Failed(way, LinkEnd.Closed));
            return;
        }

        network.Time.At(done, () => Machine.Turn(() => Arrive(way)));
    }

    private void Arrive(Way way)
    {
        if (!IsWanted(way) || way.Link is not null)
        {
            return;
        }

        var other = network.At(way.Peer.Address);
        if (other is null)
        {
            Failed(way, LinkEnd.Reset);
        }
        else if (string.CompareOrdinal(Self!.Name, way.Peer.Name) > 0)
        {
            // It is the other's to call; somebody listens there, and hears who knocks.
            other.Hear(Self);
            Again(way);
        }
        else if (other.Machine.IsFrozen)
        {
            Machine.After(ConnectTimeMax * 2, () => Failed(way, LinkEnd.Closed));
        }
        else if (other.Self!.Incarnation != way.Peer.Incarnation)
        {
            Failed(way, other.Self.Incarnation > way.Peer.Incarnation ? LinkEnd.Reset : LinkEnd.Closed);
        }
        else if (other.WayOf(Self) is { Link: null } back)
        {
            Stand(way, other, back);
        }
        else if (other.Hear(Self))
        {
            // It thinks that the link before this one still stands.
            other.CalledAgain(Self);
            Failed(way, LinkEnd.Closed);
        }
        else
        {
            Failed(way, LinkEnd.Closed, PauseMin);
        }
    }

    /// <summary>False: it is not known here, not as this start.</summary>
    private bool Hear(Peer caller)
    {
        if (WayOf(caller) is not null)
        {
            return true;
        }

        Machine.Turn(() => User.Unknown(caller.Name, caller.Incarnation));
        return false;
    }

    private void Stand(Way way, SimulatedLinks other, Way back)
    {
        var link = new SimulatedLink(this, other);
        network.Add(link);
        (way.Link, back.Link) = (link, link);
        User.Connected(way.Peer);
        other.Machine.Turn(() => other.User.Connected(back.Peer));
    }

    private void CalledAgain(Peer caller)
    {
        if (WayOf(caller)?.Link is { } older)
        {
            network.Break(older, LinkEnd.Closed, LinkEnd.Closed);
        }
    }

    private Way? WayOf(Peer caller) => ways.TryGetValue(caller.Name, out var way) && way.Peer.Incarnation == caller.Incarnation ? way : null;

    private void Failed(Way way, LinkEnd end, TimeSpan? pause = null)
    {
        if (IsWanted(way) && way.Link is null)
        {
            User.Disconnected(way.Peer, end);
            Again(way, pause);
        }
    }

    private bool IsWanted(Way way) => ways.TryGetValue(way.Peer.Name, out var wanted) && wanted == way;

    private string NameAt(Peer peer) => network.At(peer.Address)?.Machine.Name ?? peer.Name;

    private sealed class Way(Peer peer)
    {
        public Peer Peer { get; } = peer;

        public SimulatedLink? Link { get; set; }
    }
}
