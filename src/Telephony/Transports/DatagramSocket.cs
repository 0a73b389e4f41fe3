using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Transports;

/// <summary>
/// One UDP socket. Receives on a thread of its own, so that a datagram reaches the loop by one switch of threads instead of three, and hands
/// each on; sending never blocks: a full kernel buffer loses the datagram, and the transaction sends it again.
/// </summary>
internal sealed class DatagramSocket : IDisposable
{
    private static readonly TimeSpan EndCheckedEvery = TimeSpan.FromMilliseconds(100);

    private readonly Socket socket;
    private readonly Action<byte[], IPEndPoint> received;
    private readonly int bytesMax;
    private volatile bool isClosed;

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

    public void Start() => new Thread(Receive) { IsBackground = true, Name = "sip datagrams" }.Start();

    public void Dispose()
    {
        isClosed = true;
        socket.Dispose();
    }

    private void Receive()
    {
        var buffer = new byte[bytesMax];
        var from = new SocketAddress(socket.AddressFamily);
        var any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!isClosed)
        {
            try
            {
                if (socket.Poll(EndCheckedEvery, SelectMode.SelectRead))
                {
                    var length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                    received(buffer.AsSpan(0, length).ToArray(), (IPEndPoint)any.Create(from));
                }
            }
            catch (SocketException)
            {
                // An ICMP answer to an earlier send, or a datagram too long for the buffer: not the end of the socket.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
