using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A queue whose phones ring together. Each phone's verdict is sipp's own: who rings out expects its CANCEL.</summary>
public sealed class RingGroup
{
    private const string OneCall = "1";

    [Fact]
    public async Task Three_phones_ring_the_first_to_answer_has_the_call_and_the_others_get_a_CANCEL()
    {
        await using var center = await Center.Start("127.33.1.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 1s, ring: { together: 3 }")
            .Agent("1001", "sales", "ready", "sip:a@127.33.1.2:7000").Agent("1002", "sales", "ready", "sip:b@127.33.1.3:7000").Agent("1003", "sales", "ready", "sip:c@127.33.1.4:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var one = Sipp.Phones("agent_rings_out", "127.33.1.2:7000", 200, "-m", OneCall);
        await using var other = Sipp.Phones("agent_rings_out", "127.33.1.3:7000", 200, "-m", OneCall);
        await using var quick = Sipp.Phones("agents_answer", "127.33.1.4:7000", 1500, "-m", OneCall);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.33.1.5:5080", calls: 1, stayMs: 4000);

        Assert.Equal((0, 0, 0, 0), (await caller.Ended(), await quick.Ended(), await one.Ended(), await other.Ended()));
        var call = await center.Get($"/api/v1/calls/{(string)(await events.One("call.ended", _ => true))["id"]!}");
        Assert.Equal(("released-by-caller", "sales", "1003"), ((string?)call["end"], (string?)call["queue"], (string?)call["agent"]));
        Assert.Equal([("sales", "answered")], call["stays"]!.AsArray().Select(stay => ((string?)stay!["queue"], (string?)stay["end"])));
        Assert.Single(call["segments"]!.AsArray());
        foreach (var loser in new[] { "1001", "1002" })
        {
            await events.Until(all => all.Any(seen => (string?)seen.Envelope["data"]?["id"] == loser && (string?)seen.Envelope["data"]?["state"] == "ringing")
                && (string?)all.LastOrDefault(seen => seen.Topic == "agents" && (string?)seen.Envelope["data"]?["id"] == loser).Envelope?["data"]?["state"] == "ready");
        }
    }
}
