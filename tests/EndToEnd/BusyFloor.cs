using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Many callers at once. Verdicts come from the peers' own results and the capture; record, board and stream must agree with them.</summary>
[Collection("heavy")]
public sealed class BusyFloor
{
    [Fact]
    public async Task Two_hundred_callers_on_ten_agents_are_all_served_by_somebody_or_left_by_themselves()
    {
        await using var center = await Center.Start("127.14.1.1", new Setup().Queue("sales", "4000", "wrap-up: 0s, on-decline: stay-ready, retry-agent-after: 1s")
            .Agents(10, "sales", "127.14.1.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and host 127.14.1.1 and not portrange 16384-65535");
        await using var phones = Sipp.Phones("agents_answer", "127.14.1.2:7000", ringMs: 100);
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.14.1.3:5080", calls: 200, rate: 40, stayMs: 6000);

        Assert.Equal(0, await callers.Ended(TimeSpan.FromMinutes(3)));
        await Quiet(center, events, 200);
        var calls = await center.All("/api/v1/calls?state=ended");
        Assert.Equal(200, calls.Count);
        var wire = await capture.Stop();
        NoPhoneHasTwoEarlyDialogs(wire);
        await RecordsBoardAndStreamAgree(center, events, calls);
    }

    [Fact]
    public async Task A_thousand_calls_on_twenty_agents_in_two_hot_queues_add_up()
    {
        await using var center = await Center.Start("127.14.2.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s, on-decline: stay-ready, retry-agent-after: 1s, misses-before-not-ready: 50")
            .Queue("support", "4001", "wrap-up: 0s, on-decline: stay-ready, retry-agent-after: 1s, misses-before-not-ready: 50", answer: "on-agent")
            .Agents(20, "sales, support", "127.14.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and host 127.14.2.1 and not portrange 16384-65535");
        await using var phones = Sipp.Phones("agents_busy_floor", "127.14.2.2:7000", ringMs: 200);
        await using var sales = Sipp.Call(center, "caller_hangs_up", "4000", "127.14.2.3:5080", calls: 600, rate: 25, stayMs: 1500);
        await using var support = Sipp.Call(center, "caller_cancels_or_talks", "4001", "127.14.2.4:5080", calls: 400, rate: 18, stayMs: 700);

        await sales.Ended(TimeSpan.FromMinutes(4));
        await support.Ended(TimeSpan.FromMinutes(4));
        await Quiet(center, events, 1000);
        var calls = await center.All("/api/v1/calls?state=ended");
        Assert.Equal(1000, calls.Count);
        NoPhoneHasTwoEarlyDialogs(await capture.Stop());
        await RecordsBoardAndStreamAgree(center, events, calls);
    }

    /// <summary>Every call has ended and every agent is idle again.</summary>
    private static Task Quiet(Center center, EventReader events, int calls) => events.Until(
        all => all.Where(one => one.Topic == "calls").Select(one => one.Envelope["data"]!).Where(row => (string?)row["state"] == "ended")
                   .Select(row => (string)row["id"]!).Distinct().Count() == calls
               && all.Where(one => one.Topic == "agents").Select(one => one.Envelope["data"]!).GroupBy(row => (string)row["id"]!)
                   .All(rows => (string?)rows.Last()["state"] is "ready" or "not-ready" or "error"),
        TimeSpan.FromMinutes(2));

    /// <summary>Per phone (user part of the INVITE's Request-URI): an INVITE of another call never starts before the final response of the last one.</summary>
    private static void NoPhoneHasTwoEarlyDialogs(IReadOnlyList<Datagram> wire)
    {
        Dictionary<string, string> early = [];
        List<string> doubled = [];
        Dictionary<string, string> phoneOf = [];
        foreach (var one in wire.OrderBy(one => one.At))
        {
            var call = one.Header("Call-ID");
            if (one.FirstLine.StartsWith("INVITE sip:a", StringComparison.Ordinal))
            {
                var phone = one.FirstLine.Split(' ')[1].Split('@')[0];
                phoneOf[call] = phone;
                if (early.TryGetValue(phone, out var other) && other != call)
                {
                    doubled.Add($"{phone}: {other} and {call}");
                }

                early[phone] = call;
            }
            else if (one.FirstLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal) && one.FirstLine[8] != '1'
                     && one.Header("CSeq").EndsWith("INVITE", StringComparison.Ordinal)
                     && phoneOf.TryGetValue(call, out var answered) && early.GetValueOrDefault(answered) == call)
            {
                early.Remove(answered);
            }
        }

        Assert.NotEmpty(phoneOf);
        Assert.Empty(doubled);
    }

    /// <summary>Records, the queues' figures of today, the last row of each call on the stream: all equal.</summary>
    private static async Task RecordsBoardAndStreamAgree(Center center, EventReader events, IReadOnlyList<JsonNode> calls)
    {
        var streamed = events.Events.Where(one => one.Topic == "calls").Select(one => one.Envelope["data"]!)
            .GroupBy(row => (string)row["id"]!).ToDictionary(rows => rows.Key, rows => (string?)rows.Last()["end"]);
        Assert.All(calls, call => Assert.Equal((string?)call["end"], streamed[(string)call["id"]!]));

        var queues = await center.All("/api/v1/queues");
        Assert.Equal(calls.Count, queues.Sum(queue => (int)queue["today"]!["entered"]!));
        foreach (var queue in queues)
        {
            var mine = calls.Where(call => (string?)call["queue"] == (string?)queue["id"]).ToList();
            var today = queue["today"]!;
            Assert.Equal(0, (int)queue["waiting"]!);
            Assert.Equal(mine.Count, (int)today["entered"]!);
            Assert.Equal(mine.Count(call => call["answered"] is not null), (int)today["answered"]!);
            Assert.Equal(mine.Count(call => ((string)call["end"]!).StartsWith("abandoned", StringComparison.Ordinal)), (int)today["abandoned"]!);
            Assert.Equal((int)today["entered"]!, (int)today["answered"]! + (int)today["abandoned"]! + (int)today["overflowed"]! + (int)today["refused"]!);
        }
    }
}
