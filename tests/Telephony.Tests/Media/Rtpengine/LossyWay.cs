using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Telephony.Tests.Media.Rtpengine;

/// <summary>UDP through a hole in the wall to one server, for one client: each datagram passes or is lost, as is said.</summary>
internal sealed class LossyWay : IDisposable
{
    private readonly Socket inside = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket outside = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Func<int, bool> asksPass;
    private readonly Func<int, bool> answersPass;
    private EndPoint? client;

    /// <param name="server">Where it leads to.</param>
    /// <param name="asksPass">Whether the n-th question passes, from 1.</param>
    /// <param name="answersPass">Whether the n-th answer does.</param>
    public LossyWay(IPEndPoint server, Func<int, bool> asksPass, Func<int, bool> answersPass)
    {
        (this.asksPass, this.answersPass) = (asksPass, answersPass);
        inside.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        outside.Connect(server);
        _ = Ask();
        _ = Answer();
    }

    public IPEndPoint Entrance => (IPEndPoint)inside.LocalEndPoint!;

    /// <summary>The questions as they came, lost ones too.</summary>
    public ConcurrentQueue<byte[]> Asked { get; } = new();

    public void Dispose()
    {
        inside.Dispose();
        outside.Dispose();
    }

    private async Task Ask()
    {
        var buffer = new byte[65_536];
        for (var number = 1; ; number++)
        {
            try
            {
                var read = await inside.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                client = read.RemoteEndPoint;
                Asked.Enqueue(buffer[..read.ReceivedBytes]);
                if (asksPass(number))
                    await outside.SendAsync(buffer.AsMemory(0, read.ReceivedBytes));
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Answer()
    {
        var buffer = new byte[65_536];
        for (var number = 1; ; number++)
        {
            try
            {
                var length = await outside.ReceiveAsync(buffer);
                if (answersPass(number))
                    await inside.SendToAsync(buffer.AsMemory(0, length), client!);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
