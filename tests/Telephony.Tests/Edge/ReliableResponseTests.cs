using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Provisional responses that are acknowledged (RFC 3262), on the wire.</summary>
public sealed class ReliableResponseTests : IDisposable
{
    private static readonly SdpSpec Sdp = new(9, 1, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Caller, [8], 101, MediaDirection.SendReceive);

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Ringing_that_is_required_to_be_acknowledged_is_repeated_until_it_is()
    {
        using var acknowledged = new CancellationTokenSource();
        var done = Respond(acknowledged.Token);
        world.Time.Pass(4);
        Assert.Equal([0, 0.5, 1.5, 3.5], world.Network.Seconds("SIP/2.0 180"));
        Assert.Single(world.Sent("SIP/2.0 180").Distinct());
        Assert.Equal(("100rel", "1"), (world.Last.Headers.First(HeaderNames.Require), world.Last.Headers.First(HeaderNames.RSeq)));

        await acknowledged.CancelAsync();
        world.Time.Pass(60);
        Assert.Equal(4, world.Sent("SIP/2.0 180").Length);
        Assert.True(done.IsCanceled);
    }

    [Fact]
    public void Without_an_acknowledgement_it_has_failed_after_32_seconds()
    {
        var done = Respond(CancellationToken.None);
        world.Time.Pass(31.9);
        Assert.False(done.IsCompleted);
        world.Time.Pass(0.2);
        Assert.True(done.IsOver(done: false));
    }

    [Fact]
    public void Its_prack_is_told_and_answered()
    {
        world.Receive(World.InDialog("PRACK", 2, more: "RAck: 1 7 INVITE\r\n"));
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
        Assert.Equal(new CallCommand.RecordPrack(0, new DialogTags("far", "ours"), 2, 1, 7), world.Core.Only<CallCommand.RecordPrack>());

        world.Core.Then(new SignalAnswer.Refused(Refusal.LegUnknown));
        world.Receive(World.InDialog("PRACK", 3, more: "RAck: 2 7 INVITE\r\n"));
        Assert.Equal(481, ((SipResponse)world.Last).Status);
    }

    [Theory]
    [InlineData("", "", 400)]
    [InlineData("RAck: 1 7\r\n", "", 400)]
    [InlineData("RAck: one 7 INVITE\r\n", "", 400)]
    [InlineData("RAck: 1 7 UPDATE\r\n", "", 400)]
    [InlineData("RAck: 1 7 INVITE\r\n", World.Sdp, 488)]
    public void A_prack_that_is_none_is_told_so(string more, string body, int status)
    {
        world.Receive(World.InDialog("PRACK", 2, body, more));
        Assert.Equal(status, ((SipResponse)world.Last).Status);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void A_phone_is_told_that_we_can_and_each_of_its_ringings_is_told_with_its_number()
    {
        world.Perform(new LegCommand.SendInvite(1, Dialog, Sdp, world.Time.Clock.GetUtcNow().AddSeconds(20), null));
        var invite = world.Sent("INVITE")[0];
        Assert.Contains("100rel", ((SipRequest)World.Parse(invite)).Headers.Values(HeaderNames.Supported));
        world.Answer(invite, 180, more: "Require: 100rel\r\nRSeq: 41\r\n");
        world.Answer(invite, 183, body: World.Sdp, more: "Require: 100rel\r\nRSeq: 42\r\n");
        world.Answer(invite, 180);

        var told = world.Core.Commands.OfType<CallCommand.RecordProgress>().ToArray();
        Assert.Equal([41u, 42u], told.Select(progress => progress.RSeq));
        Assert.Equal("phone", told[0].Early!.RemoteTag);
        Assert.NotNull(told[1].Early!.Media);
    }

    [Fact]
    public void Our_prack_is_of_the_early_dialog_and_says_what_it_acknowledges()
    {
        var done = world.Perform(new LegCommand.SendPrack(1, Dialog with { RemoteTag = "phone", LocalCSeq = 5 }, 41, 4));
        var prack = (SipRequest)World.Parse(world.Sent("PRACK")[0]);
        Assert.Equal(("41 4 INVITE", "phone", 5u), (prack.Headers.First(HeaderNames.RAck), prack.To.Tag, prack.CSeq.Number));
        world.Answer(world.Sent("PRACK")[0], 200);
        Assert.True(done.IsOver(done: true));
    }

    private Task<bool> Respond(CancellationToken ended)
    {
        world.Receive(World.Invite(more: "Require: 100rel\r\n"));
        var arrival = world.Core.Only<CallCommand.RecordArrival>().Arrival;
        Assert.True(arrival.Seed!.IsReliable);
        return world.Perform(new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, 180, null) { RSeq = 1 }, call: world.Core.Told[0].To, ended: ended);
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
}
