using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>What comes within a dialog, and what goes out within one.</summary>
public sealed class InDialogTests : IDisposable
{
    private static readonly SdpSpec Held = new(9, 2, new MediaSlot("m1", "127.7.0.1", 20_000), MediaSide.Caller, [8], 101, MediaDirection.ReceiveOnly);

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_bye_is_told_with_its_tags_and_answered_after_that()
    {
        world.Core.Then(SignalAnswer.Unknown.Instance);
        world.Receive(World.InDialog("BYE", 2, more: "Reason: Q.850;cause=16\r\n"));
        Assert.Empty(world.Wire);
        world.Time.Pass(0.1);
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
        Assert.Equal(World.Call, world.Core.Told[0].To);
        Assert.Equal(new CallCommand.RecordBye(0, new DialogTags("far", "ours"), 2, "Q.850;cause=16"), world.Core.Told[1].Command);
    }

    [Fact]
    public void A_repeated_bye_is_told_once()
    {
        world.Receive(World.InDialog("BYE", 2));
        world.Receive(World.InDialog("BYE", 2));
        Assert.Equal(["SIP/2.0 200 OK", "SIP/2.0 200 OK"], world.Wire);
        world.Core.Only<CallCommand.RecordBye>();
    }

    [Theory]
    [InlineData(Refusal.CallUnknown, 481)]
    [InlineData(Refusal.DialogMismatch, 481)]
    [InlineData(Refusal.CSeqTooLow, 500)]
    public void A_bye_of_no_dialog_of_ours_is_told_so(Refusal reason, int status)
    {
        world.Core.Then(new SignalAnswer.Refused(reason));
        world.Receive(World.InDialog("BYE", 2));
        Assert.Equal(status, ((SipResponse)world.Last).Status);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("0123456789abcdef0123456789abcdefffffffff-0")]
    public void A_token_of_nobody_is_481_and_nobody_is_told(string token)
    {
        world.Receive(World.InDialog("BYE", 2, token: token));
        Assert.Equal(["SIP/2.0 481 Call/Transaction Does Not Exist"], world.Wire);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void Just_after_a_start_a_bye_waits_for_the_configuration()
    {
        world.Plan.Ready = false;
        world.Receive(World.InDialog("BYE", 2));
        world.Time.Pass(3);
        Assert.Empty(world.Wire);
        world.Plan.Ready = true;
        world.Time.Pass(0.1);
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
    }

    [Fact]
    public void A_full_core_is_asked_again_for_what_is_in_a_dialog()
    {
        world.Core.Then(new SignalAnswer.Refused(Refusal.MailboxFull));
        world.Receive(World.InDialog("BYE", 2));
        world.Time.Pass(1);
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
    }

    [Fact]
    public void A_hold_is_answered_with_our_sdp_until_its_ack()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Held)));
        world.Receive(World.InDialog("INVITE", 2, World.Sdp + "a=sendonly\r\n", "Contact: <sip:13800138000@127.7.0.9:5090>\r\n"));
        Assert.Equal(
            new CallCommand.RecordReinvite(0, new DialogTags("far", "ours"), 2, new MediaPeer("127.7.0.9", 30_000, 8, 101, MediaDirection.SendOnly), "sip:13800138000@127.7.0.9:5090"),
            world.Core.Only<CallCommand.RecordReinvite>());
        Assert.Contains("a=recvonly", world.Sent("SIP/2.0 200")[0], StringComparison.Ordinal);
        world.Time.Pass(0.5);
        world.Receive(World.InDialog("ACK", 2));
        world.Time.Pass(60);
        Assert.Equal([0, 0.5], world.Network.Seconds("SIP/2.0 200"));
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordAckMissing);
    }

    [Fact]
    public void A_reinvite_without_an_offer_gets_ours_and_brings_the_answer_in_its_ack()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Held with { Direction = MediaDirection.SendReceive })));
        world.Receive(World.InDialog("INVITE", 2, more: "Contact: <sip:13800138000@127.7.0.9:5080>\r\n"));
        Assert.Null(world.Core.Only<CallCommand.RecordReinvite>().Offer);
        Assert.Contains("m=audio 20000 RTP/AVP 8 101", world.Sent("SIP/2.0 200")[0], StringComparison.Ordinal);
        world.Receive(World.InDialog("ACK", 2, World.Sdp));
        Assert.Equal(new CallCommand.RecordAck(0, 2, new MediaPeer("127.7.0.9", 30_000, 8, 101)), world.Core.Only<CallCommand.RecordAck>());
    }

    [Fact]
    public void A_reinvite_that_nobody_acknowledges_is_told_after_32_seconds()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Held)));
        world.Receive(World.InDialog("INVITE", 2, World.Sdp));
        world.Time.Pass(32);
        Assert.Equal(new CallCommand.RecordAckMissing(0, 2), world.Core.Only<CallCommand.RecordAckMissing>());
    }

    [Fact]
    public void An_update_with_an_offer_gets_our_answer_and_needs_no_ack()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Held)));
        world.Receive(World.InDialog("UPDATE", 2, World.Sdp + "a=sendonly\r\n", "Contact: <sip:13800138000@127.7.0.9:5090>\r\n"));
        Assert.Equal(
            new CallCommand.RecordUpdate(0, new DialogTags("far", "ours"), 2, new MediaPeer("127.7.0.9", 30_000, 8, 101, MediaDirection.SendOnly), "sip:13800138000@127.7.0.9:5090"),
            world.Core.Only<CallCommand.RecordUpdate>());
        world.Time.Pass(60);
        Assert.Contains("a=recvonly", Assert.Single(world.Sent("SIP/2.0 200")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_only_refreshes_is_answered_without_a_body()
    {
        world.Core.Then(new SignalAnswer.Answered(new ReinviteReply(Held)));
        world.Receive(World.InDialog("UPDATE", 2, more: "Supported: timer\r\nSession-Expires: 600;refresher=uac\r\n"));

        Assert.Equal((600u, false), (world.Core.Only<CallCommand.RecordUpdate>().SessionSeconds!.Value, world.Core.Only<CallCommand.RecordUpdate>().SessionIsOurs));
        var answer = (SipResponse)world.Last;
        Assert.Equal((200, 0, "600;refresher=uac"), (answer.Status, answer.Body.Length, answer.Headers.First(HeaderNames.SessionExpires)));
    }

    [Fact]
    public void An_update_that_offers_too_early_is_told_to_come_again_and_one_too_short_what_would_do()
    {
        world.Core.Then(new SignalAnswer.Refused(Refusal.OfferNotAnswered));
        world.Receive(World.InDialog("UPDATE", 2, World.Sdp));
        Assert.Equal((500, true), (((SipResponse)world.Last).Status, world.Last.Headers.Has(HeaderNames.RetryAfter)));

        world.Receive(World.InDialog("UPDATE", 3, more: "Supported: timer\r\nSession-Expires: 60\r\n"));
        Assert.Equal((422, "90"), (((SipResponse)world.Last).Status, world.Last.Headers.First(HeaderNames.MinSessionExpires)));
        world.Receive(World.InDialog("UPDATE", 4, "v=0\r\n"));
        Assert.Equal(488, ((SipResponse)world.Last).Status);
    }

    [Theory]
    [InlineData(Refusal.RequestPending, 491)]
    [InlineData(Refusal.MediaNotAcceptable, 488)]
    [InlineData(Refusal.CallEnded, 481)]
    public void A_refused_reinvite_says_why(Refusal reason, int status)
    {
        world.Core.Then(new SignalAnswer.Refused(reason));
        world.Receive(World.InDialog("INVITE", 2, World.Sdp));
        Assert.Equal(status, ((SipResponse)world.Last).Status);
    }

    [Theory]
    [InlineData("SUBSCRIBE", 405)]
    [InlineData("MESSAGE", 405)]
    [InlineData("DANCE", 501)]
    [InlineData("OPTIONS", 200)]
    [InlineData("INFO", 200)]
    public void Other_methods_get_their_answer_and_405_says_what_is_allowed(string method, int status)
    {
        world.Receive(World.InDialog(method, 2));
        var response = (SipResponse)world.Last;
        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 && method == "INFO", !response.Headers.Has(HeaderNames.Allow));
    }

    [Fact]
    public void An_info_with_a_digit_is_fine()
    {
        world.Receive(World.InDialog("INFO", 2, "Signal=5\r\n").Replace("application/sdp", "application/dtmf-relay", StringComparison.Ordinal));
        Assert.Equal(["SIP/2.0 200 OK"], world.Wire);
    }

    [Fact]
    public void A_refer_to_a_number_of_ours_is_told_with_its_plan_and_accepted()
    {
        world.Receive(World.InDialog("REFER", 2, more: "Refer-To: <sip:4000@127.7.0.1>\r\n"));
        var refer = world.Core.Only<CallCommand.RecordRefer>();
        Assert.Equal((0, 2u, "4000", "sales"), (refer.Leg, refer.CSeq, refer.To.To, refer.To.Plan?.Queue));
        Assert.Contains("SIP/2.0 202 Accepted", world.Wire);
    }

    [Theory]
    [InlineData("Refer-To: <sip:4999@127.7.0.1>\r\n", 404)]
    [InlineData("Refer-To: <sip:4000@127.7.0.1?Replaces=a%3Bto-tag%3Db>\r\n", 603)]
    [InlineData("Refer-To: <sip:4000@127.7.0.1;method=BYE>\r\n", 603)]
    [InlineData("Refer-To: <tel:4000>\r\n", 400)]
    [InlineData("Refer-To: <sip:4000@127.7.0.1>\r\nRefer-To: <sip:4000@127.7.0.1>\r\n", 400)]
    [InlineData("", 400)]
    public void A_refer_that_leads_nowhere_is_told_to_nobody(string header, int status)
    {
        world.Receive(World.InDialog("REFER", 2, more: header));
        Assert.Equal(status, ((SipResponse)world.Last).Status);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void A_refer_that_the_call_refuses_is_declined()
    {
        world.Core.Then(new SignalAnswer.Refused(Refusal.TransferNotPossible));
        world.Receive(World.InDialog("REFER", 2, more: "Refer-To: <sip:4000@127.7.0.1>\r\n"));
        Assert.Equal(603, ((SipResponse)world.Last).Status);
    }

    [Fact]
    public void A_notify_of_ours_says_that_the_refer_was_done_and_is_done_at_any_final_response()
    {
        var done = world.Perform(new LegCommand.SendNotify(1, Dialog(1), 2, 7));
        var notify = world.Sent("NOTIFY")[0];
        Assert.Contains("Event: refer\r\n", notify, StringComparison.Ordinal);
        Assert.Contains("Subscription-State: terminated;reason=noresource\r\n", notify, StringComparison.Ordinal);
        Assert.Contains("Contact: <sip:", notify, StringComparison.Ordinal);
        Assert.EndsWith("SIP/2.0 200 OK\r\n", notify, StringComparison.Ordinal);
        world.Answer(notify, 481);
        Assert.True(done.IsOver(done: true));
    }

    [Fact]
    public void An_order_to_answer_is_a_notify_of_talk_and_done_only_when_it_is_taken()
    {
        var done = world.Perform(new LegCommand.SendTalk(1, Dialog(1), 2));
        var notify = world.Sent("NOTIFY")[0];
        Assert.Contains("Event: talk\r\n", notify, StringComparison.Ordinal);
        Assert.Contains("CSeq: 2 NOTIFY\r\n", notify, StringComparison.Ordinal);
        world.Answer(notify, 200);
        Assert.True(done.IsOver(done: true));

        using var unwilling = new World();
        var refused = unwilling.Perform(new LegCommand.SendTalk(1, Dialog(1), 2));
        unwilling.Answer(unwilling.Sent("NOTIFY")[0], 489);
        Assert.True(refused.IsOver(done: false));
    }

    [Fact]
    public void Digits_are_sent_as_info_one_after_the_other()
    {
        var done = world.Perform(new LegCommand.SendDigits(0, Dialog(0), 5, "1#"));
        var first = Assert.Single(world.Sent("INFO"));
        Assert.Contains("Content-Type: application/dtmf-relay\r\n", first, StringComparison.Ordinal);
        Assert.EndsWith("Signal=1\r\nDuration=160\r\n", first, StringComparison.Ordinal);
        world.Answer(first, 200);

        var second = world.Sent("INFO")[^1];
        Assert.Contains("CSeq: 6 INFO\r\n", second, StringComparison.Ordinal);
        Assert.EndsWith("Signal=#\r\nDuration=160\r\n", second, StringComparison.Ordinal);
        world.Answer(second, 200);
        Assert.True(done.IsOver(done: true));
    }

    [Fact]
    public void Behind_a_digit_that_was_refused_none_is_sent()
    {
        var done = world.Perform(new LegCommand.SendDigits(0, Dialog(0), 5, "12"));
        world.Answer(world.Sent("INFO")[0], 415);
        Assert.Single(world.Sent("INFO"));
        Assert.True(done.IsOver(done: false));
    }

    [Fact]
    public void A_bye_of_ours_is_done_at_any_final_response_and_failed_after_32_seconds()
    {
        var dialog = Dialog(1);
        var done = world.Perform(new LegCommand.SendBye(1, dialog, 2, "Q.850;cause=16"));
        Assert.Contains("Reason: Q.850;cause=16\r\n", world.Sent("BYE")[0], StringComparison.Ordinal);
        world.Answer(world.Sent("BYE")[0], 481);
        Assert.True(done.IsOver(done: true));

        using var silent = new World();
        var failed = silent.Perform(new LegCommand.SendBye(1, dialog, 2, null));
        silent.Time.Pass(32);
        Assert.True(failed.IsOver(done: false));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(501, true)]
    [InlineData(481, false)]
    [InlineData(408, false)]
    public void An_audit_is_failed_only_by_who_does_not_know_the_dialog(int status, bool known)
    {
        var done = world.Perform(new LegCommand.SendAudit(1, Dialog(1), 2));
        world.Answer(world.Sent("OPTIONS")[0], status);
        Assert.True(done.IsOver(known));
    }

    [Fact]
    public void A_probe_is_answered_by_any_response_and_each_probe_is_another()
    {
        var phone = ActorId.Phone(TestPlan.Tenant, "6001");
        var probe = new PhoneProbe("sip:6001@127.7.0.6:7000", null, 3);
        var first = world.Time.Loop.Ask(() => world.Edge.Probe(phone, "probe/3", probe, CancellationToken.None));
        world.Time.Pass(32);
        Assert.True(first.IsOver(done: false));
        var second = world.Time.Loop.Ask(() => world.Edge.Probe(phone, "probe/3", probe, CancellationToken.None));
        world.Time.Settle();
        world.Answer(world.Sent("OPTIONS")[^1], 404);
        Assert.True(second.IsOver(done: true));
        Assert.Equal(2, world.Sent("OPTIONS").Distinct().Count());
    }

    private static Dialog Dialog(int leg) => new()
    {
        CallId = "leg-call-id",
        LocalTag = "ours",
        RemoteTag = "theirs",
        LocalParty = "<sip:4000@127.7.0.1>",
        RemoteParty = "<sip:a17@127.7.0.6>",
        RemoteTarget = "sip:a17@127.7.0.6:7000",
        Token = LegToken.Of(World.Call, leg).ToString(),
    };
}
