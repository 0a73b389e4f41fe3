using System.Net;
using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Our INVITE to a phone: its bytes, its progress, its one end, and everything that races with it.</summary>
public sealed class OutgoingTests : IDisposable
{
    private static readonly Dialog Dialog = new()
    {
        CallId = "leg-1-call-id",
        LocalTag = "leg-1-tag",
        LocalParty = "\"Li\" <sip:13800138000@127.7.0.1>",
        RemoteParty = "<sip:a17@127.7.0.6:7000>",
        RemoteTarget = "sip:a17@127.7.0.6:7000",
        LocalCSeq = 1,
        Token = LegToken.Of(World.Call, 1).ToString(),
    };

    private static readonly LegCommand.SendInvite Invite = new(
        1, Dialog, new SdpSpec(9, 1, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Other, [8, 0], 101, MediaDirection.SendReceive),
        VirtualClock.Start.AddSeconds(20), "\"Li\" <sip:13800138000@127.7.0.1>");

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    private string Sent => world.Sent("INVITE")[0];

    [Fact]
    public void The_invite_says_who_calls_offers_our_media_and_names_the_leg()
    {
        world.Perform(Invite);
        var invite = (SipRequest)World.Parse(Sent);
        Assert.Equal("127.7.0.6:7000", world.Network.Sent[0].Hop.Remote.ToString());
        Assert.Equal(("sip:a17@127.7.0.6:7000", "leg-1-call-id", "leg-1-tag", 1u), (invite.RequestUri, invite.CallId, invite.From.Tag, invite.CSeq.Number));
        Assert.Equal("\"Li\" <sip:13800138000@127.7.0.1>", invite.Headers.First(HeaderNames.PAssertedIdentity));
        Assert.Equal($"<sip:{Dialog.Token}@127.7.0.1:5060>", invite.Headers.First(HeaderNames.Contact));
        Assert.Contains("m=audio 20002 RTP/AVP 8 0 101", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sent_along_is_a_header_and_without_it_there_is_none()
    {
        world.Perform(Invite with { UserToUser = "56a390f3;encoding=hex" });
        using var other = new World();
        other.Perform(Invite);

        Assert.Equal("56a390f3;encoding=hex", World.Parse(Sent).Headers.First(HeaderNames.UserToUser));
        Assert.False(World.Parse(other.Sent("INVITE")[0]).Headers.Has(HeaderNames.UserToUser));
    }

    [Theory]
    [InlineData(AutoAnswer.CallInfo, "Call-Info", "<sip:a17@127.7.0.6:7000>;answer-after=0")]
    [InlineData(AutoAnswer.AlertInfo, "Alert-Info", "<sip:a17@127.7.0.6:7000>;info=alert-autoanswer;delay=0")]
    public void A_phone_that_is_to_answer_by_itself_is_told_so_in_its_words(AutoAnswer how, string name, string value)
    {
        world.Perform(Invite with { AutoAnswer = how });
        using var other = new World();
        other.Perform(Invite);

        Assert.Equal(value, World.Parse(Sent).Headers.First(name));
        Assert.False(World.Parse(other.Sent("INVITE")[0]).Headers.Has(name));
    }

    [Fact]
    public void After_a_restart_the_same_command_makes_the_same_bytes()
    {
        world.Perform(Invite);
        using var restarted = new World();
        restarted.Perform(Invite);
        Assert.Equal(Sent, restarted.Sent("INVITE")[0]);
    }

    [Fact]
    public void The_first_ringing_and_the_answer_are_told_once()
    {
        var done = world.Perform(Invite);
        world.Answer(Sent, 100);
        world.Answer(Sent, 180);
        world.Answer(Sent, 183);
        world.Answer(Sent, 200, body: World.Sdp, more: "Record-Route: <sip:127.7.0.3;lr>\r\nRecord-Route: <sip:127.7.0.4;lr>");
        world.Answer(Sent, 200, body: World.Sdp);
        Assert.True(done.IsOver(done: true));
        Assert.Equal(
            [
                new CallCommand.RecordProgress(1, 180),
                new CallCommand.RecordAnswer(1, new DialogAnswer("phone", "sip:a17@127.7.0.6:7000", ["<sip:127.7.0.4;lr>", "<sip:127.7.0.3;lr>"], new MediaPeer("127.7.0.9", 30_000, 8, 101))),
            ],
            world.Core.Commands);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(302)]
    [InlineData(603)]
    public void A_failure_is_acknowledged_and_told_with_its_status(int status)
    {
        var done = world.Perform(Invite);
        world.Answer(Sent, status);
        Assert.Equal([new CallCommand.RecordLegFailed(1, status)], world.Core.Commands);
        Assert.Single(world.Sent("ACK"));
        Assert.True(done.IsOver(done: true));
    }

    [Fact]
    public void Silence_is_408_after_32_seconds()
    {
        world.Perform(Invite with { RingUntil = VirtualClock.Start.AddMinutes(5) });
        world.Time.Pass(32);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 408)], world.Core.Commands);
    }

    [Fact]
    public void A_phone_that_says_nothing_until_ring_time_is_silent_and_its_late_answer_is_put_away()
    {
        world.Perform(Invite);
        world.Time.Pass(20);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 408)], world.Core.Commands);
        world.Answer(Sent, 180);
        Assert.Single(world.Sent("CANCEL"));
        world.Answer(Sent, 200, body: World.Sdp);
        Assert.Single(world.Sent("ACK"));
        Assert.Single(world.Sent("BYE"));
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordAnswer);
    }

    [Fact]
    public void No_way_there_is_503()
    {
        world.Network.Unreachable.Add(World.Phone.Remote);
        world.Perform(Invite);
        using var unresolved = new World();
        unresolved.Perform(Invite with { Dialog = Dialog with { RemoteTarget = "sip:a17@nowhere.example" } });
        Assert.Equal([new CallCommand.RecordLegFailed(1, 503)], world.Core.Commands);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 503)], unresolved.Core.Commands);
    }

    [Fact]
    public void A_host_name_is_looked_up()
    {
        world.Network.Names["phones.example"] = IPAddress.Parse("127.7.0.7");
        world.Perform(Invite with { Dialog = Dialog with { RemoteTarget = "sip:a17@phones.example" } });
        Assert.Equal("127.7.0.7:5060", world.Network.Sent[0].Hop.Remote.ToString());
    }

    [Fact]
    public void At_ring_time_it_is_cancelled_and_ends_with_487()
    {
        world.Perform(Invite);
        world.Answer(Sent, 180);
        world.Time.Pass(19.9);
        Assert.Empty(world.Sent("CANCEL"));
        world.Time.Pass(0.1);
        var cancel = (SipRequest)World.Parse(Assert.Single(world.Sent("CANCEL")));
        Assert.Equal(World.Parse(Sent).TopVia.ToString(), cancel.TopVia.ToString());
        Assert.Equal((Dialog.CallId, 1u), (cancel.CallId, cancel.CSeq.Number));
        world.Answer(world.Sent("CANCEL")[0], 200);
        world.Answer(Sent, 487);
        Assert.Equal(new CallCommand.RecordLegFailed(1, 487), world.Core.Commands.Last());
    }

    [Fact]
    public void A_cancel_waits_for_a_provisional_response()
    {
        world.Perform(Invite);
        var cancelled = world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1");
        Assert.Empty(world.Sent("CANCEL"));
        world.Answer(Sent, 100);
        Assert.Single(world.Sent("CANCEL"));
        Assert.False(cancelled.IsCompleted);
        world.Answer(Sent, 487);
        Assert.True(cancelled.IsOver(done: true));
    }

    [Fact]
    public void A_cancel_that_meets_the_answer_on_the_way_leaves_it_an_answer()
    {
        world.Perform(Invite);
        world.Answer(Sent, 180);
        world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1");
        world.Answer(Sent, 200, body: World.Sdp);
        world.Answer(world.Sent("CANCEL")[0], 481);
        world.Time.Pass(60);
        Assert.Equal(["RecordProgress", "RecordAnswer"], world.Core.Commands.Select(command => command.GetType().Name));
    }

    [Fact]
    public void A_cancel_after_the_answer_is_not_sent()
    {
        world.Perform(Invite);
        world.Answer(Sent, 200, body: World.Sdp);
        var cancelled = world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1");
        Assert.Empty(world.Sent("CANCEL"));
        Assert.True(cancelled.IsOver(done: true));
    }

    [Fact]
    public void A_cancelled_invite_without_any_end_is_given_up_64_T1_after_the_cancel()
    {
        world.Perform(Invite);
        world.Answer(Sent, 180);
        world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1");
        world.Answer(world.Sent("CANCEL")[0], 200);
        world.Time.Pass(31.9);
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordLegFailed);
        world.Time.Pass(0.1);
        Assert.Equal(new CallCommand.RecordLegFailed(1, 487), world.Core.Only<CallCommand.RecordLegFailed>());
    }

    [Fact]
    public void After_a_restart_a_cancel_needs_no_invite_of_this_run()
    {
        world.Perform(Invite);
        using var restarted = new World();
        restarted.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1");
        Assert.Empty(restarted.Sent("INVITE"));
        var cancel = World.Parse(Assert.Single(restarted.Sent("CANCEL")));
        Assert.Equal(World.Parse(Sent).TopVia.ToString(), cancel.TopVia.ToString());
        restarted.Answer(Sent, 487);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 487)], restarted.Core.Commands);
        Assert.Single(restarted.Sent("ACK"));
    }

    [Fact]
    public void After_ring_time_a_restarted_edge_rings_nobody_anew()
    {
        world.Time.Pass(21);
        world.Perform(Invite);
        Assert.Empty(world.Sent("INVITE"));
        world.Answer(Assert.Single(world.Sent("CANCEL")), 481);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 487)], world.Core.Commands);
    }

    [Fact]
    public void A_second_phone_that_answers_is_acknowledged_and_let_go()
    {
        world.Perform(Invite);
        world.Answer(Sent, 200, "first", World.Sdp);
        world.Answer(Sent, 200, "second", World.Sdp);
        var ack = World.Parse(Assert.Single(world.Sent("ACK")));
        var bye = World.Parse(Assert.Single(world.Sent("BYE")));
        Assert.Equal(("second", "second", 2u), (ack.To.Tag, bye.To.Tag, bye.CSeq.Number));
        Assert.Equal("first", world.Core.Only<CallCommand.RecordAnswer>().Answer.RemoteTag);
    }

    [Fact]
    public void The_ack_goes_again_for_each_repeated_2xx_for_32_seconds()
    {
        world.Perform(Invite);
        world.Answer(Sent, 200, body: World.Sdp);
        var answered = Dialog with { RemoteTag = "phone" };
        Assert.True(world.Perform(new LegCommand.SendAck(1, answered, 1), "ack/1").IsOver(done: true));
        world.Time.Pass(0.5);
        world.Answer(Sent, 200, body: World.Sdp);
        world.Time.Pass(31.4);
        world.Answer(Sent, 200, body: World.Sdp);
        Assert.Equal(3, world.Sent("ACK").Length);
        Assert.Single(world.Sent("ACK").Distinct());
        world.Core.Only<CallCommand.RecordAnswer>();
    }

    [Fact]
    public void A_2xx_of_an_earlier_run_finds_its_call_by_the_branch()
    {
        world.Perform(Invite);
        using var restarted = new World();
        restarted.Answer(Sent, 200, body: World.Sdp);
        Assert.Equal(World.Call, restarted.Core.Told[0].To);
        Assert.Equal("phone", restarted.Core.Only<CallCommand.RecordAnswer>().Answer.RemoteTag);
    }

    [Fact]
    public void A_2xx_that_the_call_has_already_is_acknowledged_again_the_way_it_came()
    {
        world.Perform(Invite);
        using var restarted = new World();
        restarted.Answer(Sent, 200, body: World.Sdp, more: "Record-Route: <sip:127.7.0.3;lr>");
        restarted.Answer(Sent, 200, body: World.Sdp, more: "Record-Route: <sip:127.7.0.3;lr>");
        var ack = (SipRequest)World.Parse(Assert.Single(restarted.Sent("ACK").Distinct()));
        Assert.Equal(("sip:a17@127.7.0.6:7000", "phone", 1u), (ack.RequestUri, ack.To.Tag, ack.CSeq.Number));
        Assert.All(restarted.Network.Sent, sent => Assert.Equal(World.Phone.Remote, sent.Hop.Remote));
        restarted.Core.Only<CallCommand.RecordAnswer>();
    }

    [Fact]
    public void A_2xx_that_its_call_does_not_know_is_acknowledged_and_ended()
    {
        world.Perform(Invite);
        using var other = new World();
        other.Core.Otherwise = (_, _) => new SignalAnswer.Refused(Refusal.DialogMismatch);
        other.Answer(Sent, 200, body: World.Sdp);
        Assert.Equal(["ACK", "BYE"], other.Wire.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void An_invite_of_an_edge_that_is_gone_ends_where_it_rings_and_the_call_rings_anew()
    {
        world.Perform(Invite);
        using var standIn = new World();
        var done = standIn.Perform(Invite, at: "another");
        var cancel = World.Parse(Assert.Single(standIn.Sent("CANCEL")));
        Assert.Equal(World.Parse(Sent).TopVia.ToString(), cancel.TopVia.ToString());
        standIn.Answer(standIn.Sent("CANCEL")[0], 200);
        Assert.Empty(standIn.Sent("INVITE"));
        Assert.Equal([new CallCommand.RecordLegFailed(1, 503)], standIn.Core.Commands);
        Assert.True(done.IsOver(done: true));
    }

    [Theory]
    [InlineData(481)]
    [InlineData(0)]
    public void An_invite_of_an_edge_that_is_gone_is_sent_where_it_never_arrived(int said)
    {
        world.Perform(Invite, at: "another");
        if (said > 0)
        {
            world.Answer(world.Sent("CANCEL")[0], said);
        }
        else
        {
            Assert.Empty(world.Sent("INVITE"));
            world.Time.Pass(2);
        }

        world.Answer(Sent, 180);
        world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1", at: "another");
        Assert.Single(world.Sent("CANCEL")[^1..], world.Sent("CANCEL")[0]);
        world.Answer(Sent, 487);
        Assert.Equal([new CallCommand.RecordProgress(1, 180), new CallCommand.RecordLegFailed(1, 487)], world.Core.Commands);
    }

    [Fact]
    public void An_invite_that_was_cancelled_while_it_was_looked_for_is_not_sent()
    {
        world.Perform(Invite, at: "another");
        world.Perform(new LegCommand.SendCancel(1, Dialog), "cancel/1", at: "another");
        world.Answer(world.Sent("CANCEL")[0], 481);
        Assert.Empty(world.Sent("INVITE"));
        Assert.Equal([new CallCommand.RecordLegFailed(1, 487)], world.Core.Commands);
    }

    [Fact]
    public void An_answer_that_the_call_has_from_another_edge_is_put_away()
    {
        world.Core.Otherwise = (_, command) => command is CallCommand.RecordAnswer ? new SignalAnswer.Refused(Refusal.DialogMismatch) : new SignalAnswer.Answered(null);
        world.Perform(Invite);
        world.Answer(Sent, 200, "second", World.Sdp);
        Assert.Equal("second", World.Parse(Assert.Single(world.Sent("ACK"))).To.Tag);
        Assert.Equal("second", World.Parse(Assert.Single(world.Sent("BYE"))).To.Tag);
    }

    [Fact]
    public void A_duty_that_ends_has_no_effect_on_the_wire_and_the_end_is_still_told()
    {
        using var ended = new CancellationTokenSource();
        var done = world.Perform(Invite, ended: ended.Token);
        ended.Cancel();
        world.Answer(Sent, 180);
        world.Time.Pass(1);
        Assert.True(done.IsCanceled);
        Assert.Empty(world.Sent("CANCEL"));
        world.Answer(Sent, 486);
        Assert.Equal(new CallCommand.RecordLegFailed(1, 486), world.Core.Commands.Last());
    }

    [Fact]
    public void A_large_invite_goes_over_tcp_where_the_phone_takes_it_and_else_over_udp()
    {
        var large = Invite with { AssertedIdentity = $"\"{new string('x', 600)}\" <sip:13800138000@127.7.0.1>" };
        world.Network.Listening.Add(World.Phone.Remote);
        world.Perform(large);
        using var refusing = new World();
        refusing.Perform(large);
        Assert.Equal(Transport.Tcp, world.Network.Sent[0].Hop.Transport);
        Assert.Contains("Via: SIP/2.0/TCP 127.7.0.1:5060", Sent, StringComparison.Ordinal);
        Assert.Contains(";transport=tcp>", Sent, StringComparison.Ordinal);
        Assert.Equal(Transport.Udp, refusing.Network.Sent[0].Hop.Transport);
    }

    [Theory]
    [InlineData("sips:a17@127.7.0.6", "127.7.0.6:5061")]
    [InlineData("sip:a17@127.7.0.6:7001;transport=tls", "127.7.0.6:7001")]
    public void A_secure_address_is_reached_over_tls_or_not_at_all(string target, string reached)
    {
        world.Network.Listening.Add(IPEndPoint.Parse(reached));
        world.Perform(Invite with { Dialog = Dialog with { RemoteTarget = target } });
        Assert.Equal((Transport.Tls, reached), (world.Network.Sent[0].Hop.Transport, world.Network.Sent[0].Hop.Remote.ToString()));
        Assert.Contains("Via: SIP/2.0/TLS 127.7.0.1:5060", Sent, StringComparison.Ordinal);

        using var refusing = new World();
        refusing.Perform(Invite with { Dialog = Dialog with { RemoteTarget = target } });
        Assert.Equal([new CallCommand.RecordLegFailed(1, 503)], refusing.Core.Commands);
        Assert.Empty(refusing.Network.Sent);
    }

    [Fact]
    public void A_browser_is_reached_over_its_own_connection_or_not_at_all()
    {
        var browser = Invite with { Dialog = Dialog with { RemoteTarget = "sip:a17@browser.invalid;transport=ws", Flow = new Flow(Transport.WebSocket, "10.0.0.5:40000", "edge-1") } };
        using var gone = new World();
        gone.Perform(browser);
        Assert.Equal([new CallCommand.RecordLegFailed(1, 503)], gone.Core.Commands);

        world.Network.Open.Add("edge-1");
        world.Perform(browser);
        Assert.Equal("edge-1", world.Network.Sent[0].Hop.Connection);
        Assert.Contains("Via: SIP/2.0/WS 127.7.0.1:5060", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phone_is_reached_over_the_connection_it_registered_through_while_that_is_open()
    {
        world.Network.Open.Add("edge-1");
        world.Perform(Invite with { Dialog = Dialog with { Flow = new Flow(Transport.Tcp, "10.0.0.5:40000", "edge-1") } });
        Assert.Equal("edge-1", world.Network.Sent[0].Hop.Connection);
    }

    [Fact]
    public void Routes_are_followed_loose_ones_first_strict_ones_as_target()
    {
        var bye = new LegCommand.SendBye(1, Dialog with { RemoteTag = "phone", RouteSet = ["<sip:127.7.0.3:5070;lr>"] }, 2, null);
        world.Perform(bye);
        Assert.Equal("127.7.0.3:5070", world.Network.Sent[0].Hop.Remote.ToString());
        Assert.StartsWith("BYE sip:a17@127.7.0.6:7000 ", world.Network.Sent[0].Text, StringComparison.Ordinal);

        world.Perform(bye with { Dialog = bye.Dialog with { RouteSet = ["<sip:127.7.0.4:5071>"] }, CSeq = 3 }, "other");
        Assert.Equal("127.7.0.4:5071", world.Network.Sent[1].Hop.Remote.ToString());
        Assert.StartsWith("BYE sip:127.7.0.4:5071 ", world.Network.Sent[1].Text, StringComparison.Ordinal);
        Assert.Contains("Route: <sip:a17@127.7.0.6:7000>", world.Network.Sent[1].Text, StringComparison.Ordinal);
    }
}
