using System.Net;
using System.Net.Sockets;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>Somebody who speaks with a process's links byte by byte.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly Inlet inlet;

    private RawPeer(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket);
        inlet = new Inlet(stream);
    }

    public static async Task<RawPeer> Call(Peer process)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(process.Address), TestContext.Current.CancellationToken);
        return new RawPeer(socket);
    }

    /// <summary>Calls and is let in, and the link stands.</summary>
    public static async Task<RawPeer> Join(Peer process, Hello self)
    {
        var peer = await Greet(process, self);
        await peer.Say(Hello.WriteAgreed);
        return peer;
    }

    /// <summary>Calls and is let in, but has not agreed yet.</summary>
    public static async Task<RawPeer> Greet(Peer process, Hello self)
    {
        var peer = await Call(process);
        await peer.Say(self.Write);
        Assert.Equal(FrameKind.Hello, await peer.Hears());
        return peer;
    }

    public async Task Say(Action<FrameWriter> write)
    {
        var writer = new FrameWriter();
        write(writer);
        await Say(writer.Written.ToArray());
    }

    public async Task Say(byte[] bytes) => await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    public Task Say(Frame frame) => Say(writer => new FrameCodec(ProductMessages.Instance).Write(frame, writer));

    /// <summary>The kind of the next frame; null when the other hangs up.</summary>
    public async Task<FrameKind?> Hears()
    {
        try
        {
            return await inlet.One<FrameKind?>(FrameLimits.GreetingBytesMax, frame => (FrameKind)frame[0], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The farewell that comes next.</summary>
    public async Task<Farewell> HearsFarewell() => await inlet.One(FrameLimits.GreetingBytesMax, Read, TestContext.Current.CancellationToken);

    /// <summary>As the kernel does for a process that is killed with nothing unread.</summary>
    public void Vanish() => socket.Close();

    /// <summary>As the kernel does for a process that is killed with something unread.</summary>
    public void Reset() => socket.Close(timeout: 0);

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private static Farewell Read(ReadOnlySpan<byte> frame)
    {
        var from = new FrameReader(frame);
        Assert.Equal(FrameKind.Farewell, (FrameKind)from.Byte());
        return Farewells.Read(ref from);
    }
}
