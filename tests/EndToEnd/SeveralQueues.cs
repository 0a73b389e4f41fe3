using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A caller who waits in two queues: a phone of each rings, one of them gets the call. Each phone's verdict is sipp's own.</summary>
public sealed class SeveralQueues
{
    private const string OneCall = "1";

    [Fact]
    public async Task The_phone_that_is_slower_gets_a_CANCEL_and_its_agent_is_ready_again()
    {
        await using var center = await Center.Start("127.32.1.1", Both("127.32.1.2:7000", "127.32.1.3:7000"));
        await using var events = await EventReader.Open(center);
        await using var slow = Sipp.Phones("agent_rings_out", "127.32.1.2:7000", 200, "-m", OneCall);
        await using var quick = Sipp.Phones("agents_answer", "127.32.1.3:7000", 1500, "-m", OneCall);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.32.1.4:5080", calls: 1, stayMs: 4000);

        Assert.Equal((0, 0, 0), (await caller.Ended(), await quick.Ended(), await slow.Ended()));
        var call = await Record(center, await events.One("call.ended", _ => true));
        Assert.Equal(("released-by-caller", "support", "1002"), ((string?)call["end"], (string?)call["queue"], (string?)call["agent"]));
        Assert.Equal([("sales", "withdrawn"), ("support", "answered")], Stays(call));
        Assert.Contains(call["story"]!.AsArray(), line => ((string)line!["en"]!).Contains("another agent answered", StringComparison.Ordinal));
        await events.Until(all => all.Any(one => (string?)one.Envelope["data"]?["id"] == "1001" && (string?)one.Envelope["data"]?["state"] == "ringing")
            && (string?)all.LastOrDefault(one => one.Topic == "agents" && (string?)one.Envelope["data"]?["id"] == "1001").Envelope?["data"]?["state"] == "ready");
        await Figures(center, events, "sales", today => ((long)today["entered"]!, (long)today["withdrawn"]!, (long)today["answered"]!, (long)today["abandoned"]!) == (1, 1, 0, 0) && today["serviceLevel"] is null);
        await Figures(center, events, "support", today => ((long)today["entered"]!, (long)today["withdrawn"]!, (long)today["answered"]!, (long)today["abandoned"]!) == (1, 0, 1, 0));
    }

    [Fact]
    public async Task A_200_that_crosses_the_CANCEL_gets_its_ACK_and_a_BYE_and_the_caller_talks_on()
    {
        await using var center = await Center.Start("127.32.2.1", Both("127.32.2.2:7000", "127.32.2.3:7000"));
        await using var events = await EventReader.Open(center);
        await using var late = Sipp.Phones("agent_answers_into_the_cancel", "127.32.2.2:7000", 200, "-m", OneCall);
        await using var quick = Sipp.Phones("agents_answer", "127.32.2.3:7000", 1500, "-m", OneCall);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.32.2.4:5080", calls: 1, stayMs: 4000);

        Assert.Equal(0, await late.Ended());
        Assert.False(caller.HasEnded || quick.HasEnded, "the caller lost its agent with the phone that was too late");
        Assert.Equal((0, 0), (await caller.Ended(), await quick.Ended()));
        var call = await Record(center, await events.One("call.ended", _ => true));
        Assert.Equal(("released-by-caller", "1002"), ((string?)call["end"], (string?)call["agent"]));
        Assert.Single(call["segments"]!.AsArray());
        Assert.Equal([("sales", "withdrawn"), ("support", "answered")], Stays(call));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_both_ring_has_abandoned_once()
    {
        await using var center = await Center.Start("127.32.3.1", Both("127.32.3.2:7000", "127.32.3.3:7000"));
        await using var events = await EventReader.Open(center);
        await using var one = Sipp.Phones("agent_rings_out", "127.32.3.2:7000", 200, "-m", OneCall);
        await using var other = Sipp.Phones("agent_rings_out", "127.32.3.3:7000", 200, "-m", OneCall);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.32.3.4:5080", calls: 1, stayMs: 2000);

        Assert.Equal((0, 0, 0), (await caller.Ended(), await one.Ended(), await other.Ended()));
        var call = await Record(center, await events.One("call.ended", _ => true));
        Assert.Equal(("abandoned-ringing", "sales"), ((string?)call["end"], (string?)call["queue"]));
        Assert.Equal([("sales", "abandoned-ringing"), ("support", "withdrawn")], Stays(call));
    }

    /// <summary>Agent 1001 serves sales, 1002 support; callers of 4000 wait in both.</summary>
    private static string Both(string sales, string support) => new Setup()
        .Queue("sales", "4000", also: "support").Queue("support", "4001")
        .Agent("1001", "sales", "ready", $"sip:a@{sales}").Agent("1002", "support", "ready", $"sip:b@{support}").ToString();

    private static async Task<JsonNode> Record(Center center, JsonNode ended) => await center.Get($"/api/v1/calls/{(string)ended["id"]!}");

    private static IEnumerable<(string?, string?)> Stays(JsonNode call) => call["stays"]!.AsArray().Select(stay => ((string?)stay!["queue"], (string?)stay["end"]));

    /// <summary>The figures of a queue are so now, or come to be.</summary>
    private static async Task Figures(Center center, EventReader events, string queue, Func<JsonNode, bool> so)
    {
        var row = (await center.All("/api/v1/queues")).Single(one => (string?)one["id"] == queue);
        if (!so(row["today"]!))
        {
            await events.Until(all => all.Any(one => one.Topic == "queues" && (string?)one.Envelope["data"]?["id"] == queue && one.Envelope["data"]!["today"] is { } today && so(today)));
        }
    }
}
