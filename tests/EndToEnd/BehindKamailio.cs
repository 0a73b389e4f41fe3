using System.Net;
using System.Text.RegularExpressions;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Two edges behind Kamailio with the configuration that ships: callers, phones and browsers know the proxy only.</summary>
public sealed partial class BehindKamailio
{
    private const string EdgesName = "edges.callcenter.example";

    [Fact]
    public async Task A_call_goes_on_through_the_proxy_when_its_edge_is_killed_and_new_ones_come()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.26.1.1",
            new Setup().Queue("sales", "4000", "wrap-up: 0s").Agent("1001", "sales"),
            "127.26.1.2",
            "--sip-advertise", EdgesName, "--sip-proxies", "127.26.1.9");
        await using var proxy = await Kamailio.Start("127.26.1.9", EdgesName, cluster.Edge.Sip, cluster.Other!.Sip);
        await using var phone = await Baresip.Start(24_100, "6001", "secret-6001", proxy.Sip, 600);
        using var caller = new SipSocket("127.26.1.3", proxy.Sip);

        await caller.Send(caller.Invite("4000", "talks"));
        var ok = (await caller.Next("SIP/2.0 200")).Message;
        await caller.Send(InDialog(caller, "ACK", ok, "talks", 1));
        await phone.Saw("CALL_ESTABLISHED");

        // The media tell which edge has the call; the caller does not know, and need not.
        var edges = new[] { cluster.Edge, cluster.Other };
        var (its, other) = MediaAddress().Match(ok).Groups[1].Value == cluster.Edge.Sip.Address.ToString() ? (edges[0], edges[1]) : (edges[1], edges[0]);
        await its.Process.Kill();
        await caller.Send(InDialog(caller, "BYE", ok, "talks", 2));
        Assert.Contains("CSeq: 2 BYE", (await caller.Next("SIP/2.0 200")).Message, StringComparison.Ordinal);
        await phone.Saw("CALL_CLOSED");

        await caller.Send(caller.Invite("4000", "next"));
        var next = (await caller.Next("SIP/2.0 200")).Message;
        Assert.Equal(other.Sip.Address.ToString(), MediaAddress().Match(next).Groups[1].Value);
        await caller.Send(InDialog(caller, "ACK", next, "next", 1));
        await phone.Saw("CALL_ESTABLISHED", 2);
        await caller.Send(InDialog(caller, "BYE", next, "next", 2));
        await caller.Next("SIP/2.0 200");
        await phone.Saw("CALL_CLOSED", 2);
    }

    [Fact]
    public async Task Phones_over_tls_and_websocket_register_ring_talk_and_hang_up_through_the_proxy()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.26.2.1",
            new Setup().Queue("tls", "4001", "wrap-up: 0s").Queue("web", "4002", "wrap-up: 0s").Agent("1001", "tls").Agent("1002", "web"),
            "127.26.2.2",
            "--sip-advertise", EdgesName, "--sip-proxies", "127.26.2.9");
        await using var proxy = await Kamailio.Start("127.26.2.9", EdgesName, cluster.Edge.Sip, cluster.Other!.Sip);
        using var caller = new SipSocket("127.26.2.3", proxy.Sip);
        await using var tls = await SipStream.Tls(new IPEndPoint(proxy.Sip.Address, proxy.TlsPort));
        await using var web = await SipStream.WebSocket(new Uri($"ws://{proxy.Sip.Address}:{proxy.WebSocketPort}/"));
        await tls.Register("6001", "secret-6001", "demo");
        await web.Register("6002", "secret-6002", "demo");

        await RingAndTalk(caller, tls, "4001", "to-tls");
        await RingAndTalk(caller, web, "4002", "to-web");
    }

    [Fact]
    public async Task Who_is_behind_the_proxy_cannot_say_to_be_somebody_else()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.26.3.1",
            new Setup("127.26.3.4/32").Queue("sales", "4000").Agent("1001", "sales", start: "not-ready"),
            "127.26.3.2",
            "--sip-advertise", EdgesName, "--sip-proxies", "127.26.3.9");
        await using var proxy = await Kamailio.Start("127.26.3.9", EdgesName, cluster.Edge.Sip, cluster.Other!.Sip);
        using var stranger = new SipSocket("127.26.3.3", proxy.Sip);
        using var trunk = new SipSocket("127.26.3.4", proxy.Sip);
        const string asserted = "P-Asserted-Identity: <sip:02512345678@trunk.example>\r\n";

        foreach (var (forged, call) in new[] { ("X-Source: 127.26.3.4\r\n", "plain"), ("x-source : 127.26.3.4\r\n", "spaced"), ("X-Source\t:\r\n 127.26.3.4\r\n", "folded") })
        {
            await stranger.Send(stranger.Request("INVITE", $"sip:4000@{proxy.Sip}", call, 1, forged + asserted + SipSocket.SdpType, stranger.Sdp()));
            Assert.Matches("^SIP/2.0 (401|403|400) ", (await stranger.Next("SIP/2.0 4")).Message);
        }

        await trunk.Send(trunk.Request("INVITE", $"sip:4000@{proxy.Sip}", "true", 1, asserted + SipSocket.SdpType, trunk.Sdp()));
        await trunk.Next("SIP/2.0 200");
        Assert.Equal("02512345678", (string?)Assert.Single(await cluster.Edge.All("/api/v1/calls"))["caller"]);
    }

    private static async Task RingAndTalk(SipSocket caller, SipStream phone, string number, string call)
    {
        await caller.Send(caller.Invite(number, call));
        var ok = (await caller.Next("SIP/2.0 200")).Message;
        await caller.Send(InDialog(caller, "ACK", ok, call, 1));
        var invite = await phone.Next("INVITE");
        await phone.Answer(invite, 180);
        await phone.Answer(invite, 200, caller.Sdp());
        await phone.Next("ACK");
        await caller.Send(InDialog(caller, "BYE", ok, call, 2));
        await caller.Next("SIP/2.0 200");
        await phone.Answer(await phone.Next("BYE"), 200);
    }

    /// <summary>By the route that the proxy recorded (RFC 3261 12.2.1.1).</summary>
    private static string InDialog(SipSocket peer, string method, string ok, string call, int cseq) => peer.Request(
        method, SipSocket.ContactUri(ok), call, cseq, $"Route: {SipSocket.Header(ok, "Record-Route")}\r\n", to: SipSocket.Header(ok, "To"));

    [GeneratedRegex("c=IN IP4 ([0-9.]+)")]
    private static partial Regex MediaAddress();
}
