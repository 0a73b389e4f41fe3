using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Agents give their callers away, by the transfer key of a real phone and by the API: who hears whom is proven by tone.</summary>
public sealed class Transferred
{
    private const int FirstHz = 1000;
    private const int SecondHz = 1400;
    private const int CallerHz = 600;

    [Fact]
    public async Task A_phones_transfer_takes_the_caller_to_the_other_queue_and_its_agent()
    {
        await using var center = await Center.Start("127.34.1.1", new Setup().Queue("sales", "4000").Queue("support", "4001").Agent("1001", "sales").Agent("1002", "support", start: "not-ready").ToString());
        await using var events = await EventReader.Open(center);
        await using var first = await Baresip.Start(31000, "6001", "secret-6001", center.Sip, FirstHz);
        await using var second = await Baresip.Start(31100, "6002", "secret-6002", center.Sip, SecondHz);
        await using var caller = await Baresip.Start(31200, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await first.Saw("CALL_ESTABLISHED");
        await caller.Hears(FirstHz);
        await first.Do("transfer", $"sip:4001@{center.Sip}");
        await first.Saw("CALL_CLOSED");
        await center.SetState("1002", """{"state":"ready"}""");
        await second.Saw("CALL_ESTABLISHED");
        await second.Hears(CallerHz);
        await caller.Hears(SecondHz);
        await caller.Do("hangup");
        await second.Saw("CALL_CLOSED");

        var call = await center.Get($"/api/v1/calls/{(string)(await events.One("call.ended", _ => true))["id"]!}");
        Assert.Equal("released-by-caller", (string?)call["end"]);
        Assert.Equal([("1001", "transferred"), ("1002", "released-by-caller")], Segments(call));
        Assert.Equal([("sales", "answered"), ("support", "answered")], call["stays"]!.AsArray().Select(stay => ((string?)stay!["queue"], (string?)stay["end"])));
        Assert.Contains(call["story"]!.AsArray(), line => ((string)line!["en"]!).Contains("transfers the caller to 4001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transfer_that_leads_nowhere_leaves_them_talking()
    {
        await using var center = await Center.Start("127.34.2.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.34.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = Sipp.Phones("agent_refers_nowhere", "127.34.2.2:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.34.2.4:5080", calls: 1, stayMs: 4000);

        Assert.Equal((0, 0), (await caller.Ended(), await agent.Ended()));
        var call = await center.Get($"/api/v1/calls/{(string)(await events.One("call.ended", _ => true))["id"]!}");
        Assert.Equal([("1001", "released-by-caller")], Segments(call));
    }

    [Fact]
    public async Task The_api_gives_a_caller_to_a_queue_and_then_outside_where_that_is_allowed()
    {
        var setup = new Setup().WayOut("127.34.3.3:7000", "0215555*").Queue("sales", "4000").Queue("support", "4001")
            .Agent("1001", "sales", contact: "sip:a1@127.34.3.2:7000").Agent("1002", "support", contact: "sip:a2@127.34.3.2:7000");
        await using var center = await Center.Start("127.34.3.1", setup.ToString());
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.34.3.2:7000", 200, "-m", "2");
        await using var outside = Sipp.Phones("agents_answer", "127.34.3.3:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.34.3.4:5080", calls: 1, stayMs: 60_000);

        var id = (string)(await events.One("call.leg-answered", row => (string?)row["agent"] == "1001"))["id"]!;
        var (taken, _) = await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/transfer", """{"queue":"support"}""");
        Assert.Equal(HttpStatusCode.OK, taken);
        await events.One("call.leg-answered", row => (string?)row["agent"] == "1002");
        var (forbidden, problem) = await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/transfer", """{"number":"13900000000"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:callcenter:transfer-nowhere"), (forbidden, (string?)problem?["type"]));
        var (away, _) = await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/transfer", """{"number":"02155551234"}""");
        Assert.Equal(HttpStatusCode.OK, away);
        Assert.Equal(0, await phones.Ended());
        await events.Until(all => all.Count(one => one.Topic == "calls" && (string?)one.Envelope["data"]?["state"] == "talking" && (string?)one.Envelope["data"]?["id"] == id) >= 3);
        Assert.Equal(HttpStatusCode.Accepted, (await center.Send(HttpMethod.Delete, $"/api/v1/calls/{id}")).Status);

        Assert.Equal((0, 0), (await outside.Ended(), await caller.Ended()));
        var call = await center.Get($"/api/v1/calls/{id}");
        Assert.Equal([("1001", "transferred"), ("1002", "transferred")], Segments(call));
    }

    private static IEnumerable<(string?, string?)> Segments(JsonNode call) => call["segments"]!.AsArray().Select(segment => ((string?)segment!["agent"], (string?)segment["end"]));
}
