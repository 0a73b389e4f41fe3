using System.Net;
using System.Text.Json.Nodes;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A desktop steers the call of its agent by the API alone: what real phones hear and do of it.</summary>
public sealed class Steered
{
    private const int AgentHz = 1000;
    private const int CallerHz = 600;

    [Fact]
    public async Task A_desktop_holds_retrieves_sends_digits_and_hangs_up_and_the_phones_follow()
    {
        await using var center = await Center.Start("127.35.1.1", new Setup().Queue("sales", "4000").Agent("1001", "sales").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(32000, "6001", "secret-6001", center.Sip, AgentHz);
        await using var caller = await Baresip.Start(32100, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await agent.Saw("CALL_ESTABLISHED");
        var id = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
        await caller.Hears(AgentHz);

        Assert.Equal("held", await State(center, id, "hold"));
        await events.One("agent.held", row => (string?)row["state"] == "holding");
        await caller.Recorded("music", recording => recording.Length > 8000 && recording[^4000..] is var last && last.Max(sample => Math.Abs((int)sample)) > 500 && Tone.Amplitude(last, AgentHz) < 1500);
        Assert.Equal("talking", await State(center, id, "retrieve"));
        await events.One("agent.retrieved", row => (string?)row["state"] == "talking");
        await caller.Recorded("the agent again", recording => recording.Length > 8000 && Tone.Amplitude(recording.AsSpan(^4000..), AgentHz) > 1500);

        Assert.Equal("talking", await State(center, id, "digits", """{"digits":"42#","key":"once"}"""));
        Assert.Equal("talking", await State(center, id, "digits", """{"digits":"42#","key":"once"}"""));
        await caller.Saw("CALL_DTMF_START", 3);

        Assert.Equal("ended", await State(center, id, "hangup"));
        await agent.Saw("CALL_CLOSED");
        await caller.Saw("CALL_CLOSED");
        var call = await center.Get($"/api/v1/calls/{id}");
        Assert.Equal(("released-by-agent", "hung up by admin"), ((string?)call["end"], (string?)call["cause"]));
        Assert.True((long)call["holdMs"]! > 0);
        Assert.Equal(1, call["story"]!.AsArray().Count(line => ((string)line!["en"]!).Contains("3 digits are sent to the caller", StringComparison.Ordinal)));
        Assert.DoesNotContain("42#", call.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_that_takes_orders_answers_when_its_desktop_says_so_and_a_caller_without_digits_gets_them_as_info()
    {
        await using var center = await Center.Start("127.35.2.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.35.2.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = Sipp.Phones("agent_answers_when_told", "127.35.2.2:7000", 200, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_takes_infos", "4000", "127.35.2.4:5080", calls: 1, stayMs: 60_000);

        var id = (string)(await events.One("call.leg-ringing", _ => true))["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/answer")).Status);
        await events.One("call.leg-answered", _ => true);
        await State(center, id, "digits", """{"digits":"4#"}""");
        await Tells(center, id, "he caller took the digits");
        await State(center, id, "hangup");

        Assert.Equal((0, 0), (await caller.Ended(), await agent.Ended()));
    }

    [Fact]
    public async Task A_phone_that_takes_no_orders_rings_on_and_the_desktop_is_told_why()
    {
        await using var center = await Center.Start("127.35.3.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", contact: "sip:a1@127.35.3.2:7000").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = Sipp.Phones("agents_answer", "127.35.3.2:7000", 4000, "-m", "1");
        await using var caller = Sipp.Call(center, "caller_stays", "4000", "127.35.3.4:5080", calls: 1, stayMs: 60_000);

        var id = (string)(await events.One("call.leg-ringing", _ => true))["id"]!;
        var (status, problem) = await center.Send(HttpMethod.Post, $"/api/v1/calls/{id}/answer");
        Assert.Equal((HttpStatusCode.Conflict, "urn:callcenter:phone-cannot-answer"), (status, (string?)problem?["type"]));
        await events.One("call.leg-answered", _ => true);
        await State(center, id, "hangup");

        Assert.Equal((0, 0), (await caller.Ended(), await agent.Ended()));
    }

    private static async Task Tells(Center center, string call, string sentence)
    {
        using var deadline = new CancellationTokenSource(Started.Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await center.Get($"/api/v1/calls/{call}"))["story"]!.AsArray().Any(line => ((string)line!["en"]!).Contains(sentence, StringComparison.Ordinal)))
        {
            await again.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<string?> State(Center center, string call, string what, string? body = null)
    {
        var (status, row) = await center.Send(HttpMethod.Post, $"/api/v1/calls/{call}/{what}", body);
        Assert.True(status == HttpStatusCode.OK, $"{what}: {status} {row}");
        return (string?)row?["state"];
    }
}
