using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Two trunks: calls go by the one that takes them, and no more than it has channels for.</summary>
public sealed class TwoTrunks
{
    private const string Numbering = "numbering: { country: \"86\", trunk: \"0\" }";
    private const string Takes = "order: 2, dials: e164, codecs: [pcma], transfers: [\"021*\"]";

    [Fact]
    public async Task A_call_that_one_trunk_has_no_channel_for_goes_by_the_other_as_that_one_wants_it()
    {
        await using var center = await Center.Start("127.29.1.1", new Setup("127.29.1.4/32").Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.29.1.2:7000")
            .Trunk("full", "outbound: \"sip:127.29.1.5:7000\", order: 1, transfers: [\"021*\"]").Trunk("free", $"outbound: \"sip:127.29.1.6:7000\", {Takes}").Section(Numbering).ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.29.1.2:7000", 200, "-m", "1");
        await using var full = Sipp.Phones("trunk_refuses", "127.29.1.5:7000", 200, "-m", "1");
        await using var free = Sipp.Phones("trunk_answers", "127.29.1.6:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.29.1.4:5080", calls: 1, stayMs: 60_000);

        var call = await GivenOutside(center, events);
        Assert.Equal(0, await full.Ended());
        Assert.Equal(HttpStatusCode.Accepted, (await center.Send(HttpMethod.Delete, $"/api/v1/calls/{call}")).Status);
        Assert.Equal((0, 0, 0), (await free.Ended(), await caller.Ended(), await phone.Ended()));
        Assert.Equal(["loopback", null, "full", "free"], (await center.Get($"/api/v1/calls/{call}"))["legs"]!.AsArray().Select(leg => (string?)leg!["trunk"]));
    }

    [Fact]
    public async Task A_call_that_one_trunk_says_nothing_to_goes_by_the_other()
    {
        await using var center = await Center.Start("127.29.2.1", new Setup("127.29.2.4/32").Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.29.2.2:7000")
            .Trunk("away", "outbound: \"sip:127.29.2.5:7000\", order: 1, transfers: [\"021*\"]").Trunk("there", $"outbound: \"sip:127.29.2.6:7000\", {Takes}").Section(Numbering).ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.29.2.2:7000", 200, "-m", "1");
        await using var there = Sipp.Phones("trunk_answers", "127.29.2.6:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.29.2.4:5080", calls: 1, stayMs: 60_000);

        var call = await GivenOutside(center, events);
        Assert.Equal(HttpStatusCode.Accepted, (await center.Send(HttpMethod.Delete, $"/api/v1/calls/{call}")).Status);
        Assert.Equal(0, await there.Ended());
        Assert.Equal(0, await caller.Ended());
        Assert.Equal([null, null, 408, null], (await center.Get($"/api/v1/calls/{call}"))["legs"]!.AsArray().Select(leg => (int?)leg!["status"]));
    }

    [Fact]
    public async Task A_trunk_brings_no_more_calls_than_it_has_channels_also_after_the_center_was_killed()
    {
        await using var center = await Center.Start("127.29.3.1", new Setup("127.29.3.99/32").Trunk("small", "sources: [\"127.29.3.4\"], channels: 2").Queue("sales", "4000").Agent("1001", "sales", start: "not-ready").ToString());
        using var caller = new SipSocket("127.29.3.4", center.Sip);
        await caller.Send(caller.Invite("4000", "one"));
        await Established(caller, "one");
        await caller.Send(caller.Invite("4000", "two"));
        var two = await Established(caller, "two");
        await caller.Send(caller.Invite("4000", "three"));
        Assert.Contains("Retry-After: ", (await caller.Next("SIP/2.0 503")).Message, StringComparison.Ordinal);

        await center.KillAndStart();
        await using var events = await EventReader.Open(center);
        await caller.Send(caller.Invite("4000", "four"));
        await caller.Next("SIP/2.0 503");
        await caller.Send(caller.Request("BYE", SipSocket.ContactUri(two), "two", 2, to: SipSocket.Header(two, "To")));
        await caller.Next("SIP/2.0 200");
        await events.One("call.ended", _ => true);
        await caller.Send(caller.Invite("4000", "five"));
        await caller.Next("SIP/2.0 200");
    }

    private static async Task<string> GivenOutside(Center center, EventReader events)
    {
        var call = (string)(await events.One("call.leg-answered", row => (string?)row["agent"] == "1001"))["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{call}/transfer", """{"number":"02155551234"}""")).Status);
        await events.One("call.leg-answered", row => row["agent"] is null);
        return call;
    }

    private static async Task<string> Established(SipSocket caller, string call)
    {
        var ok = (await caller.Next("SIP/2.0 200")).Message;
        await caller.Send(caller.Request("ACK", SipSocket.ContactUri(ok), call, 1, to: SipSocket.Header(ok, "To")));
        return ok;
    }
}
