using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Agents ask somebody before they give their callers away: who hears whom is proven by tone, and what a killed process leaves by what goes on after it.</summary>
public sealed class Consulted
{
    private const int FirstHz = 1000;
    private const int SecondHz = 1400;
    private const int CallerHz = 600;

    [Fact]
    public Task An_agent_asks_a_colleague_who_then_has_the_caller_through_a_kill_at_each_step() => AsksAndGivesAway("127.41.1.1", 34_000);

    [Fact]
    public async Task So_it_goes_where_an_rtpengine_has_the_sound()
    {
        await using var engine = await Rtpengine.Start("127.120.4.2");

        await AsksAndGivesAway("127.120.4.1", 37_500, "--media", "rtpengine", "--rtpengine", $"m1={engine.Control}");
    }

    private static async Task AsksAndGivesAway(string address, int ports, params string[] media)
    {
        await using var center = await Center.Start(
            address, new Setup().Queue("sales", "4000").Queue("support", "4001").Agent("1001", "sales").Agent("1002", "support").ToString(), arguments: media);
        await using var events = await EventReader.Open(center);
        await using var first = await Baresip.Start(ports, "6001", "secret-6001", center.Sip, FirstHz);
        await using var second = await Baresip.Start(ports + 100, "6002", "secret-6002", center.Sip, SecondHz);
        await using var caller = await Baresip.Start(ports + 200, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await first.Saw("CALL_ESTABLISHED");
        await caller.Hears(FirstHz);
        var id = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/consult", """{"agent":"1002"}""")).Status);
        await second.Saw("CALL_ESTABLISHED");
        await second.Hears(FirstHz);
        await first.Hears(SecondHz);
        await HearsMusic(caller);
        Assert.Equal("consulting", (string?)(await center.Get($"/api/v1/calls/{id}"))["state"]);

        await center.KillAndStart();
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Put, $"/api/v1/calls/{id}/consult", """{"with":"caller"}""")).Status);
        await first.Hears(CallerHz);
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/consult/complete")).Status);
        await first.Saw("CALL_CLOSED");
        await caller.Hears(SecondHz);
        await second.Hears(CallerHz);

        await center.KillAndStart();
        await caller.Do("hangup");
        await second.Saw("CALL_CLOSED");
        await events.One("call.ended", _ => true);

        var call = await center.Get($"/api/v1/calls/{id}");
        Assert.Equal("released-by-caller", (string?)call["end"]);
        Assert.Equal([("1001", "transferred"), ("1002", "released-by-caller")], Segments(call));
        Assert.All(call["segments"]!.AsArray(), segment => Assert.True((long)segment!["consultMs"]! > 0));
        Assert.Contains(call["story"]!.AsArray(), line => ((string)line!["en"]!).Contains("the caller is connected with who was asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_outside_that_declines_leaves_the_caller_with_its_agent_and_one_that_answers_can_be_let_go()
    {
        var setup = new Setup().WayOut("127.41.2.3:7000", "0215555*").Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.41.2.2:7000");
        await using var center = await Center.Start("127.41.2.1", setup.ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.41.2.2:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.41.2.4:5080", calls: 1, stayMs: 60_000);
        var id = (string)(await events.One("call.leg-answered", row => (string?)row["agent"] == "1001"))["id"]!;

        await using (var busy = Sipp.Phones("agent_declines", "127.41.2.3:7000", 200, "-m", "1"))
        {
            Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/consult", """{"number":"02155551234"}""")).Status);
            await events.One("call.consult-ended", _ => true);
            Assert.Equal(0, await busy.Ended());
        }

        await using var outside = Sipp.Phones("agents_answer", "127.41.2.3:7000", 200, "-m", "1");
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/consult", """{"number":"02155551234"}""")).Status);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.leg-answered") >= 2);
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Delete, $"/api/v1/calls/{id}/consult")).Status);
        Assert.Equal(0, await outside.Ended());
        Assert.Equal("talking", (string?)(await center.Get($"/api/v1/calls/{id}"))["state"]);
        Assert.Equal(HttpStatusCode.Accepted, (await center.Send(HttpMethod.Delete, $"/api/v1/calls/{id}")).Status);

        Assert.Equal((0, 0), (await phone.Ended(), await caller.Ended()));
        Assert.Equal([("1001", "released-by-system")], Segments(await center.Get($"/api/v1/calls/{id}")));
    }

    [Fact]
    public async Task An_agent_that_hangs_up_while_its_colleague_rings_gives_the_caller_back_to_the_queue()
    {
        var setup = new Setup().Queue("sales", "4000", "wrap-up: 0s").Queue("support", "4001").Agent("1001", "sales").Agent("1002", "support", contact: "sip:a2@127.41.3.2:7000");
        await using var center = await Center.Start("127.41.3.1", setup.ToString());
        await using var events = await EventReader.Open(center);
        await using var first = await Baresip.Start(34300, "6001", "secret-6001", center.Sip, FirstHz);
        await using var rings = Sipp.Phones("agent_rings_out", "127.41.3.2:7000", 200, "-m", "1");
        await using var caller = await Baresip.Start(34400, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await first.Saw("CALL_ESTABLISHED");
        var id = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/consult", """{"queue":"support"}""")).Status);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.leg-ringing") >= 2);
        await first.Do("hangup");

        await first.Saw("CALL_ESTABLISHED", 2);
        await caller.Hears(FirstHz);
        await caller.Do("hangup");
        await events.One("call.ended", _ => true);
        var call = await center.Get($"/api/v1/calls/{id}");
        Assert.Equal([("1001", "transferred"), ("1001", "released-by-caller")], Segments(call));
        Assert.Equal([("sales", "answered"), ("support", "withdrawn"), ("sales", "answered")], call["stays"]!.AsArray().Select(stay => ((string?)stay!["queue"], (string?)stay["end"])));
    }

    /// <summary>The last half second of what it heard is sound, and nobody's tone.</summary>
    private static Task HearsMusic(Baresip phone) => phone.Recorded("music", recording =>
        recording.Length > 8000 && recording[^4000..] is var last && last.Max(sample => Math.Abs((int)sample)) > 500
        && Tone.Amplitude(last, FirstHz) < 1500 && Tone.Amplitude(last, SecondHz) < 1500);

    private static IEnumerable<(string?, string?)> Segments(JsonNode call) => call["segments"]!.AsArray().Select(segment => ((string?)segment!["agent"], (string?)segment["end"]));
}
