using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Session timers and UPDATE on the wire: the center keeps the word that it gave, also when the process that gave it is dead.</summary>
public sealed class Refreshed
{
    private const string Timed = "Supported: timer\r\nSession-Expires: 90;refresher=uas\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\n";

    [Fact]
    public async Task A_session_that_is_ours_to_refresh_is_refreshed_over_a_death_and_ends_where_nobody_knows_it_any_more()
    {
        await using var center = await Center.Start("127.100.1.1", new Setup("127.100.0.0/16").Queue("sales", "4000").ToString());
        using var caller = new SipSocket("127.100.1.4", center.Sip);
        using var lost = new SipSocket("127.100.1.5", center.Sip);
        var kept = await Talk(caller, "kept");
        await Talk(lost, "forgotten");

        await center.KillAndStart();
        await using var events = await EventReader.Open(center);
        var refresh = await caller.Next("UPDATE");
        Assert.Equal("90;refresher=uac", SipSocket.Header(refresh.Message, "Session-Expires"));
        await caller.Answer(refresh.Message, refresh.From, 200, "Session-Expires: 90;refresher=uac\r\n");
        var unknown = await lost.Next("UPDATE");
        await lost.Answer(unknown.Message, unknown.From, 481);
        var bye = await lost.Next("BYE");
        await lost.Answer(bye.Message, bye.From, 200);

        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("lost", (string?)ended["end"]);

        await caller.Send(caller.Request("UPDATE", SipSocket.ContactUri(kept), "kept", 3, SipSocket.SdpType, caller.Sdp("sendonly"), to: SipSocket.Header(kept, "To")));
        var (held, _) = await caller.Next("SIP/2.0 200");
        Assert.Contains("a=recvonly", held, StringComparison.Ordinal);
        await caller.Send(caller.Request("BYE", SipSocket.ContactUri(kept), "kept", 4, to: SipSocket.Header(kept, "To")));
        await caller.Next("SIP/2.0 200");
        var row = await events.One("call.ended", row => (string?)row["id"] != (string?)ended["id"]);
        Assert.Contains((await center.Get($"/api/v1/calls/{(string)row["id"]!}"))["story"]!.AsArray(), line => ((string)line!["en"]!).Contains("is refreshed by us", StringComparison.Ordinal));
    }

    /// <summary>A caller waits with music, and wants its session refreshed; what it was answered.</summary>
    private static async Task<string> Talk(SipSocket caller, string call)
    {
        await caller.Send(caller.Request("INVITE", $"sip:4000@{caller.Center}", call, 1, Timed + SipSocket.SdpType, caller.Sdp()));
        var (answer, _) = await caller.Next("SIP/2.0 200");
        Assert.Equal("90;refresher=uas", SipSocket.Header(answer, "Session-Expires"));
        var (target, to) = (SipSocket.ContactUri(answer), SipSocket.Header(answer, "To"));
        await caller.Send(caller.Request("ACK", target, call, 1, to: to));
        // Its answer says that what came before it is durable.
        await caller.Send(caller.Request("UPDATE", target, call, 2, Timed, to: to));
        string updated;
        do
        {
            updated = (await caller.Next("SIP/2.0 200")).Message;
        }
        while (SipSocket.Header(updated, "CSeq") != "2 UPDATE");

        Assert.Equal("90;refresher=uas", SipSocket.Header(updated, "Session-Expires"));
        return answer;
    }
}
