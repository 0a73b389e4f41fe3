using System.Net;
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
            .Queue("sales", "4000", "wrap-up: 0s").Agents(2, "sales", "127.13.1.2:7000", start: "not-ready").ToString());
        await using var events = new EventReader(center);
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
        await center.SetState("1002", """{"state":"ready"}""");
        for (var served = 0; served < callers; served++)
        {
            await events.Until(all => all.Any(one => (string?)one.Envelope["data"]!["state"] == "talking" && one.Topic == "calls"));
            foreach (var talking in await center.All("/api/v1/calls?state=talking"))
            {
                using var released = await center.Api.DeleteAsync(new Uri($"/api/v1/calls/{(string)talking["id"]!}", UriKind.Relative));
            }

            var ended = served + 1;
            await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended" && (string?)one.Envelope["data"]!["agent"] is not null) >= ended);
        }

        Assert.Equal(0, await patient.Ended());
        var order = events.Events.Where(one => (string?)one.Envelope["type"] == "callcenter.call.leg-answered")
            .Select(one => (string)one.Envelope["data"]!["arrived"]!).ToList();
        Assert.Equal(callers, order.Count);
        MusicStayedOnItsPorts(await capture.Stop());
    }

    [Fact]
    public async Task An_established_call_goes_on_and_answers_its_BYE()
    {
        await using var center = await Center.Start("127.13.2.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s").Agents(1, "sales", "127.13.2.2:7000").ToString());
        await using var events = new EventReader(center);
        await using var phones = Sipp.Phones("agents_answer", "127.13.2.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.13.2.3:5080", calls: 1, stayMs: 8000);
        await events.One("call.leg-answered", _ => true);

        await center.KillAndStart();

        Assert.Equal(0, await caller.Ended());
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("released-by-caller", (string?)ended["end"]);
        Assert.Equal(1, events.Resets);
        await events.One("agent.became-ready", _ => true);
    }

    [Fact]
    public async Task A_phone_that_rings_goes_on_ringing_and_its_answer_is_taken()
    {
        await using var center = await Center.Start("127.13.3.1", new Setup()
            .Queue("sales", "4000", "wrap-up: 0s, ring-time: 30s").Agents(1, "sales", "127.13.3.2:7000").ToString());
        await using var events = new EventReader(center);
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

    /// <summary>Each caller's music came from one port only, before and after.</summary>
    private static void MusicStayedOnItsPorts(IReadOnlyList<Datagram> all)
    {
        var rtp = all.Where(one => one.From.Address.Equals(IPAddress.Parse("127.13.1.1")) && one.From.Port > 10_000 && one.Payload.Length == 172).ToList();
        Assert.NotEmpty(rtp);
        var gap = rtp.OrderBy(one => one.At).Zip(rtp.OrderBy(one => one.At).Skip(1)).Max(pair => pair.Second.At - pair.First.At);
        Assert.InRange(gap, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.InRange(rtp.Select(one => one.From.Port).Distinct().Count(), 1, 25);
    }
}
