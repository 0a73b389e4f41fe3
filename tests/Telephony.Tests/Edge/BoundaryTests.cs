using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>What a proxy of ours says is believed, and of nobody else.</summary>
public sealed class BoundaryTests : IDisposable
{
    private const string Asserted = "P-Asserted-Identity: <sip:02512345678@trunk.example>\r\n";
    private static readonly Hop Proxy = new(Transport.Udp, new IPEndPoint(IPAddress.Parse("127.7.0.3"), 5060));
    private readonly World world = new(new EdgeOptions { Proxies = [IPNetwork.Parse("127.7.0.0/29")] });

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_proxy_says_which_trunk_calls_and_that_one_asserts_the_caller()
    {
        world.Receive(World.Invite(more: "X-Source: 127.7.0.9\r\n" + Asserted), Proxy);
        Assert.Equal("02512345678", world.Core.Only<CallCommand.RecordArrival>().Arrival.Caller);
    }

    [Fact]
    public void Who_is_no_trunk_behind_a_proxy_has_to_prove_itself()
    {
        world.Receive(World.Invite(more: "X-Source: 203.0.113.5\r\n" + Asserted), Proxy);
        Assert.Equal(401, ((SipResponse)world.Last).Status);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void Nobody_else_says_where_a_request_comes_from()
    {
        world.Receive(World.Invite(more: "X-Source: 127.7.0.9\r\n"), new Hop(Transport.Udp, new IPEndPoint(IPAddress.Parse("203.0.113.5"), 5060)));
        Assert.Equal(401, ((SipResponse)world.Last).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Source: nobody\r\n")]
    [InlineData("X-Source: 127.7.0.9\r\nX-Source: 203.0.113.5\r\n")]
    [InlineData("x-SOURCE : 127.7.0.9\r\nX-Source: 203.0.113.5\r\n")]
    [InlineData("X-Source\t:\r\n 127.7.0.9\r\nX-Source: 203.0.113.5\r\n")]
    [InlineData("X-Source: 127.7.0.9, 203.0.113.5\r\n")]
    public void A_proxy_that_does_not_say_one_source_is_not_served(string headers)
    {
        world.Receive(World.Invite(more: headers), Proxy);
        Assert.Equal(403, ((SipResponse)world.Last).Status);
        world.Receive(World.Request("REGISTER", "sip:demo", "z9hG4bK-r", "reg", 1, "<sip:6001@demo>", more: headers), Proxy);
        Assert.Equal(403, ((SipResponse)world.Last).Status);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void A_cancel_behind_a_proxy_finds_the_call_of_its_trunk()
    {
        world.Receive(World.Invite(more: "X-Source: 127.7.0.9\r\n"), Proxy);
        var call = world.Core.Told[0].To;
        world.Receive(World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>"), Proxy);
        Assert.Equal(call, Assert.Single(world.Core.Told, telling => telling.Command is CallCommand.RecordCancel).To);
    }

    [Fact]
    public void A_path_that_no_proxy_of_ours_wrote_is_refused()
    {
        world.Receive(World.Request("REGISTER", "sip:demo", "z9hG4bK-r", "reg", 1, "<sip:6001@demo>", more: "Path: <sip:203.0.113.9;lr>\r\nSupported: path\r\n"),
            new Hop(Transport.Udp, new IPEndPoint(IPAddress.Parse("203.0.113.5"), 5060)));
        Assert.Equal((403, "Path Is Not From A Proxy Of Ours"), (((SipResponse)world.Last).Status, ((SipResponse)world.Last).Reason));
    }
}
