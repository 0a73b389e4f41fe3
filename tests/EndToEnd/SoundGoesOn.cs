using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>A talk of two softphones in a cluster whose sound is on rtpengines, while what serves it ends piece by piece.</summary>
public sealed class SoundGoesOn
{
    private const int AgentHz = 1000;
    private const int CallerHz = 600;

    [Fact]
    public async Task The_edge_of_a_talk_is_killed_and_then_its_rtpengine()
    {
        await using var one = await Rtpengine.Start("127.50.1.3");
        await using var two = await Rtpengine.Start("127.50.1.4");
        // What both edges tell is an address: a softphone sends its ACK there, and to a name that nobody knows it would send none.
        await using var cluster = await ClusterOfThree.Start(
            "127.50.1.1", new Setup().Queue("sales", "4000", "wrap-up: 0s").Agent("1001", "sales"), "127.50.1.2",
            "--sip-advertise", "127.50.1.1", "--media", "rtpengine", "--rtpengine", $"m1={one.Control}", "--rtpengine", $"m2={two.Control}");
        await using var events = await EventReader.Open(cluster.Other!);
        await using var agent = await Baresip.Start(30800, "6001", "secret-6001", cluster.Edge.Sip, AgentHz);
        await using var caller = await Baresip.Start(30900, "caller", "-", cluster.Edge.Sip, CallerHz, register: false);
        await caller.Do("dial", $"sip:4000@{cluster.Edge.Sip}");
        await HearEachOther(caller, agent);

        // Nobody notices.
        await cluster.Edge.Process.Kill();
        await HearEachOther(caller, agent);

        // The other edge has taken the call over, so it is that one which finds the loss and has both phones called to another.
        var its = one.Process.Output.Contains("Creating new call", StringComparison.Ordinal) ? one : two;
        await its.Kill();
        await HearEachOther(caller, agent);
        var call = (string)(await events.One("call.leg-answered", _ => true))["id"]!;
        await StoryTells(cluster.Other!, call, "hears and is heard there", times: 2);
    }

    private static async Task StoryTells(Center center, string call, string words, int times)
    {
        using var deadline = new CancellationTokenSource(Started.Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await center.Get($"/api/v1/calls/{call}"))["story"]!.AsArray().Count(line => ((string)line!["en"]!).Contains(words, StringComparison.Ordinal)) < times)
        {
            await again.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task HearEachOther(Baresip caller, Baresip agent)
    {
        if (caller.Heard.Count == 0 || agent.Heard.Count == 0)
        {
            await agent.Hears(CallerHz);
            await caller.Hears(AgentHz);
            return;
        }

        await caller.HearsFromNow(AgentHz);
        await agent.HearsFromNow(CallerHz);
    }
}
