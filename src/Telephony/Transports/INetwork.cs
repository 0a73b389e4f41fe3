using System.Net;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Telephony.Transports;

/// <summary>The sockets as the edge sees them. All callbacks come on the loop.</summary>
internal interface INetwork
{
    /// <summary>Sends without waiting. <paramref name="failed"/> is called, at most once, when it is known not to have left.</summary>
    void Send(Hop hop, ReadOnlyMemory<byte> message, Action failed);

    /// <summary>
    /// A connection over TCP or TLS to this address, one that is open or a new one; null when there is none within
    /// <see cref="TransportOptions.ConnectTimeMax"/>, or over TLS when it is not <paramref name="host"/> that is there.
    /// </summary>
    Task<Hop?> Connect(Transport transport, IPEndPoint remote, string host);

    bool IsOpen(string connection);

    /// <summary>The addresses of a host name, or none; within <see cref="TransportOptions.ResolveTimeMax"/>.</summary>
    Task<IPAddress?> Resolve(string host);
}

/// <summary>What the network brings, on the loop.</summary>
internal interface INetworkUser
{
    /// <summary>A whole message, as it came, at most <see cref="Parsing.SipLimits.MessageBytesMax"/> bytes.</summary>
    void Received(ReadOnlyMemory<byte> message, Hop from);

    void ConnectionLost(string connection);
}
