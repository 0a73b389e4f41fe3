using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Each way an offer or a wait can end without talk, on the wire and in what the center tells of it.</summary>
public sealed class OffersThatFail
{
    [Fact]
    public async Task A_caller_who_hangs_up_while_waiting_has_abandoned()
    {
        await using var center = await Center.Start("127.12.1.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", "signed-out", "sip:a@127.12.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.1.3:5080", calls: 1, stayMs: 300);

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("abandoned-in-queue", (string?)ended["end"]);
        Assert.Equal("abandoned-waiting", await StayEnd(center, ended));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_a_phone_rings_frees_the_agent_and_counts_nothing_against_it()
    {
        await using var center = await Center.Start("127.12.2.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", "ready", "sip:a@127.12.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agent_rings_out", "127.12.2.2:7000");
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.2.3:5080", calls: 1, stayMs: 1500);

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("abandoned-ringing", (string?)ended["end"]);
        Assert.Equal("abandoned-ringing", await StayEnd(center, ended));
        await AgentBecomes(center, events, "ready");
    }

    [Fact]
    public async Task A_caller_who_cancels_before_the_agent_answers_gets_487()
    {
        await using var center = await Center.Start("127.12.3.1",
            new Setup().Queue("sales", "4000", answer: "on-agent").Agent("1001", "sales", "ready", "sip:a@127.12.3.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agent_rings_out", "127.12.3.2:7000");
        await using var caller = Sipp.Call(center, "caller_cancels", "4000", "127.12.3.3:5080", calls: 1, stayMs: 1000);

        Assert.Equal(0, await caller.Ended());
        Assert.Equal("abandoned-ringing", (string?)(await events.One("call.ended", _ => true))["end"]);
        await AgentBecomes(center, events, "ready");
    }

    [Fact]
    public async Task An_agent_who_declines_becomes_not_ready_and_the_caller_keeps_its_place()
    {
        await using var center = await Center.Start("127.12.4.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", "ready", "sip:a@127.12.4.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agent_declines", "127.12.4.2:7000");
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.4.3:5080", calls: 1, stayMs: 3000);

        var entered = await events.One("call.queue-entered", _ => true);
        var declined = await events.One("agent.became-not-ready", row => (string?)row["reason"] == "declined");
        var call = await center.Get($"/api/v1/calls/{(string)entered["id"]!}");
        Assert.Equal("not-ready", (string?)declined["state"]);
        Assert.Single(call["stays"]!.AsArray());
        Assert.Equal("waiting", (string?)call["state"]);
        Assert.Equal(0, await caller.Ended());
    }

    [Fact]
    public async Task An_agent_who_lets_it_ring_out_twice_becomes_not_ready_with_no_answer()
    {
        await using var center = await Center.Start("127.12.5.1", new Setup()
            .Queue("sales", "4000", "ring-time: 2s, retry-agent-after: 1s, wrap-up: 1s").Agent("1001", "sales", "ready", "sip:a@127.12.5.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agent_rings_out", "127.12.5.2:7000");
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.5.3:5080", calls: 1, stayMs: 9000);

        await events.One("agent.became-not-ready", row => (string?)row["reason"] == "no-answer");
        Assert.Equal(2, events.Events.Count(one => (string?)one.Envelope["type"] == "callcenter.agent.offer-ended"));
        Assert.Equal(0, await caller.Ended());
    }

    [Fact]
    public async Task An_agent_whose_phone_is_gone_is_in_error_and_comes_back_with_the_phone()
    {
        await using var center = await Center.Start("127.12.6.1", new Setup()
            .Queue("sales", "4000", "ring-time: 40s, wrap-up: 1s").Agent("1001", "sales", "ready", "sip:a@127.12.6.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.12.6.3:5080", calls: 1);

        await AgentBecomes(center, events, "error");
        await using var phone = Sipp.Phones("agents_answer", "127.12.6.2:7000", ringMs: 100, "-aa");
        await AgentBecomes(center, events, "talking", TimeSpan.FromSeconds(90));
        var call = (await center.All("/api/v1/calls?state=talking")).Single();
        using var released = await center.Api.DeleteAsync(new Uri($"/api/v1/calls/{(string)call["id"]!}", UriKind.Relative));
        Assert.Equal(0, await caller.Ended());
    }

    [Fact]
    public async Task A_caller_who_waited_too_long_overflows_to_the_next_queue_and_is_served_there()
    {
        await using var center = await Center.Start("127.12.7.1", new Setup()
            .Queue("sales", "4000", "max-wait: 1s, overflow: { queue: support }").Queue("support", "4001", "wrap-up: 0s")
            .Agent("1001", "support", "ready", "sip:a@127.12.7.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phone = Sipp.Phones("agents_answer", "127.12.7.2:7000", ringMs: 100);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.7.3:5080", calls: 1, stayMs: 4000);

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        var stays = (await center.Get($"/api/v1/calls/{(string)ended["id"]!}"))["stays"]!.AsArray();
        Assert.Equal(["overflowed-to-queue", "answered"], stays.Select(stay => (string?)stay!["end"]));
        Assert.Equal(["sales", "support"], stays.Select(stay => (string?)stay!["queue"]));
    }

    [Fact]
    public async Task A_full_queue_without_overflow_turns_the_caller_away()
    {
        await using var center = await Center.Start("127.12.8.1", new Setup()
            .Queue("sales", "4000", "max-length: 1").Agent("1001", "sales", "signed-out", "sip:a@127.12.8.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var first = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.8.3:5080", calls: 1, stayMs: 4000);
        await events.One("call.caller-answered", _ => true);
        await using var second = Sipp.Call(center, "caller_hangs_up", "4000", "127.12.8.4:5080", calls: 1, stayMs: 4000);

        Assert.NotEqual(0, await second.Ended());
        Assert.Equal("refused", (string?)(await events.One("call.ended", _ => true))["end"]);
        Assert.Equal(0, await first.Ended());
    }

    private static async Task<string?> StayEnd(Center center, JsonNode call) =>
        (string?)(await center.Get($"/api/v1/calls/{(string)call["id"]!}"))["stays"]![0]!["end"];

    /// <summary>The agent's row is in this state now, or comes to be: a moment after the start there may be none yet.</summary>
    private static async Task AgentBecomes(Center center, EventReader events, string state, TimeSpan? patience = null)
    {
        if ((await center.All("/api/v1/agents")).Any(agent => (string?)agent["id"] == "1001" && (string?)agent["state"] == state))
        {
            return;
        }

        await events.Until(all => (string?)all.LastOrDefault(one => one.Topic == "agents").Envelope?["data"]?["state"] == state, patience);
    }
}
