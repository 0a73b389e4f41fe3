using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Transports;

/// <summary>Real sockets on loopback: an edge's network with a recorded user, and what is needed to talk to it.</summary>
internal sealed class SocketPeer : INetworkUser, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly System.Threading.Channels.Channel<(string Text, Hop From)> received = System.Threading.Channels.Channel.CreateUnbounded<(string, Hop)>();
    private readonly System.Threading.Channels.Channel<string> lost = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private readonly LoopTimers timers;

    public SocketPeer(TransportOptions? options = null, TimeProvider? clock = null, StreamFaces? faces = null)
    {
        Loop = new EdgeLoop(defect => received.Writer.TryComplete(defect));
        timers = new LoopTimers(Loop, clock ?? TimeProvider.System);
        Network = new SocketNetwork(new IPEndPoint(IPAddress.Loopback, 0), faces ?? StreamFaces.None, "test", options ?? new TransportOptions(), Loop, timers, clock ?? TimeProvider.System, this);
        Loop.Start("test");
        Network.Start();
    }

    public EdgeLoop Loop { get; }

    public SocketNetwork Network { get; }

    public static string Message(string callId, int body = 0) =>
        $"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nCall-ID: {callId}\r\nContent-Length: {body}\r\n\r\n{new string('b', body)}";

    public void Received(ReadOnlyMemory<byte> message, Hop from) => received.Writer.TryWrite((Encoding.UTF8.GetString(message.Span), from));

    public void ConnectionLost(string connection) => lost.Writer.TryWrite(connection);

    public async Task<(string Text, Hop From)> Next()
    {
        using var limit = new CancellationTokenSource(Deadline);
        return await received.Reader.ReadAsync(limit.Token);
    }

    public async Task<string> NextLost()
    {
        using var limit = new CancellationTokenSource(Deadline);
        return await lost.Reader.ReadAsync(limit.Token);
    }

    public Task<T> OnLoop<T>(Func<Task<T>> work) => Loop.Ask(work).WaitAsync(Deadline);

    /// <summary>Sends from the loop; true when it failed.</summary>
    public async Task<bool> Failed(Hop hop, string message)
    {
        var failed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() => Network.Send(hop, Encoding.UTF8.GetBytes(message), () => failed.TrySetResult(true)));
        return await failed.Task.WaitAsync(Deadline);
    }

    public void Send(Hop hop, string message) => Loop.Post(() => Network.Send(hop, Encoding.UTF8.GetBytes(message), static () => { }));

    public async Task<Socket> Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Network.Local);
        return socket;
    }

    public static async Task<string> Read(Socket socket, int bytes)
    {
        using var limit = new CancellationTokenSource(Deadline);
        var buffer = new byte[bytes];
        var have = 0;
        while (have < bytes)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None, limit.Token);
            if (read == 0)
            {
                break;
            }

            have += read;
        }

        return Encoding.UTF8.GetString(buffer, 0, have);
    }

    public void Dispose()
    {
        Loop.Post(Network.Dispose);
        Loop.Ask(() => Task.FromResult(true)).Wait(Deadline);
        timers.Dispose();
        Loop.Dispose();
    }
}
