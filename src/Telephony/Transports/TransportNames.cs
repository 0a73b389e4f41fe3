using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Transports;

/// <summary>What a transport is called in a Via (RFC 3261 20.42, RFC 7118 5.2), in a URI, and in metrics.</summary>
internal static class TransportNames
{
    public static string InVia(this Transport transport) => transport switch
    {
        Transport.Udp => "UDP",
        Transport.Tcp => "TCP",
        Transport.Tls => "TLS",
        Transport.WebSocket => "WS",
        _ => "WSS",
    };

    /// <summary>The transport parameter; over TLS a WebSocket is "ws" too, for only a sips URI would say "wss" (RFC 7118 5.2.4).</summary>
    public static string InUri(this Transport transport) => transport switch
    {
        Transport.Udp => "udp",
        Transport.Tcp => "tcp",
        Transport.Tls => "tls",
        _ => "ws",
    };

    /// <summary>How a URI is reached (RFC 3263 section 4.1, without NAPTR). Null: only over a flow that is there already; a browser takes no connections.</summary>
    public static Transport? Of(SipUri uri) => uri.Transport?.ToLowerInvariant() switch
    {
        "ws" or "wss" => null,
        "tls" => Transport.Tls,
        _ when uri.Secure => Transport.Tls,
        "tcp" => Transport.Tcp,
        _ => Transport.Udp,
    };

    public static int DefaultPort(this Transport transport) => transport == Transport.Tls ? 5061 : 5060;
}
