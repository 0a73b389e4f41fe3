using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// Makes connections and says hello on them. The caller's hello comes first; the called one answers with its own, or with a farewell that says
/// why not; the caller agrees. Without that last word a caller that gave up waiting, while the called one was slow, would look like a new link that
/// breaks at once, and take an older one's place. Bounded in time and bytes: until then the other may be anybody.
/// </summary>
internal sealed class Greeter(LinkOptions options, Hello self, LinkTls? tls)
{
    /// <summary>Before its hello: somebody who only knocked.</summary>
    public static readonly LinkEnding HungUp = LinkEnding.Closed(LinkEnding.WithoutFarewell.Why);

    private delegate Task<Stream> Securing(Stream plain, CancellationToken stop);

    private delegate Task<Spoken> Speaking(Stream stream, Inlet inlet, CancellationToken stop);

    /// <summary>Calls a peer.</summary>
    public async Task<Greeting> Call(Peer peer, CancellationToken stop)
    {
        var (socket, refusal) = await Connect(peer, stop);
        return socket is null ? new Greeting.Failed(refusal) : await Introduce(peer, socket, stop);
    }

    /// <summary>Answers who has called; <paramref name="judge"/> says whether it is one of ours (<see cref="Farewell.None"/>).</summary>
    public Task<Greeting> Answer(Socket socket, Func<Hello, Farewell> judge, CancellationToken stop) => Greet(
        socket,
        async (plain, late) => tls is null ? plain : await tls.AsServer(plain, late),
        (stream, inlet, late) => SpeakSecond(judge, stream, inlet, late),
        stop);

    /// <summary>
    /// Does anybody listen there? Null when so. It is told who knocks, so that it calls back as soon as it has read of us; what it answers is no matter,
    /// because it is the other's to make the link.
    /// </summary>
    public async Task<LinkEnding?> Knock(Peer peer, CancellationToken stop)
    {
        var (socket, refusal) = await Connect(peer, stop);
        if (socket is null)
        {
            return refusal;
        }

        if (await Introduce(peer, socket, stop) is Greeting.Made made)
        {
            made.Link.Dispose();
        }

        return null;
    }

    private async Task<(Socket? Connected, LinkEnding Refusal)> Connect(Peer peer, CancellationToken stop)
    {
        if (AddressOf(peer, out var refusal) is not { } address)
        {
            return (null, refusal);
        }

        try
        {
            return (await LinkSockets.Connect(address, options.ConnectTimeMax, stop), default);
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            return (null, LinkEnding.Of(failure));
        }
    }

    private Task<Greeting> Introduce(Peer peer, Socket socket, CancellationToken stop) => Greet(
        socket,
        async (plain, late) => tls is null ? plain : await tls.AsClient(plain, peer.Name, late),
        (stream, inlet, late) => SpeakFirst(peer, stream, inlet, late),
        stop);

    private EndPoint? AddressOf(Peer peer, out LinkEnding refusal)
    {
        if (!LinkSockets.TryParse(peer.Address, out var address))
        {
            refusal = LinkEnding.Closed($"'{peer.Address}' is no address");
        }
        else if (tls is null && !options.AllowPlain && !LinkSockets.IsLoopback(address))
        {
            refusal = LinkEnding.Closed("without certificates links are for loopback only");
            address = null;
        }
        else
        {
            refusal = default;
        }

        return address;
    }

    /// <summary>Once connected, somebody is there: whatever fails now does not say that the process is gone.</summary>
    private async Task<Greeting> Greet(Socket socket, Securing secure, Speaking speak, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(options.GreetingTimeMax);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        LinkEnding ending;
        var said = Farewell.None;
        try
        {
            LinkSockets.Tune(socket, options.SilenceMax);
            stream = await secure(stream, late.Token);
            var inlet = new Inlet(stream);
            var spoken = await speak(stream, inlet, late.Token);
            if (spoken.Other is { } other)
            {
                return new Greeting.Made(new Greeted(other, socket, stream, inlet));
            }

            (ending, said) = (spoken.Refusal, spoken.Said);
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            ending = LinkEnding.Closed(LinkEnding.Of(failure).Why);
        }

        await stream.DisposeAsync();
        return new Greeting.Failed(ending, said);
    }

