using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Session timers (RFC 4028) of callers, and within dialogs: who asks for one refreshes it itself, unless it wants us to, or cannot.</summary>
public sealed class SessionTimerTests : IDisposable
{
    private const string Understood = "Supported: replaces, timer\r\n";

    private static readonly SdpSpec Sdp = new(9, 2, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Caller, [8], 101, MediaDirection.SendReceive);

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Understood + "Session-Expires: 1800\r\n", "1800;refresher=uac")]
    [InlineData("Require: timer\r\nx: 90 ; refresher=uac\r\n", "90;refresher=uac")]
    [InlineData(Understood + "Session-Expires: 1800;refresher = UAS\r\n", "1800;refresher=uas")]
    [InlineData("Session-Expires: 1800\r\n", "1800;refresher=uas")]
    [InlineData("Session-Expires: 89\r\n", null)]
    [InlineData(Understood + "Session-Expires: soon\r\n", null)]
    [InlineData(Understood, null)]
    public void A_caller_that_can_refresh_its_session_is_taken_at_its_word(string asked, string? agreed)
    {
        var answered = Answered(asked);

        Assert.Equal((agreed, agreed?.EndsWith("uac", StringComparison.Ordinal) == true ? "timer" : null), (answered.Headers.First(HeaderNames.SessionExpires), answered.Headers.First(HeaderNames.Require)));
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

    [Theory]
    [InlineData("Session-Expires: 1800;refresher=uac\r\nAllow: INVITE, UPDATE\r\n", 1800u, true, true)]
    [InlineData("x: 600\r\n", 600u, true, false)]
    [InlineData("Session-Expires: 1800;refresher=uas\r\n", 1800u, false, false)]
    [InlineData("Session-Expires: 5;refresher=uac\r\n", null, false, false)]
    [InlineData("", null, false, false)]
    public void A_phone_says_in_its_answer_who_refreshes_and_how(string said, uint? seconds, bool isOurs, bool takesUpdate)
    {
        world.Perform(new LegCommand.SendInvite(1, Dialog, Sdp, world.Time.Clock.GetUtcNow().AddSeconds(20), null));
        world.Answer(world.Sent("INVITE")[0], 200, body: World.Sdp, more: said);

        Assert.Contains("timer", ((SipRequest)World.Parse(world.Sent("INVITE")[0])).Headers.Values(HeaderNames.Supported));
        var answer = world.Core.Only<CallCommand.RecordAnswer>().Answer;
        Assert.Equal((seconds, isOurs, takesUpdate), (answer.SessionSeconds, answer.SessionIsOurs, answer.TakesUpdate));
    }

    [Fact]
    public void A_refresh_by_reinvite_asks_for_the_interval_again_and_tells_what_is_agreed()
    {
        world.Perform(new LegCommand.SendReinvite(1, Dialog with { RemoteTag = "phone" }, Sdp) { SessionSeconds = 600, SessionIsOurs = true });
        world.Answer(world.Sent("INVITE")[0], 200, body: World.Sdp, more: "Session-Expires: 600;refresher=uac\r\nRequire: timer\r\n");

        var invite = (SipRequest)World.Parse(world.Sent("INVITE")[0]);
        Assert.Equal(("600;refresher=uac", "timer"), (invite.Headers.First(HeaderNames.SessionExpires), invite.Headers.First(HeaderNames.Supported)));
        var answer = world.Core.Only<CallCommand.RecordReinviteAnswer>();
        Assert.Equal((600u, true), (answer.SessionSeconds!.Value, answer.SessionIsOurs));
    }

    [Fact]
    public void A_refresh_by_update_has_no_body_and_no_ack()
    {
        var done = world.Perform(new LegCommand.SendUpdate(1, Dialog with { RemoteTag = "phone" }) { SessionSeconds = 600, SessionIsOurs = true });
        var update = (SipRequest)World.Parse(world.Sent("UPDATE")[0]);
        Assert.Equal(("600;refresher=uac", 0, 4u), (update.Headers.First(HeaderNames.SessionExpires), update.Body.Length, update.CSeq.Number));
        Assert.Single(update.Contacts);

        world.Answer(world.Sent("UPDATE")[0], 200, more: "Session-Expires: 600;refresher=uac\r\n");
        Assert.True(done.IsOver(done: true));
        Assert.Equal([new CallCommand.RecordReinviteAnswer(1, 4, "sip:a17@127.7.0.6:7000", null) { SessionSeconds = 600, SessionIsOurs = true }], world.Core.Commands);
        Assert.Empty(world.Sent("ACK"));
    }

    [Theory]
    [InlineData(481, "", null)]
    [InlineData(422, "Min-SE: 1800\r\n", 1800u)]
    public void A_refused_update_is_told_with_its_status_and_the_interval_that_would_do(int status, string more, uint? least)
    {
        world.Perform(new LegCommand.SendUpdate(1, Dialog with { RemoteTag = "phone" }) { SessionSeconds = 600, SessionIsOurs = true });
        world.Answer(world.Sent("UPDATE")[0], status, more: more);
        Assert.Equal([new CallCommand.RecordReinviteFailed(1, 4, status) { SecondsMin = least }], world.Core.Commands);
    }

    [Fact]
    public void Silence_after_an_update_is_408()
    {
        world.Perform(new LegCommand.SendUpdate(1, Dialog with { RemoteTag = "phone" }));
        world.Time.Pass(33);
        Assert.Equal([new CallCommand.RecordReinviteFailed(1, 4, 408)], world.Core.Commands);
    }

    private static readonly Dialog Dialog = new()
    {
        CallId = "leg-1-call-id",
        LocalTag = "ours",
        LocalParty = "<sip:13800138000@127.7.0.1>",
        RemoteParty = "<sip:a17@127.7.0.6:7000>",
        RemoteTarget = "sip:a17@127.7.0.6:7000",
        LocalCSeq = 4,
        Token = LegToken.Of(World.Call, 1).ToString(),
    };

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
