using System.Net;
using System.Text;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests;

/// <summary>The wire, written down with its times.</summary>
internal sealed class RecordedNetwork(VirtualLoop time) : INetwork
{
    public List<Sending> Sent { get; } = [];

    /// <summary>Addresses that cannot be sent to.</summary>
    public HashSet<IPEndPoint> Unreachable { get; } = [];

    /// <summary>Addresses that take TCP connections.</summary>
    public HashSet<IPEndPoint> Listening { get; } = [];

    public HashSet<string> Open { get; } = [];

    public Dictionary<string, IPAddress> Names { get; } = [];

    public IEnumerable<double> Seconds(string startsWith) =>
        Sent.Where(sending => sending.Text.StartsWith(startsWith, StringComparison.Ordinal)).Select(sending => sending.At.TotalSeconds);

    public void Send(Hop hop, ReadOnlyMemory<byte> message, Action failed)
    {
        if (Unreachable.Contains(hop.Remote))
        {
            time.Loop.Post(failed);
        }
        else
        {
            Sent.Add(new Sending(time.Clock.Elapsed, hop, Encoding.UTF8.GetString(message.Span)));
        }
    }

    public async Task<Hop?> Connect(Transport transport, IPEndPoint remote, string host)
    {
        await Task.Yield();
        if (!Listening.Contains(remote))
        {
            return null;
        }

        Open.Add($"to-{remote}");
        return new Hop(transport, remote, $"to-{remote}");
    }

    public bool IsOpen(string connection) => Open.Contains(connection);

    public async Task<IPAddress?> Resolve(string host)
    {
        await Task.Yield();
        return Names.GetValueOrDefault(host);
    }

    internal sealed record Sending(TimeSpan At, Hop Hop, string Text)
    {
        public string StartLine => Text[..Text.IndexOf('\r', StringComparison.Ordinal)];
    }
}
