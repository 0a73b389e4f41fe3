using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Answering the caller's INVITE, by the edge that holds it and by one that never saw it.</summary>
public sealed class RespondTests : IDisposable
{
    private readonly World world = new();
    private readonly ActorId call;
    private readonly CallArrival arrival;

    public RespondTests()
    {
        world.Receive(World.Invite());
        call = world.Core.Told[0].To;
        arrival = world.Core.Only<CallCommand.RecordArrival>().Arrival;
        world.Network.Sent.Clear();
        world.Core.Told.Clear();
    }

    private string Token => LegToken.Of(call, 0).ToString();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_provisional_response_goes_once_with_tag_and_contact()
    {
        Assert.True(Respond(world, 180).IsCompletedSuccessfully);
        var ringing = (SipResponse)world.Last;
        Assert.Equal((180, arrival.Dialog!.LocalTag), (ringing.Status, ringing.To.Tag));
        Assert.Equal($"<sip:{Token}@127.7.0.1:5060>", ringing.Headers.First(HeaderNames.Contact));
        world.Time.Pass(59);
        Assert.Single(world.Network.Sent);
    }

    [Fact]
    public void A_caller_that_waits_is_reminded_every_minute_of_the_last_progress_until_the_answer()
    {
        Respond(world, 180);
        world.Time.Pass(10);
        Respond(world, 183);
        world.Time.Pass(130);
        Assert.Equal([0], world.Network.Seconds("SIP/2.0 180"));
        Assert.Equal([10, 70, 130], world.Network.Seconds("SIP/2.0 183"));
        _ = Respond(world, 200);
        world.Time.Pass(200);
        Assert.Equal(3, world.Sent("SIP/2.0 183").Length);
    }

    [Fact]
    public void A_caller_that_goes_on_sending_to_the_number_is_known_by_our_tag()
    {
        var done = Respond(world, 200);
        world.Receive(World.Request("ACK", "sip:4000@127.7.0.1", "z9hG4bK-ack", "call-a", 1, $"<sip:4000@127.7.0.1>;tag={arrival.Dialog!.LocalTag}"));
        world.Receive(World.Request("BYE", "sip:4000@127.7.0.1", "z9hG4bK-bye", "call-a", 2, $"<sip:4000@127.7.0.1>;tag={arrival.Dialog!.LocalTag}"));
        Assert.True(done.IsOver(done: true));
        Assert.Equal([call, call], world.Core.Told.Select(telling => telling.To));
        Assert.Equal("SIP/2.0 200 OK", world.Wire.Last());

        world.Receive(World.Request("BYE", "sip:4000@127.7.0.1", "z9hG4bK-guess", "call-a", 2, "<sip:4000@127.7.0.1>;tag=guessed"));
        Assert.Equal("SIP/2.0 481 Call/Transaction Does Not Exist", world.Wire.Last());
    }

    [Fact]
    public void A_2xx_is_repeated_at_T1_up_to_T2_until_its_ack_and_the_ack_is_told_once()
    {
        var done = Respond(world, 200);
        world.Time.Pass(9);
        Assert.False(done.IsCompleted);
        world.Receive(World.InDialog("ACK", 1, token: Token, tag: arrival.Dialog!.LocalTag));
        world.Time.Pass(60);
        Assert.True(done.IsOver(done: true));
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5], world.Network.Seconds("SIP/2.0 200"));
        Assert.Equal(new CallCommand.RecordAck(0, 1, null), world.Core.Only<CallCommand.RecordAck>());
    }

    [Fact]
    public void The_answer_is_in_the_ack_when_the_offer_was_ours()
    {
        _ = Respond(world, 200);
        world.Receive(World.InDialog("ACK", 1, World.Sdp, token: Token, tag: arrival.Dialog!.LocalTag));
        Assert.Equal(new MediaPeer("127.7.0.9", 30_000, 8, 101), world.Core.Only<CallCommand.RecordAck>().Media);
    }

    [Fact]
    public void Without_an_ack_it_fails_after_32_seconds()
    {
        var done = Respond(world, 200);
        world.Time.Pass(31.9);
        Assert.False(done.IsCompleted);
        world.Time.Pass(0.1);
        Assert.True(done.IsOver(done: false));
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], world.Network.Seconds("SIP/2.0 200"));
    }

    [Fact]
    public void A_2xx_that_is_no_longer_owed_is_not_repeated()
    {
        using var ended = new CancellationTokenSource();
        var done = Respond(world, 200, ended.Token);
        ended.Cancel();
        world.Time.Pass(10);
        Assert.True(done.IsCanceled);
        Assert.Single(world.Network.Sent);
    }

    [Fact]
    public void The_same_duty_asked_twice_is_carried_out_once()
    {
        var first = Respond(world, 200);
        var second = Respond(world, 200);
        Assert.Single(world.Network.Sent);
        world.Receive(World.InDialog("ACK", 1, token: Token, tag: arrival.Dialog!.LocalTag));
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact]
    public void After_a_restart_the_2xx_has_the_same_bytes_and_the_same_way()
    {
        _ = Respond(world, 200);
        using var restarted = new World();
        var done = Respond(restarted, 200);
        Assert.Equal(world.Network.Sent[0].Text, restarted.Network.Sent[0].Text);
        Assert.Equal("127.7.0.9:5080", restarted.Network.Sent[0].Hop.Remote.ToString());
        restarted.Time.Pass(1.5);
        restarted.Receive(World.InDialog("ACK", 1, token: Token, tag: arrival.Dialog!.LocalTag));
        restarted.Time.Pass(60);
        Assert.True(done.IsOver(done: true));
        Assert.Equal([0, 0.5, 1.5], restarted.Network.Seconds("SIP/2.0 200"));
    }

    [Fact]
    public void After_a_restart_a_failure_is_repeated_until_its_ack_and_a_repeated_invite_gets_it_again()
    {
        using var restarted = new World();
        var done = Respond(restarted, 486);
        restarted.Time.Pass(0.6);
        restarted.Receive(World.Invite());
        Assert.Equal(3, restarted.Sent("SIP/2.0 486").Length);
        Assert.Empty(restarted.Core.Told);
        restarted.Receive(World.Request("ACK", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, $"<sip:4000@127.7.0.1>;tag={arrival.Dialog!.LocalTag}"));
        Assert.True(done.IsOver(done: true));
    }

    [Fact]
    public void A_failure_that_nobody_acknowledges_is_done_at_timer_H()
    {
        var done = Respond(world, 486);
        world.Time.Pass(31.9);
        Assert.False(done.IsCompleted);
        world.Time.Pass(0.1);
        Assert.True(done.IsOver(done: true));
    }

    [Fact]
    public void Our_answer_has_as_many_lines_as_the_offer_and_our_port()
    {
        _ = Respond(world, 200);
        var body = System.Text.Encoding.UTF8.GetString(world.Last.Body.Span);
        Assert.Contains($"m=audio {arrival.Slot.Port} RTP/AVP 8 101\r\n", body, StringComparison.Ordinal);
    }

    private Task<bool> Respond(World at, int status, CancellationToken ended = default) => at.Perform(
        new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, status, status == 200 ? CancelTests.SdpOf(arrival) : null), $"respond/{status}", call, ended: ended);
}
