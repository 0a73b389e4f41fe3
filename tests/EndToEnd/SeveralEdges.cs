using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Two edges of one cluster with a name that they share, and one of them is killed under its calls: the other goes on with them.</summary>
public sealed class SeveralEdges
{
    private const string Shared = "edges.callcenter.example";

    [Fact]
    public async Task Calls_of_an_edge_that_is_killed_go_on_at_the_other()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.25.1.1",
            new Setup().Queue("sales", "4000", "wrap-up: 0s").Queue("late", "4001", "wrap-up: 0s", answer: "on-agent")
                .Agent("1001", "sales", contact: "sip:a1001@127.25.1.5:5060").Agent("1002", "late", start: "not-ready", contact: "sip:a1002@127.25.1.6:5060"),
            "127.25.1.2",
            "--sip-advertise", Shared);
        var (first, second) = (cluster.Edge, cluster.Other!);
        await using var events = await EventReader.Open(second);
        using var talking = new SipSocket("127.25.1.3", first.Sip);
        using var waiting = new SipSocket("127.25.1.4", first.Sip);
        using var phone = new SipSocket("127.25.1.5", first.Sip);
        using var later = new SipSocket("127.25.1.6", first.Sip);

        // One caller talks, another hears ringing as long as no agent is there.
        await talking.Send(talking.Invite("4000", "talks"));
        var ok = (await talking.Next("SIP/2.0 200")).Message;
        await talking.Send(InDialog(talking, "ACK", ok, "talks", 1));
        await Pick(phone, first.Sip);
        await waiting.Send(waiting.Invite("4001", "waits"));
        await waiting.Next("SIP/2.0 180");
        await events.One("call.leg-answered", _ => true);

        await first.Process.Kill();

        // The contact names what edges share, so the caller's next requests come to the other one, and so do the call's own.
        Assert.StartsWith("sip:", SipSocket.ContactUri(ok), StringComparison.Ordinal);
        Assert.EndsWith($"@{Shared}", SipSocket.ContactUri(ok), StringComparison.Ordinal);
        await talking.Send(InDialog(talking, "INVITE", ok, "talks", 2, SipSocket.SdpType, talking.Sdp("sendonly")), second.Sip);
        Assert.Contains("a=recvonly", (await talking.Next("SIP/2.0 200")).Message, StringComparison.Ordinal);
        await talking.Send(InDialog(talking, "ACK", ok, "talks", 2), second.Sip);
        await talking.Send(InDialog(talking, "INFO", ok, "talks", 3), second.Sip);
        Assert.Contains("CSeq: 3 INFO", (await talking.Next("SIP/2.0 200")).Message, StringComparison.Ordinal);
        await talking.Send(InDialog(talking, "BYE", ok, "talks", 4), second.Sip);
        Assert.Contains("CSeq: 4 BYE", (await talking.Next("SIP/2.0 200")).Message, StringComparison.Ordinal);
        var (bye, from) = await phone.Next("BYE");
        Assert.Equal(second.Sip.Address, from.Address);
        await phone.Answer(bye, from, 200);

        // The one that waits is answered by the other edge, when its agent is.
        await second.SetState("1002", """{"state":"ready"}""");
        await Pick(later, second.Sip);
        var (answered, by) = await waiting.Next("SIP/2.0 200");
        Assert.Equal(second.Sip.Address, by.Address);
        await waiting.Send(InDialog(waiting, "ACK", answered, "waits", 1), second.Sip);
        await waiting.Send(InDialog(waiting, "BYE", answered, "waits", 2), second.Sip);
        await waiting.Next("SIP/2.0 200");
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") == 2);
        Assert.All(await second.All("/api/v1/calls?state=ended"), call => Assert.Equal("released-by-caller", (string?)call["end"]));
    }

    [Fact]
    public async Task A_phone_that_rings_when_its_edge_is_killed_is_cancelled_and_rung_anew()
    {
        await using var cluster = await ClusterOfThree.Start(
            "127.25.2.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.25.2.5:5060"), "127.25.2.2", "--sip-advertise", Shared);
        var (first, second) = (cluster.Edge, cluster.Other!);
        await using var events = await EventReader.Open(second);
        using var caller = new SipSocket("127.25.2.3", first.Sip);
        using var phone = new SipSocket("127.25.2.5", first.Sip);
        await caller.Send(caller.Invite("4000", "rings"));
        var ok = (await caller.Next("SIP/2.0 200")).Message;
        await caller.Send(InDialog(caller, "ACK", ok, "rings", 1));
        var (ringing, _) = await phone.Next("INVITE");
        await phone.Answer(ringing, first.Sip, 180);
        await events.One("call.leg-ringing", _ => true);

        await first.Process.Kill();

        // It was rung by an edge that is no more: the phone matches the CANCEL by what both edges say of themselves, and is asked whether it is there.
        var (cancel, from) = await phone.Next("CANCEL");
        Assert.Equal((second.Sip.Address, SipSocket.Header(ringing, "Via")), (from.Address, SipSocket.Header(cancel, "Via")));
        await phone.Answer(cancel, from, 200);
        var (options, asking) = await phone.Next("OPTIONS");
        await phone.Answer(options, asking, 200);
        var anew = await Pick(phone, second.Sip);
        Assert.NotEqual(SipSocket.Header(ringing, "Call-ID"), SipSocket.Header(anew, "Call-ID"));
        await events.One("call.leg-answered", _ => true);
        await caller.Send(InDialog(caller, "BYE", ok, "rings", 2), second.Sip);
        await caller.Next("SIP/2.0 200");
        await phone.Next("BYE");
    }

    /// <summary>The phone answers the next INVITE and hears its ACK, all from this edge.</summary>
    private static async Task<string> Pick(SipSocket phone, IPEndPoint edge)
    {
        var (invite, from) = await phone.Next("INVITE");
        Assert.Equal(edge, from);
        await phone.Answer(invite, from, 180);
        await phone.Answer(invite, from, 200, SipSocket.SdpType, phone.Sdp());
        await phone.Next("ACK");
        return invite;
    }

    private static string InDialog(SipSocket peer, string method, string ok, string call, int cseq, string headers = "", string body = "") =>
        peer.Request(method, SipSocket.ContactUri(ok), call, cseq, headers, body, to: SipSocket.Header(ok, "To"));
}
