using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using CallCenter.Cluster.Links.Wire;

namespace CallCenter.Cluster.Links.Tcp;

/// <summary>
/// Makes connections and says hello on them. The caller's hello comes first; the called one answers with its own, or with a farewell that says
/// why not. Bounded in time and bytes: until then the other may be anybody.
/// </summary>
internal sealed class Greeter(LinkOptions options, Hello self, LinkTls? tls)
{
    /// <summary>Before its hello: somebody who only knocked.</summary>
    public static readonly LinkEnding HungUp = LinkEnding.Closed(LinkEnding.WithoutFarewell.Why);

    private delegate Task<Stream> Securing(Stream plain, CancellationToken stop);

    private delegate Task<(Hello? Other, LinkEnding Refusal)> Speaking(Stream stream, Inlet inlet, CancellationToken stop);

    /// <summary>Calls a peer.</summary>
    public async Task<Greeting> Call(Peer peer, CancellationToken stop)
    {
        if (AddressOf(peer, out var refusal) is not { } address)
        {
            return new Greeting.Failed(refusal);
        }

        Socket socket;
        try
        {
            socket = await LinkSockets.Connect(address, options.ConnectTimeMax, stop);
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            return new Greeting.Failed(LinkEnding.Of(failure));
        }

        return await Greet(
            socket,
            async (plain, late) => tls is null ? plain : await tls.AsClient(plain, peer.Name, late),
            (stream, inlet, late) => SpeakFirst(peer, stream, inlet, late),
            stop);
    }

    /// <summary>Answers who has called; <paramref name="judge"/> says whether it is one of ours (<see cref="Farewell.None"/>).</summary>
    public Task<Greeting> Answer(Socket socket, Func<Hello, Farewell> judge, CancellationToken stop) => Greet(
        socket,
        async (plain, late) => tls is null ? plain : await tls.AsServer(plain, late),
        (stream, inlet, late) => SpeakSecond(judge, stream, inlet, late),
        stop);

    /// <summary>Does anybody listen there? Null when so.</summary>
    public async Task<LinkEnding?> Knock(Peer peer, CancellationToken stop)
    {
        if (AddressOf(peer, out var refusal) is not { } address)
        {
            return refusal;
        }

        try
        {
            using var socket = await LinkSockets.Connect(address, options.ConnectTimeMax, stop);
            return null;
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            return LinkEnding.Of(failure);
        }
    }

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
        try
        {
            LinkSockets.Tune(socket, options.SilenceMax);
            stream = await secure(stream, late.Token);
            var inlet = new Inlet(stream);
            (var other, ending) = await speak(stream, inlet, late.Token);
            if (other is not null)
            {
                return new Greeting.Made(new Greeted(other, socket, stream, inlet));
            }
        }
        catch (Exception failure) when (LinkEnding.IsOfTheNetwork(failure))
        {
            ending = LinkEnding.Closed(LinkEnding.Of(failure).Why);
        }

        await stream.DisposeAsync();
        return new Greeting.Failed(ending);
    }

    private async Task<(Hello? Other, LinkEnding Refusal)> SpeakFirst(Peer peer, Stream stream, Inlet inlet, CancellationToken stop)
    {
        await Say(stream, self.Write, stop);
        switch (await inlet.One(FrameLimits.GreetingBytesMax, Said, stop))
        {
            case { Hello: { } other } when Judge(other, stream) is not Farewell.None and var why:
                await Say(stream, writer => why.Write(writer), stop);
                return (null, LinkEnding.Closed($"{other} is turned away: {why}"));
            case { Hello: { } other } when other.Name != peer.Name || other.Incarnation < peer.Incarnation:
                return (null, LinkEnding.Closed($"{other} answers in its place"));
            case { Hello: { } other } when other.Incarnation > peer.Incarnation:
                return (null, LinkEnding.Reset("it has been started again"));
            case { Hello: { } other }:
                return (other, default);
            case { Farewell: var why }:
                return (null, LinkEnding.Closed($"it turns us away: {why}"));
            case null:
                return (null, HungUp);
        }
    }

    private async Task<(Hello? Other, LinkEnding Refusal)> SpeakSecond(Func<Hello, Farewell> judge, Stream stream, Inlet inlet, CancellationToken stop)
    {
        if (await inlet.One(FrameLimits.GreetingBytesMax, Said, stop) is not { Hello: { } other })
        {
            return (null, HungUp);
        }

        var why = Judge(other, stream) is not Farewell.None and var general ? general : judge(other);
        if (why != Farewell.None)
        {
            await Say(stream, writer => why.Write(writer), stop);
            return (null, LinkEnding.Closed($"{other} is turned away: {why}"));
        }

        await Say(stream, self.Write, stop);
        return (other, default);
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

    private static Spoken Said(ReadOnlySpan<byte> frame)
    {
        var from = new FrameReader(frame);
        return (FrameKind)from.Byte() switch
        {
            FrameKind.Hello => new Spoken(Hello.Read(ref from), Farewell.None),
            FrameKind.Farewell => new Spoken(null, Farewells.Read(ref from)),
            _ => throw new MalformedFrameException("neither hello nor farewell"),
        };
    }

    private sealed record Spoken(Hello? Hello, Farewell Farewell);
}
