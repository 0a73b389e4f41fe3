using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>Receives for thousands of sockets, each one's datagrams in order.</summary>
internal abstract class Receiver : IDisposable
{
    public static Receiver Of(AddressFamily family) => OperatingSystem.IsLinux() ? new EpollReceiver(family) : new PoolReceiver(family);

    /// <summary>Receives for it until it is closed.</summary>
    public abstract void Watch(RtpSocket socket);

    /// <summary>Called before it is closed.</summary>
    public abstract void Forget(RtpSocket socket);

    public abstract void Dispose();
}

/// <summary>Where there is no epoll: the runtime's asynchronous sockets on pool threads. Costs some 2 KiB a socket and a thread switch a datagram.</summary>
internal sealed class PoolReceiver(AddressFamily family) : Receiver
{
    public override void Watch(RtpSocket socket) => _ = Receive(socket);

    public override void Forget(RtpSocket socket)
    {
    }

    public override void Dispose()
    {
    }

    private async Task Receive(RtpSocket socket)
    {
        await Task.Yield();
        var buffer = new byte[RtpSocket.DatagramMax];
        var from = new SocketAddress(family);
        while (true)
        {
            try
            {
                var length = await socket.Socket.ReceiveFromAsync(buffer, SocketFlags.None, from);
                socket.Deliver(buffer.AsSpan(0, length), from);
            }
            catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                // It concerns one datagram: too long, or an ICMP answer to one of ours.
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
