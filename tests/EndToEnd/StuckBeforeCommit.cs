using System.Text;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Durable before visible: the process is stopped between writing the batch of a new call and committing it (a Debug build's failpoint).</summary>
public sealed class StuckBeforeCommit
{
    [Fact]
    public async Task Nothing_of_an_undurable_call_is_seen_and_its_repeated_INVITE_is_accepted_once()
    {
        await using var center = await Center.Start(
            "127.16.1.1",
            new Setup().Queue("sales", "4000").Agent("1001", "sales", "not-ready", "sip:a@127.16.1.2:7000").ToString(),
            new Dictionary<string, string> { ["CALLCENTER_FAILPOINT"] = "before-commit:freeze:call_arrived" });
        await using var events = await EventReader.Open(center);
        await events.Until(all => events.Resets == 1);
        await using var capture = await Capture.Start("udp and host 127.16.1.1");
        using var caller = new SipSocket("127.16.1.3", center.Sip);
        var invite = caller.Invite("4000", "stuck");

        await caller.Send(invite);
        await center.Process.Line(line => line.StartsWith("failpoint:", StringComparison.Ordinal));
        await caller.Send(invite);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using var ready = new StringContent("""{"state":"ready"}""", Encoding.UTF8, "application/json");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => center.Api.PutAsync(new Uri("/api/v1/agents/1001/state", UriKind.Relative), ready, patience.Token));
        await center.Process.Kill();

        var told = (await capture.Stop()).Where(one => one.From.Equals(center.Sip)).Select(one => one.FirstLine).Distinct();
        Assert.Equal(["SIP/2.0 100 Trying"], told);
        Assert.DoesNotContain(events.Events, one => one.Topic == "calls");

        center.Forget("CALLCENTER_FAILPOINT");
        await center.Start();
        Assert.Empty(await center.All("/api/v1/calls"));
        Assert.Equal("not-ready", (string?)(await center.Get("/api/v1/agents/1001"))["state"]);
        await caller.Send(invite);
        await caller.Send(invite);
        await events.One("call.caller-answered", _ => true);
        Assert.Single(await center.All("/api/v1/calls"));
        Assert.Single(events.Events, one => (string?)one.Envelope["type"] == "callcenter.call.arrived");
    }

    [Fact]
    public async Task A_write_that_dies_with_the_process_is_not_answered_has_not_happened_and_can_be_repeated()
    {
        await using var center = await Center.Start(
            "127.16.2.1",
            new Setup().Queue("sales", "4000").Agent("1001", "sales", "not-ready", "sip:a@127.16.2.2:7000").ToString(),
            new Dictionary<string, string> { ["CALLCENTER_FAILPOINT"] = "before-commit:die:queue_offer_made" });
        await using var events = await EventReader.Open(center);
        await using var capture = await Capture.Start("udp and host 127.16.2.1 and port 7000");
        await using var phone = Sipp.Phones("agents_answer", "127.16.2.2:7000", ringMs: 50);
        await using var caller = Sipp.Call(center, "caller_hangs_up", "4000", "127.16.2.3:5080", calls: 1, stayMs: 10_000);
        await events.One("call.caller-answered", _ => true);

        await Assert.ThrowsAsync<HttpRequestException>(() => center.SetState("1001", """{"state":"ready"}"""));
        await center.Process.Ended();
        center.Forget("CALLCENTER_FAILPOINT");
        await center.KillAndStart();
        Assert.Equal("not-ready", (string?)(await center.Get("/api/v1/agents/1001"))["state"]);
        await center.SetState("1001", """{"state":"ready"}""");
        await events.One("call.leg-answered", _ => true);

        Assert.Equal(0, await caller.Ended());
        Assert.Equal("released-by-caller", (string?)(await events.One("call.ended", _ => true))["end"]);
        var rung = (await capture.Stop()).Where(one => one.FirstLine.StartsWith("INVITE", StringComparison.Ordinal)).Select(one => one.Header("Call-ID")).Distinct();
        Assert.Single(rung);
    }
}
