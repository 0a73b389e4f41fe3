using System.Net;
using CallCenter.Cluster;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Links;

/// <summary>Two processes' ends of one link over loopback, in one process: both sides' work is on this machine's cores.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    private readonly TcpLinks near;
    private readonly TcpLinks far;

    private LinkPair(TcpLinks near, TcpLinks far)
    {
        this.near = near;
        this.far = far;
    }

    /// <summary>What the near side hears.</summary>
    public Action<Frame> Near { get; set; } = _ => { };

    /// <summary>What the far side hears.</summary>
    public Action<Frame> Far { get; set; } = _ => { };

    public static async Task<LinkPair> Make()
    {
        var options = new LinkOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        var pair = new LinkPair(
            TcpLinks.Listen(options, PebbleCommands.Instance, TimeProvider.System, NullLogger.Instance),
            TcpLinks.Listen(options, PebbleCommands.Instance, TimeProvider.System, NullLogger.Instance));
        var (nearUp, farUp) = (new User(frame => pair.Near(frame)), new User(frame => pair.Far(frame)));
        pair.near.Start(new Hello("bench", "near", 1, 1, 1), nearUp);
        pair.far.Start(new Hello("bench", "other", 2, 1, 1), farUp);
        pair.far.Reach([new Peer("near", 1, pair.near.Address)]);
        pair.near.Reach([new Peer("other", 2, pair.far.Address)]);
        await nearUp.Up;
        await farUp.Up;
        return pair;
    }

    public bool ToFar(Frame frame) => near.TrySend("other", frame);

    public bool ToNear(Frame frame) => far.TrySend("near", frame);

    public async ValueTask DisposeAsync()
    {
        await near.DisposeAsync();
        await far.DisposeAsync();
    }

    private sealed class User(Action<Frame> received) : ILinkUser
    {
        private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Up => up.Task;

        public void Connected(Peer peer) => up.TrySetResult();

        public void Received(Peer from, Frame frame) => received(frame);

        public void Disconnected(Peer peer, LinkEnd end)
        {
        }

        public void Unknown(string name, long incarnation)
        {
        }
    }
}

/// <summary>Commands as the 200 bytes of a small one, so that the link is measured and not a serializer.</summary>
internal sealed class PebbleCommands : IMessages
{
    public static readonly PebbleCommands Instance = new();
    public const int BodyBytes = 150;

    private static readonly byte[] Body = new byte[BodyBytes];

    public static readonly object Command = new();

    public static int SizeOf(Frame frame)
    {
        var writer = new FrameWriter();
        new FrameCodec(Instance).Write(frame, writer);
        return writer.Written.Length;
    }

    public string TagOf(object message) => "pebble_do_count";

    public byte[] Write(object message) => Body;

    public object? Read(string tag, ReadOnlySpan<byte> body) => Command;
}
