using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>ng over UDP to one instance. What is lost either way is the asker's to repeat.</summary>
internal sealed class NgDatagrams : IDisposable
{
    /// <summary>Larger ones go by the stream: not every network carries them, and rtpengine takes 64 KiB.</summary>
    public const int LengthMax = 32 * 1024;

    private const int BufferLength = 64 * 1024;

    private readonly Socket socket;
    private readonly NgAsked asked;

    public NgDatagrams(IPEndPoint instance, NgAsked asked)
    {
        this.asked = asked;
        socket = new Socket(instance.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Only datagrams of this instance are received then.
        socket.Connect(instance);
        _ = Receive();
    }

    public async Task Send(ReadOnlyMemory<byte> datagram, CancellationToken ended)
    {
        try
        {
            await socket.SendAsync(datagram, SocketFlags.None, ended).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // As good as lost on the way: an ICMP answer to an earlier one, or a full buffer.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task Receive()
    {
        await Task.Yield();
        var buffer = new byte[BufferLength];
        while (true)
        {
            try
            {
                var length = await socket.ReceiveAsync(buffer).ConfigureAwait(false);
                if (NgMessage.Read(buffer.AsSpan(0, length).ToArray(), out var message, out _) == BencodeReading.Whole)
                    asked.Answered(message!);
            }
            catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.OperationAborted or SocketError.Interrupted))
            {
                // Nobody listens there now.
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
