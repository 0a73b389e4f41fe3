using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// One UDP port of a slot. A <see cref="Receiver"/> gives it the thread and the buffer to receive with, one datagram at a time; sends
/// from any thread and never waits: what the network does not take at once is lost, as RTP may be.
/// </summary>
internal sealed class RtpSocket : IDisposable
{
    /// <summary>Longer datagrams are no G.711 and are cut, then refused.</summary>
    public const int DatagramMax = 1_024;

    private readonly Received received;
    private SocketAddress? last;
    private IPEndPoint? lastSource;

    public delegate void Received(ReadOnlySpan<byte> datagram, IPEndPoint from);

    private RtpSocket(Socket socket, Received received) => (Socket, this.received) = (socket, received);

    public Socket Socket { get; }

    /// <summary>Null when the port is not to be had.</summary>
    public static RtpSocket? Bind(IPEndPoint local, int bufferBytes, Received received)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Blocking = false;
            socket.ReceiveBufferSize = bufferBytes;
            socket.Bind(local);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }

        return new RtpSocket(socket, received);
    }

    /// <summary>Takes the datagram that is said to be there.</summary>
    public void ReceiveOne(Span<byte> buffer, SocketAddress from)
    {
        try
        {
            Deliver(buffer[..Socket.ReceiveFrom(buffer, SocketFlags.None, from)], from);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // A datagram with a wrong checksum, an ICMP answer to one of ours, or closed meanwhile: there is nothing to receive.
        }
    }

    public void Deliver(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        if (datagram.Length < DatagramMax)
            received(datagram, Source(from));
    }

    /// <summary>False when it was not sent.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        try
        {
            return Socket.SendTo(datagram, SocketFlags.None, to) == datagram.Length;
        }
        catch (Exception refused) when (refused is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => Socket.Dispose();

    // Almost every datagram comes from where the last one came from: nothing is allocated for it.
    private IPEndPoint Source(SocketAddress from)
    {
        if (lastSource is not null && from.Equals(last))
            return lastSource;

        last = new SocketAddress(from.Family, from.Size);
        from.Buffer.Span[..from.Size].CopyTo(last.Buffer.Span);
        return lastSource = (IPEndPoint)new IPEndPoint(IPAddress.Any, 0).Create(from);
    }
}
