using System.Net;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Transports;

/// <summary>Where a message goes, or came from: transport, far address, and for a stream the connection (null: any, or a new one).</summary>
internal sealed record Hop(Transport Transport, IPEndPoint Remote, string? Connection = null)
{
    public bool Reliable => Transport != Transport.Udp;

    public Flow ToFlow() => new(Transport, Remote.ToString(), Connection);

    /// <summary>Null when the flow's address is not a literal one.</summary>
    public static Hop? Of(Flow? flow) =>
        flow is not null && IPEndPoint.TryParse(flow.Remote, out var remote) ? new Hop(flow.Transport, remote, flow.Connection) : null;
}
