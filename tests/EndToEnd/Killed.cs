using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>kill -9 at a bad moment, and start again: what the callers and the journal say.</summary>
public sealed class Killed
{
    [Fact]
    public async Task Waiting_callers_keep_dialog_port_place_and_arrival_time_and_are_served()
    {
        const int callers = 20;
        await using var center = await Center.Start("127.13.1.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.13.1.2:7000", start: "not-ready").ToString());
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and host 127.13.1.1");
        await using var phones = Sipp.Phones("agents_answer", "127.13.1.2:7000", ringMs: 50);
        await using var patient = Sipp.Call(center, "caller_stays", "4000", "127.13.1.3:5080", callers, rate: 50);
        await using var leaving = Sipp.Call(center, "caller_hangs_up", "4000", "127.13.1.4:5080", calls: 5, rate: 50, stayMs: 8000);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered") == callers + 5);
        var before = await Waiting(center);

        await center.KillAndStart();
        var after = await Waiting(center);
        Assert.Equal(before, after);

        // The impatient ones hang up now: their BYE gets its 200 from the new process.
        Assert.Equal(0, await leaving.Ended());
        await center.SetState("1001", """{"state":"ready"}""");
        for (var served = 0; served < callers; served++)
        {
            var one = served;
            await events.Until(all => Answered(all).Count > one);
            using var released = await center.Api.DeleteAsync(new Uri($"/api/v1/calls/{(string)Answered(events.Events)[one]["id"]!}", UriKind.Relative));
            Assert.True(released.IsSuccessStatusCode, $"{released.StatusCode}");
        }

        Assert.Equal(0, await patient.Ended());
        var order = Answered(events.Events).Select(call => (string)call["arrived"]!).ToList();
        Assert.Equal(order.Order(StringComparer.Ordinal), order);
        MusicStayedOnItsPorts(await capture.Stop());
    }

    [Fact]
    public async Task An_established_call_goes_on_and_answers_its_BYE()
    {
        await using var center = await Center.Start("127.13.2.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.13.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.13.2.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.13.2.3:5080", calls: 1, stayMs: 8000);
        await events.One("call.leg-answered", _ => true);

        await center.KillAndStart();

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("released-by-caller", (string?)ended["end"]);
        Assert.Equal(1, events.Resets);
        await events.Until(all => (string?)all.LastOrDefault(one => one.Topic == "agents").Envelope?["data"]?["state"] == "ready");
    }

    [Fact]
    public async Task A_phone_that_rings_goes_on_ringing_and_its_answer_is_taken()
    {
        await using var center = await Center.Start("127.13.3.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s, ring-time: 30s").Agents(1, "sales", "127.13.3.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and host 127.13.3.1 and port 7000");
        await using var phones = Sipp.Phones("agents_answer", "127.13.3.2:7000", ringMs: 8000);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.13.3.3:5080", calls: 1, stayMs: 15_000);
        await events.One("call.leg-ringing", _ => true);

        await center.KillAndStart();
        await events.One("call.leg-answered", _ => true);

        Assert.Equal(0, await caller.Ended());
        var invites = (await capture.Stop()).Where(one => one.FirstLine.StartsWith("INVITE", StringComparison.Ordinal)).ToList();
        Assert.Single(invites.Select(one => (one.Header("Call-ID"), one.Header("CSeq"), one.Header("Via"), one.Header("From"))).Distinct());
    }

    private static async Task<IReadOnlyList<string>> Waiting(Center center) =>
        [.. (await center.All("/api/v1/calls?state=waiting")).Select(call => $"{(string?)call["id"]} {(string?)call["queue"]} {(string?)call["arrived"]}")];

    private static List<JsonNode> Answered(IReadOnlyList<(string Topic, JsonNode Envelope)> all) =>
        [.. all.Where(one => (string?)one.Envelope["type"] == "callcenter.call.leg-answered").Select(one => one.Envelope["data"]!)];

    /// <summary>Music comes from no port after the kill (the longest gap) that it did not come from before, and the gap is short.</summary>
    private static void MusicStayedOnItsPorts(IReadOnlyList<Datagram> all)
    {
        var rtp = all.Where(one => one.From.Address.Equals(IPAddress.Parse("127.13.1.1")) && one.From.Port > 10_000 && one.Payload.Length == 172)
            .OrderBy(one => one.At).ToList();
        Assert.NotEmpty(rtp);
        var (before, after) = rtp.Zip(rtp.Skip(1)).MaxBy(pair => pair.Second.At - pair.First.At);
        Assert.InRange(after.At - before.At, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        var ports = rtp.TakeWhile(one => one.At <= before.At).Select(one => one.From.Port).ToHashSet();
        Assert.Equal(25, ports.Count);
        Assert.Subset(ports, rtp.SkipWhile(one => one.At <= before.At).Where(one => one.To.Address.Equals(IPAddress.Parse("127.13.1.3"))).Select(one => one.From.Port).ToHashSet());
    }
}
