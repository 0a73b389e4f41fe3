using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Session timers (RFC 4028) of callers, and within dialogs: who asks for one refreshes it itself.</summary>
public sealed class SessionTimerTests : IDisposable
{
    private const string Understood = "Supported: replaces, timer\r\n";

    private static readonly SdpSpec Sdp = new(9, 2, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Caller, [8], 101, MediaDirection.SendReceive);

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Understood + "Session-Expires: 1800\r\n", "1800;refresher=uac")]
    [InlineData("Require: timer\r\nx: 90 ; refresher=uac\r\n", "90;refresher=uac")]
    [InlineData(Understood + "Session-Expires: 1800;refresher = UAS\r\n", null)]
    [InlineData("Session-Expires: 1800\r\n", null)]
    [InlineData(Understood + "Session-Expires: soon\r\n", null)]
    [InlineData(Understood, null)]
    public void A_caller_that_can_refresh_its_session_is_taken_at_its_word(string asked, string? agreed)
    {
        var answered = Answered(asked);

        Assert.Equal((agreed, agreed is null ? null : "timer"), (answered.Headers.First(HeaderNames.SessionExpires), answered.Headers.First(HeaderNames.Require)));
        Assert.Contains("timer", answered.Headers.Values(HeaderNames.Supported));
    }

    [Fact]
    public void Another_edge_answers_the_same()
    {
        world.Receive(World.Invite(more: Understood + "Session-Expires: 600\r\n"));
        using var other = new World();
        Respond(other);

        Assert.Equal("600;refresher=uac", other.Last.Headers.First(HeaderNames.SessionExpires));
    }

    [Fact]
    public void A_session_that_would_be_refreshed_all_the_time_is_not_begun()
    {
        world.Receive(World.Invite(more: Understood + "Session-Expires: 89\r\n"));

        Assert.Equal(["SIP/2.0 422 Session Interval Too Small"], world.Wire);
        Assert.Equal("90", world.Last.Headers.First(HeaderNames.MinSessionExpires));
        Assert.Empty(world.Core.Commands);
    }

    [Fact]
    public void Who_does_not_understand_that_is_not_refused()
    {
        world.Receive(World.Invite(more: "Session-Expires: 60\r\n"));

        Assert.Null(world.Core.Only<CallCommand.RecordArrival>().Arrival.Seed!.SessionSeconds);
    }

    [Fact]
    public void A_refresh_is_answered_with_its_interval_and_told()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Sdp)));
        world.Receive(World.InDialog("INVITE", 2, World.Sdp, Understood + "Session-Expires: 1800;refresher=uac\r\n"));

        Assert.Equal(1800u, world.Core.Only<CallCommand.RecordReinvite>().SessionSeconds);
        Assert.Equal("1800;refresher=uac", world.Last.Headers.First(HeaderNames.SessionExpires));
    }

    private SipMessage Answered(string asked)
    {
        world.Receive(World.Invite(more: asked));
        Respond(world);
        return world.Last;
    }

    private void Respond(World by)
    {
        var arrival = world.Core.Only<CallCommand.RecordArrival>().Arrival;
        _ = by.Perform(new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, 200, Sdp), call: world.Core.Told[0].To);
    }
}
