using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Our INVITE within a dialog: its bytes, its ACK, and its one end.</summary>
public sealed class ReinviteTests : IDisposable
{
    private static readonly LegCommand.SendReinvite Reinvite = new(
        1,
        new Dialog
        {
            CallId = "leg-1-call-id",
            LocalTag = "ours",
            RemoteTag = "phone",
            LocalParty = "<sip:13800138000@127.7.0.1>",
            RemoteParty = "<sip:a17@127.7.0.6:7000>",
            RemoteTarget = "sip:a17@127.7.0.6:7000",
            LocalCSeq = 4,
            Token = LegToken.Of(World.Call, 1).ToString(),
        },
        new SdpSpec(9, 2, new MediaSlot("m2", "127.7.0.2", 40_000) { OtherPort = 40_010, IsShared = true }, MediaSide.Other, [8, 0], 101, MediaDirection.SendReceive));

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    private string Sent => world.Sent("INVITE")[0];

    [Fact]
    public void It_is_of_the_dialog_and_says_where_our_media_are_now()
    {
        world.Perform(Reinvite);

        var invite = (SipRequest)World.Parse(Sent);
        Assert.Equal(("sip:a17@127.7.0.6:7000", "leg-1-call-id", "ours", "phone", 4u), (invite.RequestUri, invite.CallId, invite.From.Tag, invite.To.Tag, invite.CSeq.Number));
        Assert.Contains("c=IN IP4 127.7.0.2\r\n", Sent, StringComparison.Ordinal);
        Assert.Contains("m=audio 40010 RTP/AVP 8 0 101", Sent, StringComparison.Ordinal);
        using var restarted = new World();
        restarted.Perform(Reinvite);
        Assert.Equal(Sent, restarted.Sent("INVITE")[0]);
    }

    [Fact]
    public void Each_2xx_is_acknowledged_and_the_first_is_told()
    {
        var done = world.Perform(Reinvite);
        world.Answer(Sent, 200, body: World.Sdp);
        world.Answer(Sent, 200, body: World.Sdp);

        Assert.True(done.IsOver(done: true));
        Assert.Equal(2, world.Sent("ACK").Length);
        Assert.Single(world.Sent("ACK").Distinct());
        Assert.Equal([new CallCommand.RecordReinviteAnswer(1, 4, "sip:a17@127.7.0.6:7000", new MediaPeer("127.7.0.9", 30_000, 8, 101))], world.Core.Commands);
    }

    [Theory]
    [InlineData(491)]
    [InlineData(481)]
    [InlineData(488)]
    public void A_refusal_is_told_with_its_status(int status)
    {
        var done = world.Perform(Reinvite);
        world.Answer(Sent, status);

        Assert.True(done.IsOver(done: true));
        Assert.Equal([new CallCommand.RecordReinviteFailed(1, 4, status)], world.Core.Commands);
    }

    [Fact]
    public void Silence_is_408_and_ringing_without_end_504()
    {
        world.Perform(Reinvite);
        world.Time.Pass(33);
        Assert.Equal([new CallCommand.RecordReinviteFailed(1, 4, 408)], world.Core.Commands);

        using var ringing = new World();
        ringing.Perform(Reinvite);
        ringing.Answer(ringing.Sent("INVITE")[0], 180);
        ringing.Time.Pass(33);
        Assert.Equal([new CallCommand.RecordReinviteFailed(1, 4, 504)], ringing.Core.Commands);
    }
}
