using System.Buffers.Binary;
using System.Net;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using CallCenter.Cluster.Links.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using static CallCenter.Cluster.Tests.Links.LinkHeard;

namespace CallCenter.Cluster.Tests.Links;

/// <summary>Who calls may be anybody, and who was let in may be broken.</summary>
public sealed class HostileLinkTests
{
    [Theory]
    [InlineData("other cluster", Farewell.OtherCluster)]
    [InlineData("other shards", Farewell.OtherShardCount)]
    [InlineData("too old", Farewell.ProtocolTooOld)]
    [InlineData("not known", Farewell.NotKnown)]
    [InlineData("older start", Farewell.NotKnown)]
    [InlineData("newer start", Farewell.NotKnown)]
    [InlineData("wrong way", Farewell.WrongWay)]
    public async Task Who_is_not_one_of_ours_is_told_why_and_left(string how, object why)
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address), new Peer("c", 1, process.Me.Address)]);
        var good = process.Self with { Name = "a", Incarnation = 5 };
        using var caller = await RawPeer.Call(process.Me);

        await caller.Say((how switch
        {
            "other cluster" => good with { Cluster = "another" },
            "other shards" => good with { ShardCount = 8 },
            "too old" => good with { Protocol = 0 },
            "not known" => good with { Name = "aa" },
            "older start" => good with { Incarnation = 4 },
            "newer start" => good with { Incarnation = 6 },
            _ => good with { Name = "c", Incarnation = 1 },
        }).Write);

        Assert.Equal((Farewell)why, await caller.HearsFarewell());
        Assert.Null(await caller.Hears());
        Assert.False(process.Links.TrySend("a", new Frame.Probe(1)));
    }

    [Fact]
    public async Task A_newer_start_ends_the_link_of_the_older_one()
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        var self = process.Self with { Name = "a", Incarnation = 5 };
        using var older = await RawPeer.Join(process.Me, self);
        await process.Heard.Until<Up>();

        using var newer = await RawPeer.Call(process.Me);
        await newer.Say((self with { Incarnation = 6 }).Write);

        Assert.Equal(LinkEnd.Reset, (await process.Heard.Until<Down>()).End);
        Assert.Equal(Farewell.NotKnown, await newer.HearsFarewell());
    }

    [Fact]
    public async Task A_second_call_of_the_same_start_takes_the_place_of_the_first()
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        var self = process.Self with { Name = "a", Incarnation = 5 };
        using var first = await RawPeer.Join(process.Me, self);
        await process.Heard.Until<Up>();

        using var second = await RawPeer.Join(process.Me, self);

        Assert.Equal(LinkEnd.Closed, (await process.Heard.Until<Down>()).End);
        await process.Heard.Until<Up>();
        await second.Say(new Frame.Probe(3));
        Assert.Equal(new Frame.Probe(3), (await process.Heard.Next<Got>()).Frame);
    }

    [Fact]
    public async Task Garbage_before_the_hello_is_hung_up_on()
    {
        await using var process = LinkedProcess.Start("b", 2);
        using var caller = await RawPeer.Call(process.Me);

        await caller.Say("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        Assert.Null(await caller.Hears());
    }

    [Fact]
    public async Task Who_says_hello_too_slowly_is_hung_up_on()
    {
        await using var process = LinkedProcess.Start("b", 2, LinkedProcess.Options with { GreetingTimeMax = TimeSpan.FromMilliseconds(200) });
        using var caller = await RawPeer.Call(process.Me);

        await caller.Say([60, 0]);

        Assert.Null(await caller.Hears());
    }

    [Fact]
    public async Task Callers_who_say_nothing_do_not_keep_others_out_for_ever()
    {
        await using var process = LinkedProcess.Start("b", 2, LinkedProcess.Options with { GreetingsMax = 2, GreetingTimeMax = TimeSpan.FromMilliseconds(300) });
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        using var one = await RawPeer.Call(process.Me);
        using var two = await RawPeer.Call(process.Me);
        using var tooMany = await RawPeer.Call(process.Me);

        Assert.Null(await tooMany.Hears());
        Assert.Null(await one.Hears());
        Assert.Null(await two.Hears());
        using var good = await RawPeer.Join(process.Me, process.Self with { Name = "a", Incarnation = 5 });
    }

    [Theory]
    [InlineData("too large")]
    [InlineData("negative")]
    [InlineData("nothing in it")]
    [InlineData("second hello")]
    [InlineData("fields missing")]
    public async Task A_peer_that_breaks_the_protocol_is_told_so_and_the_link_ends(string how)
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        using var peer = await RawPeer.Join(process.Me, process.Self with { Name = "a", Incarnation = 5 });
        await process.Heard.Until<Up>();

        await peer.Say(how switch
        {
            "too large" => Prefix(LinkedProcess.Options.FrameBytesMax + 1),
            "negative" => Prefix(-1),
            "nothing in it" => Prefix(0),
            "second hello" => [.. Prefix(1), (byte)FrameKind.Hello],
            _ => [.. Prefix(1), (byte)FrameKind.Probe],
        });

        Assert.Equal(Farewell.Malformed, await peer.HearsFarewell());
        Assert.Equal(LinkEnd.Closed, (await process.Heard.Until<Down>()).End);
    }

    [Fact]
    public async Task Frames_that_come_byte_by_byte_and_kinds_of_tomorrow_are_no_matter()
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        using var peer = await RawPeer.Join(process.Me, process.Self with { Name = "a", Incarnation = 5 });
        await process.Heard.Until<Up>();
        var writer = new FrameWriter();
        new FrameCodec(ProductMessages.Instance).Write(new Frame.Probe(77), writer);

        foreach (var single in (byte[])[.. Prefix(3), 200, 1, 2, .. writer.Written])
        {
            await peer.Say([single]);
        }

        Assert.Equal(new Frame.Probe(77), (await process.Heard.Until<Got>()).Frame);
    }

    [Fact]
    public async Task A_process_that_is_gone_without_a_word_is_a_reset()
    {
        await using var process = LinkedProcess.Start("b", 2);
        process.Links.Reach([new Peer("a", 5, process.Me.Address)]);
        using var peer = await RawPeer.Join(process.Me, process.Self with { Name = "a", Incarnation = 5 });
        await process.Heard.Until<Up>();

        peer.Vanish();

        Assert.Equal(LinkEnd.Reset, (await process.Heard.Until<Down>()).End);
    }

    [Fact]
    public void Without_certificates_only_loopback_is_listened_on()
    {
        var everywhere = new LinkOptions { Listen = new IPEndPoint(IPAddress.Any, 0), Advertised = "192.0.2.1:0" };

        Assert.Throws<ArgumentException>(() => TcpLinks.Listen(everywhere, ProductMessages.Instance, TimeProvider.System, NullLogger.Instance));
    }

    [Fact]
    public async Task Without_certificates_only_loopback_is_called()
    {
        await using var process = LinkedProcess.Start("a", 1);

        process.Links.Reach([new Peer("b", 2, "192.0.2.1:7000")]);

        Assert.Equal(LinkEnd.Closed, (await process.Heard.Next<Down>()).End);
    }

    [Fact]
    public async Task A_wildcard_is_advertised_under_the_name_it_was_given_and_the_port_it_got()
    {
        var options = new LinkOptions { Listen = new IPEndPoint(IPAddress.Any, 0), Advertised = "core-1.example:0", AllowPlain = true };

        await using var links = TcpLinks.Listen(options, ProductMessages.Instance, TimeProvider.System, NullLogger.Instance);

        Assert.Matches("^core-1\\.example:[1-9][0-9]+$", links.Address);
    }

    private static byte[] Prefix(int length)
    {
        var prefix = new byte[FrameLimits.PrefixBytes];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        return prefix;
    }
}