    private async Task<Spoken> SpeakFirst(Peer peer, Stream stream, Inlet inlet, CancellationToken stop)
    {
        await Say(stream, self.Write, stop);
        switch (await inlet.One(FrameLimits.GreetingBytesMax, Word.Read, stop))
        {
            case { Hello: { } other } when Judge(other, stream) is not Farewell.None and var why:
                await Say(stream, writer => why.Write(writer), stop);
                return Spoken.Not(LinkEnding.Closed($"{other} is turned away: {why}"));
            case { Hello: { } other } when other.Name != peer.Name || other.Incarnation < peer.Incarnation:
                return Spoken.Not(LinkEnding.Closed($"{other} answers in its place"));
            case { Hello: { } other } when other.Incarnation > peer.Incarnation:
                return Spoken.Not(LinkEnding.Reset("it has been started again"));
            case { Hello: { } other }:
                await Say(stream, Hello.WriteAgreed, stop);
                return new Spoken(other, default);
            case { Farewell: not Farewell.None and var why }:
                return new Spoken(null, LinkEnding.Closed($"it turns us away: {why}"), why);
            default:
                return Spoken.Not(HungUp);
        }
    }

    private async Task<Spoken> SpeakSecond(Func<Hello, Farewell> judge, Stream stream, Inlet inlet, CancellationToken stop)
    {
        if (await inlet.One(FrameLimits.GreetingBytesMax, Word.Read, stop) is not { Hello: { } other })
        {
            return Spoken.Not(HungUp);
        }

        var why = Judge(other, stream) is not Farewell.None and var general ? general : judge(other);
        if (why != Farewell.None)
        {
            await Say(stream, writer => why.Write(writer), stop);
            return new Spoken(null, why == Farewell.WrongWay ? HungUp : LinkEnding.Closed($"{other} is turned away: {why}"), why);
        }

        await Say(stream, self.Write, stop);
        return await inlet.One(FrameLimits.GreetingBytesMax, Word.Read, stop) is { IsAgreed: true } ? new Spoken(other, default) : Spoken.Not(HungUp);
    }

    /// <summary>What must hold whoever it is.</summary>
    private Farewell Judge(Hello other, Stream stream) =>
        other.Cluster != self.Cluster ? Farewell.OtherCluster
        : stream is SslStream secured && !LinkTls.Names(secured, self.Cluster, other.Name) ? Farewell.NotNamed
        : other.Protocol < options.ProtocolMin ? Farewell.ProtocolTooOld
        : other.ShardCount != self.ShardCount ? Farewell.OtherShardCount
        : Farewell.None;

    private static async Task Say(Stream stream, Action<FrameWriter> write, CancellationToken stop)
    {
        var writer = new FrameWriter();
        write(writer);
        await stream.WriteAsync(writer.Written.ToArray(), stop);
    }

    /// <summary>How a greeting went: with whom the link stands now, or why it does not.</summary>
    private readonly record struct Spoken(Hello? Other, LinkEnding Refusal, Farewell Said = Farewell.None)
    {
        public static Spoken Not(LinkEnding why) => new(null, why);
    }

    private sealed record Word(Hello? Hello = null, Farewell Farewell = Farewell.None, bool IsAgreed = false)
    {
        public static Word Read(ReadOnlySpan<byte> frame)
        {
            var from = new FrameReader(frame);
            return (FrameKind)from.Byte() switch
            {
                FrameKind.Hello => new Word(Hello: Wire.Hello.Read(ref from)),
                FrameKind.Farewell => new Word(Farewell: Farewells.Read(ref from)),
                FrameKind.Agreed => new Word(IsAgreed: true),
                _ => throw new MalformedFrameException("no word of a greeting"),
            };
        }
    }
}
