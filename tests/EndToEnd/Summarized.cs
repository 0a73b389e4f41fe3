using System.Net;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A queue that demands summaries: its agent serves nobody else before it has written one, with real phones, also over a kill of the center.</summary>
public sealed class Summarized
{
    [Fact]
    public async Task Who_owes_a_summary_is_offered_nothing_until_it_is_written_whatever_dies()
    {
        await using var center = await Center.Start("127.140.1.1", new Setup().Queue("sales", "4000", "wrap-up: 1s, summary-required: true", answer: "on-agent").Agent("1001", "sales", contact: "sip:a1@127.140.1.2:7000")
            .Section("call-reasons: { billing: {}, invoice: { under: billing }, late: { under: invoice } }").ToString());
        await using var phone = Sipp.Phones("agents_answer", "127.140.1.2:7000", 100, "-m", "2");
        string first;
        await using (var events = await EventReader.Open(center))
        {
            await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.140.1.3:5080", calls: 1, stayMs: 500);
            first = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
            Assert.Equal(0, await caller.Ended());
            var owing = await events.One("agent.became-not-ready", row => (string?)row["reason"] == "summary");
            Assert.StartsWith(first, (string?)owing["summaryDue"], StringComparison.Ordinal);
        }

        var (status, problem) = await center.Send(HttpMethod.Put, "/api/v1/agents/1001/state", """{"state":"ready"}""");
        Assert.Equal((HttpStatusCode.Conflict, "urn:callcenter:summary-missing"), (status, (string?)problem?["type"]));
        await center.KillAndStart();
        await using var again = await EventReader.Open(center);
        await using var second = Sipp.Call(center, "caller_hangs_up", "4000", "127.140.1.4:5080", calls: 1, stayMs: 500);
        await again.One("call.arrived", _ => true);
        Assert.Equal("not-ready", (string?)(await center.Get("/api/v1/agents/1001"))["state"]);

        (status, problem) = await center.Send(HttpMethod.Put, $"/api/v1/calls/{first}/summary", """{"reason":"late","text":"sent again"}""");
        Assert.True(status == HttpStatusCode.OK, $"{status} {problem}");
        await again.One("call.summary-written", row => (string?)row["reason"] == "late");
        await again.One("agent.summary-recorded", row => row["summaryDue"] is null);
        await again.One("call.leg-answered", row => (string?)row["id"] != first);

        Assert.Equal((0, 0), (await second.Ended(), await phone.Ended()));
        Assert.Contains("billing › invoice › late", (await center.Get($"/api/v1/calls/{first}"))["story"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }
}
