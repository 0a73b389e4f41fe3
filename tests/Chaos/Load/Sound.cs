using System.Net;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Probe;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Load;

/// <summary>
/// The sound that reaches callers, as the peers' side of the wire shows it: RTP to the port of each, and how long each heard nothing. Times are those
/// of the capture.
/// </summary>
internal sealed class Sound : IAsyncDisposable
{
    /// <summary>Ethernet, IPv4, UDP and RTP headers.</summary>
    private const int OctetsMax = 60;

    private readonly Lock gate = new();
    private readonly Dictionary<int, Listener> listeners = [];
    private Capturing? capturing;

    private Sound()
    {
    }

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    /// <summary>Of callers at ports of <paramref name="host"/> from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static async Task<Sound> Start(Network network, string host, int first, int last)
    {
        var sound = new Sound();
        var filter = FormattableString.Invariant($"udp and dst host {network.Address(host)} and dst portrange {first}-{last}");
        sound.capturing = await Capturing.Start(network.On(host), network.Interface, filter, OctetsMax, sound.Take);
        return sound;
    }

    /// <summary>Callers that have heard anything.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return listeners.Count;
            }
        }
    }

    /// <summary>Callers that heard last from this address.</summary>
    public int CountFrom(IPAddress address)
    {
        lock (gate)
        {
            return listeners.Values.Count(listener => listener.From.Equals(address));
        }
    }

    /// <summary>Silence counts from now on; what came before does not count.</summary>
    public void Begin()
    {
        lock (gate)
        {
            var now = Now;
            foreach (var listener in listeners.Values)
            {
                listener.Silence.Begin(now);
                listener.FromAtFirst = listener.From;
            }
        }
    }

    /// <summary>The longest silence since <see cref="Begin"/> of each that had its sound from this address then, and of the others.</summary>
    public (IReadOnlyList<TimeSpan> Of, IReadOnlyList<TimeSpan> Others) Longest(IPAddress from)
    {
        lock (gate)
        {
            var now = Now;
            var all = listeners.Values.ToLookup(listener => listener.FromAtFirst.Equals(from), listener => TimeSpan.FromTicks(listener.Silence.Longest(now)));
            return ([.. all[true]], [.. all[false]]);
        }
    }

    /// <summary>How many have heard nothing since this moment.</summary>
    public int SilentSince(DateTimeOffset moment)
    {
        lock (gate)
        {
            return listeners.Values.Count(listener => listener.Silence.Last <= moment.UtcTicks);
        }
    }

    public ValueTask DisposeAsync() => capturing!.DisposeAsync();

    /// <summary>RTP has the even port of two.</summary>
    private void Take(Datagram packet)
    {
        if (packet.To.Port % 2 != 0)
        {
            return;
        }

        lock (gate)
        {
            if (!listeners.TryGetValue(packet.To.Port, out var listener))
            {
                listeners.Add(packet.To.Port, listener = new Listener(packet.From.Address));
                listener.Silence.Begin(packet.At.UtcTicks);
            }

            listener.From = packet.From.Address;
            listener.Silence.Answered(packet.At.UtcTicks);
        }
    }

    private sealed class Listener(IPAddress from)
    {
        public Silence Silence { get; } = new();

        public IPAddress From { get; set; } = from;

        public IPAddress FromAtFirst { get; set; } = from;
    }
}
