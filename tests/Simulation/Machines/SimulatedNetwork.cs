using CallCenter.Cluster.Links;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Machines;

/// <summary>
/// The network between the machines: who listens where, which ways are cut and until when, and how late things are. Within a connection it is
/// TCP: in order, nothing lost but with the connection itself.
/// </summary>
internal sealed class SimulatedNetwork(VirtualTime time, Random random)
{
    /// <summary>Sent bytes without any acknowledgement: the kernel gives the connection up (LinkOptions.SilenceMax).</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    private readonly SortedDictionary<string, SimulatedLinks> listeners = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string From, string To), DateTimeOffset> cut = [];
    private readonly List<SimulatedLink> links = [];

    public VirtualTime Time => time;

    public Random Random => random;

    /// <summary>Everything takes up to this long.</summary>
    public TimeSpan LatencyMax { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>One frame in two hundred takes up to this long, and all behind it wait.</summary>
    public TimeSpan LateMax { get; set; }

    public void Listen(string address, SimulatedLinks at) => listeners[address] = at;

    public SimulatedLinks? At(string address) => listeners.TryGetValue(address, out var at) && at.Machine.IsAlive ? at : null;

    /// <summary>Nothing from one machine arrives at the other for a while. A connection that is silent for too long breaks on both sides.</summary>
    public void Cut(string from, string to, TimeSpan length)
    {
        var until = time.GetUtcNow() + length;
        cut[(from, to)] = cut.TryGetValue((from, to), out var longer) && longer > until ? longer : until;
        time.After(SilenceMax, () =>
        {
            foreach (var link in links.Where(link => link.IsBetween(from, to) && IsCut(link)).ToList())
            {
                Break(link, LinkEnd.Closed, LinkEnd.Closed);
            }
        });
    }

    public void Heal()
    {
        cut.Clear();
        (LateMax, LatencyMax) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
    }

    /// <summary>When something sent now arrives, if nothing of the same connection is in front of it.</summary>
    public DateTimeOffset Arrival(string from, string to)
    {
        var late = LateMax > TimeSpan.Zero && random.Next(200) == 0 ? LateMax : LatencyMax;
        var arrives = time.GetUtcNow() + (late * random.NextDouble());
        return cut.TryGetValue((from, to), out var until) && until > arrives ? until : arrives;
    }

    public bool IsCut(string from, string to) => cut.TryGetValue((from, to), out var until) && until > time.GetUtcNow();

    public void Add(SimulatedLink link) => links.Add(link);

    /// <summary>What is on its way is lost; each side hears of it as its kernel finds out.</summary>
    public void Break(SimulatedLink link, LinkEnd caller, LinkEnd called)
    {
        if (links.Remove(link))
        {
            link.IsBroken = true;
            End(link.Caller, link, caller);
            End(link.Called, link, called);
        }
    }

    /// <summary>
    /// The process of these links ended: its kernel resets its connections as soon as that reaches the other; without power nobody does, and
    /// the other finds out by silence.
    /// </summary>
    public void Ended(SimulatedLinks of, bool silently)
    {
        foreach (var link in links.Where(link => link.Caller == of || link.Called == of).ToList())
        {
            var other = link.Other(of);
            var reset = Arrival(of.Machine.Name, other.Machine.Name) - time.GetUtcNow();
            if (silently || reset >= SilenceMax)
            {
                time.After(SilenceMax, () => Break(link, LinkEnd.Closed, LinkEnd.Closed));
            }
            else
            {
                time.After(reset, () => Break(link, LinkEnd.Reset, LinkEnd.Reset));
            }
        }
    }

    /// <summary>All connections of these two break, and may be made again at once.</summary>
    public void ResetBetween(string one, string other)
    {
        foreach (var link in links.Where(link => link.IsBetween(one, other)).ToList())
        {
            Break(link, LinkEnd.Reset, LinkEnd.Reset);
        }
    }

    private bool IsCut(SimulatedLink link) =>
        IsCut(link.Caller.Machine.Name, link.Called.Machine.Name) || IsCut(link.Called.Machine.Name, link.Caller.Machine.Name);

    private void End(SimulatedLinks side, SimulatedLink link, LinkEnd end) =>
        time.After(LatencyMax * random.NextDouble(), () => side.Machine.Turn(() => side.Broken(link, end)));
}

/// <summary>One connection that stands, between two starts of two processes.</summary>
internal sealed class SimulatedLink(SimulatedLinks caller, SimulatedLinks called)
{
    public SimulatedLinks Caller { get; } = caller;

    public SimulatedLinks Called { get; } = called;

    public bool IsBroken { get; set; }

    /// <summary>Sent and not arrived, by direction.</summary>
    public int[] Waiting { get; } = new int[2];

    /// <summary>When the last one sent arrives: nothing behind it comes earlier.</summary>
    public DateTimeOffset[] Last { get; } = new DateTimeOffset[2];

    public SimulatedLinks Other(SimulatedLinks side) => side == Caller ? Called : Caller;

    public int DirectionFrom(SimulatedLinks side) => side == Caller ? 0 : 1;

    public bool IsBetween(string one, string other) =>
        (Caller.Machine.Name == one && Called.Machine.Name == other) || (Caller.Machine.Name == other && Called.Machine.Name == one);
}
