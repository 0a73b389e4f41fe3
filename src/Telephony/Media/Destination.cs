using System.Net;
using System.Net.Sockets;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media;

/// <summary>A peer's value, checked: where its sound comes from and goes to, in which payload types. One for each <see cref="MediaPeer"/> value.</summary>
internal sealed class Destination
{
    private IPEndPoint? serializedFor;
    private SocketAddress? serialized;

    private Destination(MediaPeer peer, IPEndPoint signalled, bool symmetric)
    {
        Peer = peer;
        Law = (Law)peer.Payload;
        Latch = new SourceLatch(signalled, symmetric);
        // RFC 3264 section 8.4: before "inactive" there was hold by the address 0.0.0.0; port 0 receives nothing either.
        var reachable = peer.Port != 0 && !signalled.Address.Equals(IPAddress.Any) && !signalled.Address.Equals(IPAddress.IPv6Any);
        Hears = reachable && peer.Direction is (MediaDirection.SendReceive or MediaDirection.ReceiveOnly);
        MaySend = peer.Direction is MediaDirection.SendReceive or MediaDirection.SendOnly;
    }

    public MediaPeer Peer { get; }

    public Law Law { get; }

    public SourceLatch Latch { get; }

    /// <summary>The far end takes sound from us.</summary>
    public bool Hears { get; }

    /// <summary>The far end sends sound to us.</summary>
    public bool MaySend { get; }

    /// <summary>Null when the peer is none that G.711 over UDP to one IP address reaches.</summary>
    public static Destination? Of(MediaPeer peer, AddressFamily family, bool symmetric)
    {
        var valid = IPAddress.TryParse(peer.Address, out var address)
            && address.AddressFamily == family
            && !IsMulticast(address)
            && peer.Port is >= 0 and <= 65_535
            && peer.Payload is (int)Law.Mu or (int)Law.A;
        return valid ? new Destination(peer, new IPEndPoint(address!, peer.Port), symmetric) : null;
    }

    /// <summary>Where to send to now. Called under the outgoing stream's lock.</summary>
    public SocketAddress Address()
    {
        var source = Latch.Source;
        if (ReferenceEquals(source, serializedFor))
            return serialized!;

        serializedFor = source;
        return serialized = source.Serialize();
    }

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || address.Equals(IPAddress.Broadcast) || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);
}
