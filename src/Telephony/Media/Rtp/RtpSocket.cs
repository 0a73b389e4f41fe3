using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// One UDP port of a slot. Receives on pool threads, one datagram at a time, into one small buffer, and without allocating; sends
/// from any thread and never waits: what the network does not take at once is lost, as RTP may be.
/// </summary>
internal sealed class RtpSocket : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Longer datagrams are no G.711 and are cut, then refused.</summary>
    public const int DatagramMax = 1_024;

    /// <summary>So many datagrams in a row before other sockets get the thread.</summary>
    private const int BurstMax = 32;

    private static readonly IPEndPoint AnyV4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint AnyV6 = new(IPAddress.IPv6Any, 0);

    private readonly Socket socket;
    private readonly SocketAsyncEventArgs receiving = new(true);
    private readonly Received received;

    public delegate void Received(ReadOnlySpan<byte> datagram, IPEndPoint from);

    private RtpSocket(Socket socket, Received received)
    {
        (this.socket, this.received) = (socket, received);
        receiving.SetBuffer(new byte[DatagramMax]);
        receiving.RemoteEndPoint = socket.AddressFamily == AddressFamily.InterNetwork ? AnyV4 : AnyV6;
        receiving.Completed += OnCompleted;
    }

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

    public bool Serves(IPEndPoint peer) => peer.AddressFamily == socket.AddressFamily;

    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>False when it was not sent.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        try
        {
            return socket.SendTo(datagram, SocketFlags.None, to) == datagram.Length;
        }
        catch (Exception refused) when (refused is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        receiving.Dispose();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < BurstMax; i++)
        {
            if (!TryReceive(out var waits) || waits)
                return;
        }

        Start();
    }

    private void OnCompleted(object? sender, SocketAsyncEventArgs completed)
    {
        if (Deliver())
            ((IThreadPoolWorkItem)this).Execute();
    }

    private bool TryReceive(out bool waits)
    {
        try
        {
            waits = socket.ReceiveFromAsync(receiving);
        }
        catch (ObjectDisposedException)
        {
            waits = false;
            return false;
        }

        return waits || Deliver();
    }

    // False when the socket was closed. Other errors (a datagram too long, an ICMP answer) concern one datagram.
    private bool Deliver()
    {
        if (receiving.SocketError is SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket)
            return false;
        if (receiving.SocketError == SocketError.Success && receiving.BytesTransferred < DatagramMax)
            received(receiving.MemoryBuffer.Span[..receiving.BytesTransferred], (IPEndPoint)receiving.RemoteEndPoint!);
        return true;
    }
}
