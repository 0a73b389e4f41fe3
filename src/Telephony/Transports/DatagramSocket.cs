using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// One UDP socket. Receives without pause and hands each datagram on; sending never blocks: a full kernel buffer loses the datagram, and the
/// transaction sends it again.
/// </summary>
internal sealed class DatagramSocket : IDisposable
{
    private readonly Socket socket;
    private readonly Action<byte[], IPEndPoint> received;
    private readonly int bytesMax;

    public DatagramSocket(IPEndPoint listen, int bufferBytes, int bytesMax, Action<byte[], IPEndPoint> received)
    {
        socket = new Socket(listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = bufferBytes,
            SendBufferSize = bufferBytes,
            Blocking = false,
        };
        this.received = received;
        this.bytesMax = bytesMax;
        try
        {
            socket.Bind(listen);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IPEndPoint Local => (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>False when the network says it is impossible; true when sent or lost.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, IPEndPoint remote)
    {
        try
        {
            socket.SendTo(datagram, SocketFlags.None, remote);
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            return true;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Until the socket is closed.</summary>
    public async Task Receive()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(bytesMax, pinned: true);
        var from = new SocketAddress(socket.AddressFamily);
        var any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from).ConfigureAwait(false);
                received(buffer.AsSpan(0, length).ToArray(), (IPEndPoint)any.Create(from));
            }
            catch (SocketException failure) when (failure.SocketErrorCode != SocketError.OperationAborted)
            {
                // An ICMP answer to an earlier send, or a datagram too long for the buffer: not the end of the socket.
            }
            catch (Exception end) when (end is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
