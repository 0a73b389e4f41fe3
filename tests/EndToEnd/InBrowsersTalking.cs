using System.Globalization;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.EndToEnd;

/// <summary>Browsers that talk: encrypted at their side (ICE, DTLS-SRTP), plain RTP at the other. Who hears whom is proven by tone, both ways.</summary>
[Collection("heavy")]
public sealed class InBrowsersTalking
{
    private const int BrowserHz = 1500;
    private const int PhoneHz = 600;

    [Theory]
    [InlineData("JsSIP", 1)]
    [InlineData("SIP.js", 2)]
    public async Task A_caller_with_a_plain_phone_and_an_agent_in_a_browser_hear_each_other(string library, int block)
    {
        await using var engine = await Rtpengine.Start($"127.120.{block}.2");
        await using var center = await Start($"127.120.{block}.1", engine, out var server);
        await using var events = await EventReader.Open(center);
        await using var agent = await BrowserPhone.Start(library, server, "6001", "secret-6001", toneHz: BrowserHz);
        await using var caller = await Baresip.Start(37_000 + (100 * block), "caller", "-", center.Sip, PhoneHz, register: false);
        await agent.Saw("registered");
        await events.One("agent.phone-changed", changed => (bool?)changed["reachable"] == true);

        await caller.Do("dial", $"sip:4000@{center.Sip}");
        await agent.Saw("rings");
        await agent.Answer();
        await agent.Saw("talks");
        await agent.Hears(PhoneHz);
        await caller.Hears(BrowserHz);
        Assert.True(await agent.Received() > 0);

        await agent.Hold();
        await events.One("agent.held", _ => true);
        await agent.Resume();
        await events.One("agent.retrieved", _ => true);
        await caller.HearsFromNow(BrowserHz);
        await agent.Hears(PhoneHz);

        await center.KillAndStart();
        await caller.HearsFromNow(BrowserHz);
        await agent.Hears(PhoneHz);
        await caller.Do("hangup");
        Assert.Equal("released-by-caller", (string?)(await events.One("call.ended", _ => true))["end"]);
    }

    [Fact]
    public async Task A_browser_that_calls_hears_music_and_then_an_agent_in_another_browser()
    {
        await using var engine = await Rtpengine.Start("127.120.3.2");
        await using var center = await Start("127.120.3.1", engine, out var server);
        await using var events = await EventReader.Open(center);
        await using var agent = await BrowserPhone.Start("SIP.js", server, "6001", "secret-6001", toneHz: BrowserHz);
        await using var caller = await BrowserPhone.Start("JsSIP", server, "6002", "secret-6002", toneHz: PhoneHz);
        await agent.Saw("registered");
        await caller.Saw("registered");
        await events.One("agent.phone-changed", changed => (string?)changed["id"] == "1001" && (bool?)changed["reachable"] == true);

        await caller.Call("4000");
        await caller.Saw("talks");
        await agent.Saw("rings");
        await agent.Answer();
        await agent.Saw("talks");
        await agent.Hears(PhoneHz);
        await caller.Hears(BrowserHz);

        await agent.HangUp();
        await caller.Saw("ended");
        Assert.Equal("released-by-agent", (string?)(await events.One("call.ended", _ => true))["end"]);
    }

    private static Task<Center> Start(string address, Rtpengine engine, out Uri server)
    {
        var port = Center.FreePort(address);
        server = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://{address}:{port}/"));
        return Center.Start(
            address,
            new Setup().Queue("web", "4000").Agent("1001", "web").Agent("1002", "web", start: "not-ready").ToString(),
            arguments: ["--sip-ws", string.Create(CultureInfo.InvariantCulture, $"{address}:{port}"), "--media", "rtpengine", "--rtpengine", $"m1={engine.Control}"]);
    }
}
