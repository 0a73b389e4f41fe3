using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>
/// Links in memory: frames of one direction arrive in order after <see cref="Delay"/>, or not at all when the link breaks. Harsher than TCP when a
/// test wants it: <see cref="Carry"/> may lose or double a frame while the link stands.
/// </summary>
internal sealed class TownLinks(Town town)
{
    private readonly HashSet<(string, string)> up = [];
    private readonly Dictionary<(string, string), int> breaks = [];

    public TimeSpan Delay { get; set; }

    /// <summary>How many copies of a frame arrive, by its sender; null: one.</summary>
    public Func<string, Frame, int>? Carry { get; set; }

    /// <summary>Nothing is taken from this one: its buffers are full.</summary>
    public string? Full { get; set; }

    /// <summary>Everything that left, in order.</summary>
    public List<(string From, string To, Frame Frame)> Sent { get; } = [];

    public ILinks Of(string name) => new Mine(this, name);

    public void Join(TownNode node)
    {
        foreach (var other in town.Nodes.Where(other => other != node))
        {
            Make(node, other);
        }
    }

    public void Leave(TownNode node)
    {
        foreach (var other in town.Nodes.Where(other => other.Name != node.Name).ToList())
        {
            Break(node, other, LinkEnd.Reset);
        }
    }

    public void Make(TownNode left, TownNode right)
    {
        if (up.Add((left.Name, right.Name)))
        {
            up.Add((right.Name, left.Name));
            left.Node.Connected(right.Peer);
            right.Node.Connected(left.Peer);
        }
    }

    public void Break(TownNode left, TownNode right, LinkEnd end = LinkEnd.Closed)
    {
        if (up.Remove((left.Name, right.Name)))
        {
            up.Remove((right.Name, left.Name));
            breaks[(left.Name, right.Name)] = breaks.GetValueOrDefault((left.Name, right.Name)) + 1;
            breaks[(right.Name, left.Name)] = breaks.GetValueOrDefault((right.Name, left.Name)) + 1;
            left.Node.Disconnected(right.Peer, end);
            right.Node.Disconnected(left.Peer, end);
        }
    }

    private bool TrySend(string from, string to, Frame frame)
    {
        if (!up.Contains((from, to)) || Full == from)
        {
            return false;
        }

        Sent.Add((from, to, frame));
        var made = breaks.GetValueOrDefault((from, to));
        for (var copies = Carry?.Invoke(from, frame) ?? 1; copies > 0; copies--)
        {
            town.Later(Delay, () => Arrive(from, to, frame, made));
        }

        return true;
    }

    private void Arrive(string from, string to, Frame frame, int made)
    {
        if (breaks.GetValueOrDefault((from, to)) == made && town.Nodes.FirstOrDefault(node => node.Name == to) is { } receiver
            && town.Nodes.FirstOrDefault(node => node.Name == from) is { } sender)
        {
            receiver.Node.Received(sender.Peer, frame);
        }
    }

    private sealed class Mine(TownLinks links, string name) : ILinks
    {
        public void Reach(IReadOnlyCollection<Peer> peers)
        {
        }

        public bool TrySend(string member, Frame frame) => links.TrySend(name, member, frame);
    }
}
