using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Two baresip softphones through the center: what each hears is proven by tone.</summary>
public sealed class Talk
{
    private const int AgentHz = 1000;
    private const int CallerHz = 600;

    [Fact]
    public async Task A_caller_waits_with_music_reaches_the_agent_they_talk_and_the_record_tells_it()
    {
        await using var center = await Center.Start("127.11.11.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", start: "not-ready").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(30000, "6001", "secret-6001", center.Sip, AgentHz);
        await using var caller = await Baresip.Start(30100, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await caller.Saw("CALL_ESTABLISHED");
        var waiting = await events.One("call.queue-entered", _ => true);
        await center.SetState("1001", """{"state":"ready"}""");
        await agent.Saw("CALL_ESTABLISHED");
        var call = await events.One("call.leg-answered", _ => true);
        await agent.Hears(CallerHz);
        await caller.Hears(AgentHz);

        await caller.Do("hold");
        await caller.Do("resume");
        await agent.Hears(CallerHz);
        await caller.Do("hangup");
        await agent.Saw("CALL_CLOSED");
        await events.One("call.ended", row => (string?)row["id"] == (string?)call["id"]);

        var record = await center.Get($"/api/v1/calls/{(string)call["id"]!}");
        Assert.Equal("released-by-caller", (string?)record["end"]);
        Assert.Equal("1001", (string?)record["agent"]);
        Assert.Equal("answered", (string?)record["stays"]![0]!["end"]);
        Assert.Equal((string?)waiting["id"], (string?)record["id"]);
        Assert.NotEmpty(record["story"]!.AsArray());
    }

    [Fact]
    public async Task An_agent_on_hold_lets_the_caller_hear_music()
    {
        await using var center = await Center.Start("127.11.12.1", new Setup().Queue("sales", "4000").Agent("1001", "sales").ToString());
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(30200, "6001", "secret-6001", center.Sip, AgentHz);
        await using var caller = await Baresip.Start(30300, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await agent.Saw("CALL_ESTABLISHED");
        await caller.Hears(AgentHz);
        await agent.Do("hold");
        await events.One("agent.held", _ => true);
        await HearsMusic(caller);
        await agent.Do("resume");
        await events.One("agent.retrieved", _ => true);
        await agent.Do("hangup");
        await caller.Saw("CALL_CLOSED");
        var ended = await events.One("call.ended", _ => true);

        Assert.Equal("released-by-agent", (string?)ended["end"]);
        Assert.True((long)ended["holdMs"]! > 0);
    }

    [Fact]
    public async Task Over_rtpengine_they_hear_each_other_while_the_center_is_dead_and_hold_when_it_is_back()
    {
        await using var engine = await Rtpengine.Start("127.11.13.2");
        await using var center = await Center.Start(
            "127.11.13.1", new Setup().Queue("sales", "4000").Agent("1001", "sales", start: "not-ready").ToString(),
            arguments: ["--media", "rtpengine", "--rtpengine", $"m1={engine.Control}"]);
        await using var agent = await Baresip.Start(30400, "6001", "secret-6001", center.Sip, AgentHz);
        await using var caller = await Baresip.Start(30500, "caller", "-", center.Sip, CallerHz, register: false);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await caller.Saw("CALL_ESTABLISHED");
        await HearsMusic(caller);
        await center.SetState("1001", """{"state":"ready"}""");
        await agent.Saw("CALL_ESTABLISHED");
        await agent.Hears(CallerHz);
        await caller.Hears(AgentHz);

        await center.Process.Kill();
        await caller.HearsFromNow(AgentHz);
        await agent.HearsFromNow(CallerHz);

        await center.Process.DisposeAsync();
        await center.Start();
        await agent.Do("hold");
        await HearsMusic(caller);
        // What this softphone hears after a hold of its own, it records no more.
        await agent.Do("resume");
        await caller.HearsFromNow(AgentHz);
        await caller.Do("hangup");
        await agent.Saw("CALL_CLOSED");
        await engine.Process.Line(line => line.Contains("Replying to 'delete'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_rtpengine_of_a_talk_is_gone_both_phones_are_called_to_another()
    {
        await using var one = await Rtpengine.Start("127.11.14.2");
        await using var two = await Rtpengine.Start("127.11.14.3");
        await using var center = await Center.Start(
            "127.11.14.1", new Setup().Queue("sales", "4000").Agent("1001", "sales").ToString(),
            arguments: ["--media", "rtpengine", "--rtpengine", $"m1={one.Control}", "--rtpengine", $"m2={two.Control}"]);
        await using var events = await EventReader.Open(center);
        await using var agent = await Baresip.Start(30600, "6001", "secret-6001", center.Sip, AgentHz);
        await using var caller = await Baresip.Start(30700, "caller", "-", center.Sip, CallerHz, register: false);
        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await agent.Hears(CallerHz);
        await caller.Hears(AgentHz);
        var its = one.Process.Output.Contains("Creating new call", StringComparison.Ordinal) ? one : two;

        await its.Kill();
        await caller.HearsFromNow(AgentHz);
        await agent.HearsFromNow(CallerHz);

        await caller.Do("hangup");
        await agent.Saw("CALL_CLOSED");
        var ended = await events.One("call.ended", _ => true);
        Assert.Equal("released-by-caller", (string?)ended["end"]);
        var story = (await center.Get($"/api/v1/calls/{(string)ended["id"]!}"))["story"]!.AsArray().Select(line => (string)line!["en"]!).ToList();
        Assert.Single(story, line => line.Contains("goes on at media server", StringComparison.Ordinal));
        Assert.Equal(2, story.Count(line => line.Contains("hears and is heard there", StringComparison.Ordinal)));
    }

    /// <summary>The last half second of what the phone heard is sound, and not the agent's tone.</summary>
    private static Task HearsMusic(Baresip phone) => phone.Recorded("music", recording =>
        recording.Length > 8000 && recording[^4000..] is var last
        && last.Max(sample => Math.Abs((int)sample)) > 500 && Tone.Amplitude(last, AgentHz) < 1500);
}
