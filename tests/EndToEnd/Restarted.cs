using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>What readers see over a restart: rows and the event stream.</summary>
public sealed class Restarted
{
    [Fact]
    public async Task Agents_keep_state_and_idle_since_and_views_rebuilt_from_nothing_are_the_same()
    {
        await using var center = await Center.Start("127.19.1.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agents(3, "sales", "127.19.1.2:7000").ToString());
        await using (var events = await EventReader.Open(center))
        {
            await center.SetState("1003", """{"state":"not-ready","reason":"break"}""");
            await using var phones = Sipp.Phones("agents_answer", "127.19.1.2:7000", ringMs: 50);
            await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.19.1.3:5080", calls: 2, rate: 4, stayMs: 6000);
            Assert.Equal(0, await callers.Ended());
            await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") == 2);
            await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.leg-closed") >= 2);
        }

        var before = await Rows(center);
        await center.KillAndStart();
        Assert.Equal(before, await Rows(center));

        await center.Process.Kill();
        foreach (var file in Directory.GetFiles(center.Data, "views.db*"))
        {
            File.Delete(file);
        }

        await center.KillAndStart();
        Assert.Equal(before, await Rows(center));
    }

    [Fact]
    public async Task The_event_stream_goes_on_over_a_kill_without_loss_or_repetition()
    {
        const int calls = 60;
        await using var center = await Center.Start("127.19.2.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agents(5, "sales", "127.19.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var phones = Sipp.Phones("agents_answer", "127.19.2.2:7000", ringMs: 50);
        await using var callers = Sipp.Call(center, "caller_hangs_up", "4000", "127.19.2.3:5080", calls, rate: 6, stayMs: 2000);
        await events.Until(all => all.Count(one => (string?)one.Envelope["type"] == "callcenter.call.ended") > 5);

        await center.KillAndStart();

        await callers.Ended(TimeSpan.FromMinutes(2));
        await events.Until(all => Ended(all).Count >= calls, TimeSpan.FromMinutes(2));
        Assert.Equal(Ended(events.Events).Distinct().Count(), Ended(events.Events).Count);
        Assert.Equal((await center.All("/api/v1/calls?state=ended")).Select(call => (string)call["id"]!).Order(), Ended(events.Events).Order());
        Assert.Equal(1, events.Resets);
        var ids = events.Events.Select(one => ((string)one.Envelope["id"]!).Split('.')).ToList();
        Assert.Single(ids.Select(id => id[0]).Distinct());
        var numbers = ids.Select(id => long.Parse(id[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(n => numbers[0] + n), numbers);
    }

    private static List<string> Ended(IReadOnlyList<(string Topic, JsonNode Envelope)> all) =>
        [.. all.Where(one => (string?)one.Envelope["type"] == "callcenter.call.ended").Select(one => (string)one.Envelope["subject"]!)];

    private static async Task<string> Rows(Center center)
    {
        List<string> rows = [];
        foreach (var path in new[] { "/api/v1/agents", "/api/v1/queues", "/api/v1/calls" })
        {
            rows.AddRange((await center.All(path)).Select(row => row.ToJsonString()).Order(StringComparer.Ordinal));
        }

        return string.Join('\n', rows);
    }
}
