using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media.Rtpengine;

namespace CallCenter.Telephony.Tests.Media.Rtpengine;

public sealed class NgClientTests(OneRtpengine engine) : IClassFixture<OneRtpengine>
{
    private static readonly NgCommands Commands = new("a call", symmetric: true, holder: "me");

    [Fact]
    public async Task What_is_lost_on_either_way_is_asked_again_and_done_once()
    {
        using var way = new LossyWay(engine.Running.Control, asksPass: number => number != 1, answersPass: number => number != 1);
        using var client = new NgClient("one", way.Entrance, TimeProvider.System);

        var reply = await client.Ask(Commands.Offer(MediaSide.Caller, null, MediaSide.Other, null, isIp6: false), TestContext.Current.CancellationToken, TimeSpan.FromSeconds(20));

        Assert.True(reply.IsOk, reply.Why);
        Assert.True(way.Asked.Count >= 3, $"{way.Asked.Count} times");
        Assert.Single(way.Asked.Select(Convert.ToHexString).Distinct());
        Assert.Single(engine.Running.Process.Output.Split('\n'), line => line.Contains("Creating new call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_never_answers_is_not_waited_for_for_ever()
    {
        using var way = new LossyWay(engine.Running.Control, asksPass: _ => false, answersPass: _ => false);
        using var client = new NgClient("one", way.Entrance, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => client.Ask(NgCommands.Ping, TestContext.Current.CancellationToken));

        Assert.Contains("'ping'", failure.Message, StringComparison.Ordinal);
        Assert.True(way.Asked.Count > 1);
    }

    [Fact]
    public async Task What_it_does_not_know_is_no_failure_of_the_way()
    {
        using var client = new NgClient("one", engine.Running.Control, TimeProvider.System);

        var reply = await client.Ask(new NgCommands("nobody", symmetric: true, holder: "me").Pass(MediaSide.Caller, false), TestContext.Current.CancellationToken);

        Assert.False(reply.IsOk);
        Assert.True(reply.IsUnknownCall, reply.Why);
    }
}
