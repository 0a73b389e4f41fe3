using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Calls that are not kept, and callers who are not like others: hours, emergencies and rules, with real callers.</summary>
public sealed class Treated
{
    [Fact]
    public async Task A_call_to_a_closed_queue_goes_to_the_night_queue_and_is_served_there()
    {
        await using var center = await Center.Start("127.22.1.1", new Setup()
            .Section("calendars: { never: { time-zone: Asia/Shanghai } }")
            .Queue("sales", "4000", "hours: never, closed: { queue: night }").Queue("night", "4001", "wrap-up: 0s")
            .Agent("1001", "sales, night", "ready", "sip:a@127.22.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.22.1.2:7000", ringMs: 100);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.1.3:5080", calls: 1, stayMs: 3000);

        Assert.Equal(0, await caller.Ended());
        Assert.Equal([("sales", "refused"), ("night", "answered")], await Stays(center, await events.One("call.ended", _ => true)));
        Assert.Equal((1, 0), ((int)(await center.Get("/api/v1/queues/sales"))["today"]!["refused"]!, (int)(await center.Get("/api/v1/queues/sales"))["today"]!["overflowed"]!));
    }

    [Fact]
    public async Task In_an_emergency_that_somebody_declares_calls_go_elsewhere_until_it_is_lifted()
    {
        await using var center = await Center.Start("127.22.2.1", new Setup()
            .Queue("sales", "4000", "emergency: { queue: safe, waiting: true }").Queue("safe", "4001", "wrap-up: 0s")
            .Agent("1001", "safe", "not-ready", "sip:a@127.22.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var waiting = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.2.3:5080", calls: 1, stayMs: 6000);
        await events.One("call.caller-answered", _ => true);

        await Declare(center, on: true);
        await using var coming = Sipp.Call(center, "caller_hangs_up", "4000", "127.22.2.4:5080", calls: 1, stayMs: 3000);

        Assert.Equal(0, await waiting.Ended());
        Assert.Equal(0, await coming.Ended());
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") == 2);
        var calls = await center.All("/api/v1/calls?state=ended");
        Assert.Equal(
            [[("sales", "redirected"), ("safe", "abandoned-waiting")], [("sales", "refused"), ("safe", "abandoned-waiting")]],
            (await Task.WhenAll(calls.Select(call => Stays(center, call)))).OrderBy(stays => stays[0].End, StringComparer.Ordinal));

        var lifted = await Declare(center, on: false);
        Assert.Null(lifted["emergency"]);
    }

    [Fact]
    public async Task A_caller_on_the_list_overtakes_one_who_waits_longer()
    {
        await using var center = await Center.Start("127.22.3.1", new Setup()
            .Section("lists: { vip: [c2] }")
            .Queue("sales", "4000", "wrap-up: 0s").Number("4100", "queue: sales, rules: [ { when: { caller-in: vip }, priority: 10, attach: { tier: gold } } ]")
            .Agent("1001", "sales", "not-ready", "sip:a@127.22.3.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.22.3.2:7000", ringMs: 100);
        // c1 comes first, c2 a second later; each stays long enough to be served after the other.
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4100", "127.22.3.3:5080", calls: 2, rate: 1, stayMs: 8000);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.caller-answered") == 2);

        await center.SetState("1001", """{"state":"ready"}""");
        var first = await events.One("call.leg-answered", _ => true);

        Assert.Equal("c2", (string?)first["caller"]);
        Assert.Equal("gold", (string?)(await center.Get($"/api/v1/calls/{(string)first["id"]!}"))["data"]!["tier"]!["text"]);
        Assert.Equal(0, await callers.Ended());
    }

    [Fact]
    public async Task A_caller_who_is_blocked_is_refused_and_one_who_calls_again_is_known()
    {
        await using var center = await Center.Start("127.22.4.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s")
            .Number("4100", "queue: sales, rules: [ { when: { caller: [c*], repeat-within: 1h }, refuse: true } ]")
            .Agent("1001", "sales", "ready", "sip:a@127.22.4.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.22.4.2:7000", ringMs: 100);
        await using var first = Sipp.Call(center, "caller_hangs_up", "4100", "127.22.4.3:5080", calls: 1, stayMs: 2500);
        Assert.Equal(0, await first.Ended());
        await events.One("call.ended", row => (string?)row["end"] == "released-by-caller");

        await using var again = Sipp.Call(center, "caller_hangs_up", "4100", "127.22.4.4:5080", calls: 1, stayMs: 2500);

        Assert.NotEqual(0, await again.Ended());
        Assert.Contains("603", again.Output, StringComparison.Ordinal);
        Assert.Equal("caller is blocked", (string?)(await events.One("call.ended", row => (string?)row["end"] == "refused"))["cause"]);
    }

    private static async Task<(string Queue, string End)[]> Stays(Center center, JsonNode call) =>
        [.. (await center.Get($"/api/v1/calls/{(string)call["id"]!}"))["stays"]!.AsArray().Select(stay => ((string)stay!["queue"]!, (string)stay["end"]!))];

    private static async Task<JsonNode> Declare(Center center, bool on)
    {
        using var response = await center.Api.PutAsJsonAsync(new Uri("/api/v1/queues/sales/emergency", UriKind.Relative), new { on, reason = "fire drill" });
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
