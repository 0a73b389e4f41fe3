using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Provisional responses that are acknowledged (RFC 3262), from a caller who requires it to a phone that asks for it.</summary>
public sealed class RingingAcknowledged
{
    [Fact]
    public async Task Ringing_is_acknowledged_on_both_sides_and_a_death_in_between_neither_loses_nor_doubles_it()
    {
        await using var center = await Center.Start("127.101.1.1", new Setup("127.101.0.0/16").Queue("sales", "4000", "wrap-up: 1s, ring-time: 60s", answer: "on-agent").Agent("1001", "sales", contact: "sip:a1@127.101.1.2:5060").ToString());
        using var caller = new SipSocket("127.101.1.4", center.Sip);
        using var phone = new SipSocket("127.101.1.2", center.Sip);

        await caller.Send(caller.Request("INVITE", $"sip:4000@{center.Sip}", "reliable", 1, "Require: 100rel\r\n" + SipSocket.SdpType, caller.Sdp()));
        var (ringing, _) = await caller.Next("SIP/2.0 180");
        Assert.Equal(("100rel", "1"), (SipSocket.Header(ringing, "Require"), SipSocket.Header(ringing, "RSeq")));
        await caller.Send(caller.Request("PRACK", SipSocket.ContactUri(ringing), "reliable", 2, "RAck: 1 1 INVITE\r\n", to: SipSocket.Header(ringing, "To")));
        Assert.Equal("2 PRACK", SipSocket.Header((await caller.Next("SIP/2.0 200")).Message, "CSeq"));

        var invite = await phone.Next("INVITE");
        Assert.Contains("100rel", SipSocket.Header(invite.Message, "Supported"), StringComparison.Ordinal);
        await phone.Answer(invite.Message, invite.From, 183, "Require: 100rel\r\nRSeq: 7\r\n" + SipSocket.SdpType, phone.Sdp());
        var prack = await phone.Next("PRACK");
        Assert.Equal(("7 1 INVITE", "2 PRACK"), (SipSocket.Header(prack.Message, "RAck"), SipSocket.Header(prack.Message, "CSeq")));
        await phone.Answer(prack.Message, prack.From, 200);

        await center.KillAndStart();
        await using var events = await EventReader.Open(center);
        var again = await phone.Next("INVITE");
        Assert.Equal(SipSocket.Header(invite.Message, "Via"), SipSocket.Header(again.Message, "Via"));
        // It said in its ringing where it hears.
        await phone.Answer(again.Message, again.From, 200);
        await phone.Next("ACK");
        var (answer, _) = await caller.Next("SIP/2.0 200");
        Assert.Equal("1 INVITE", SipSocket.Header(answer, "CSeq"));
        await caller.Send(caller.Request("ACK", SipSocket.ContactUri(answer), "reliable", 1, to: SipSocket.Header(answer, "To")));
        await events.One("call.leg-answered", row => (string?)row["state"] == "talking");

        await caller.Send(caller.Request("BYE", SipSocket.ContactUri(answer), "reliable", 3, to: SipSocket.Header(answer, "To")));
        var bye = await phone.Next("BYE");
        Assert.Equal("3 BYE", SipSocket.Header(bye.Message, "CSeq"));
        await phone.Answer(bye.Message, bye.From, 200);
        Assert.Equal("released-by-caller", (string?)(await events.One("call.ended", _ => true))["end"]);
    }
}
