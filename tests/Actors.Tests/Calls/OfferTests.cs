using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Tests.Calls;

public sealed class OfferTests
{
    [Fact]
    public void A_phone_that_answers_by_itself_is_told_to()
    {
        var ring = Ring() with { Phone = Ring().Phone with { AutoAnswer = AutoAnswer.AlertInfo } };

        Assert.Equal(AutoAnswer.AlertInfo, Waiting().With(ring).Command<LegCommand.SendInvite>("invite/1").AutoAnswer);
        Assert.Equal(AutoAnswer.None, Offering().Command<LegCommand.SendInvite>("invite/1").AutoAnswer);
    }

    [Fact]
    public void The_callers_number_reaches_the_agents_phone()
    {
        var invite = Offering().Command<LegCommand.SendInvite>("invite/1");

        Assert.Equal("\"Li Lei\" <sip:13800138000@192.0.2.1>", invite.Dialog.LocalParty);
        Assert.Equal(invite.Dialog.LocalParty, invite.AssertedIdentity);
        Assert.Equal(("sip:6001@203.0.113.5:5060", 1u, Start.AddSeconds(20)), (invite.Dialog.RemoteTarget, invite.Dialog.LocalCSeq, invite.RingUntil));
        Assert.True(LegToken.TryParse(invite.Dialog.Token, out var token));
        Assert.Equal((Key, 1), (token.CallKey, token.Leg));
        Assert.Equal((MediaSide.Other, 1), (invite.Sdp.Side, invite.Sdp.Version));
        Assert.Equal([8, 0], invite.Sdp.Payloads);
    }

    [Fact]
    public void A_withheld_number_stays_withheld()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival() with { Caller = "", CallerName = "Li Lei" }), Ring());
        var invite = scene.Command<LegCommand.SendInvite>("invite/1");

        Assert.Equal("\"Anonymous\" <sip:anonymous@anonymous.invalid>", invite.Dialog.LocalParty);
        Assert.Null(invite.AssertedIdentity);
    }

    [Fact]
    public void What_a_caller_calls_itself_cannot_break_out_of_its_header()
    {
        var hostile = Arrival() with { Caller = "1>\r\nVia: x;", CallerName = "a\"\\b\r\n<sip:evil>" };
        var invite = new CallScene().With(new C.RecordArrival(hostile), Ring()).Command<LegCommand.SendInvite>("invite/1");

        Assert.Equal("\"a\\\"\\\\b<sip:evil>\" <sip:1%3E%0D%0AVia%3A%20x%3B@192.0.2.1>", invite.Dialog.LocalParty);
    }

    [Fact]
    public void Legs_have_names_of_their_own()
    {
        var scene = Offering().With(new C.RecordLegFailed(1, 486), Ring(2, agent: 2));
        var (first, second) = (scene.EverOwed.Single(duty => duty.Key == "invite/1"), scene.EverOwed.Single(duty => duty.Key == "invite/2"));
        var (one, two) = ((LegCommand.SendInvite)((Duty.Perform)first).Command, (LegCommand.SendInvite)((Duty.Perform)second).Command);

        Assert.NotEqual(one.Dialog.CallId, two.Dialog.CallId);
        Assert.NotEqual(one.Dialog.LocalTag, two.Dialog.LocalTag);
        Assert.NotEqual(one.Sdp.SessionId, two.Sdp.SessionId);
    }

    [Fact]
    public void The_first_ring_wins_and_others_are_refused()
    {
        var scene = Offering();
        scene.AlreadySo(Ring());
        scene.Refuse(Ring(2, agent: 2), Refusal.OfferInProgress);
        Talking().Refuse(Ring(2, agent: 2), Refusal.OfferIsStale);
        Talking().AlreadySo(Ring());
        Over().Refuse(Ring(2), Refusal.CallEnded);
    }

    [Fact]
    public void A_ring_of_an_attempt_that_is_over_rings_nobody()
    {
        var scene = Offering().With(new C.RecordLegFailed(1, 486));
        scene.Refuse(Ring(), Refusal.OfferIsStale);
        scene.Refuse(Ring(2, queue: Support), Refusal.OfferIsStale);
        scene.Refuse(Ring(1, 2), Refusal.OfferIsStale);
        scene.Now = Start.AddSeconds(20);
        scene.Refuse(Ring(2), Refusal.OfferIsStale);
    }

    [Fact]
    public void Ringing_is_noticed_once_and_told_to_the_agent()
    {
        var scene = Offering();
        scene.AlreadySo(new C.RecordProgress(1, 100));
        Assert.Equal([new E.LegRinging(Start, 1)], scene.Accept(new C.RecordProgress(1, 183)));
        scene.AlreadySo(new C.RecordProgress(1, 180));
        Assert.Equal(new AgentCommand.RecordRinging(Offer()), scene.Message<AgentCommand.RecordRinging>($"agent-ringing/{Offer()}"));
    }

    [Fact]
    public void An_answer_connects_caller_and_agent_and_both_owners_hear_of_it()
    {
        var scene = Talking();

        Assert.Equal(StayEnd.Answered, scene.Happened<E.QueueLeft>().End);
        var ack = scene.Command<LegCommand.SendAck>("ack/1");
        Assert.Equal((1u, "phone-tag-1", "sip:6001@203.0.113.5:5070"), (ack.CSeq, ack.Dialog.RemoteTag, ack.Dialog.RemoteTarget));
        Assert.Equal(["<sip:edge.example;lr>"], ack.Dialog.RouteSet);
        scene.Message<AgentCommand.RecordAnswered>($"agent-answered/{Offer()}");
        scene.Message<QueueCommand.RecordAnswered>($"answered/{Offer()}");
        Assert.Equal((Heard.OtherSide, AgentMedia, Heard.OtherSide), (scene.Media.CallerHears, scene.Media.Other, scene.Media.OtherHears));
        scene.AlreadySo(new C.RecordAnswer(1, Answer()));
        scene.Refuse(new C.RecordAnswer(1, Answer(9)), Refusal.DialogMismatch);
    }

    [Theory]
    [InlineData(487, true, OfferEnd.Missed)]
    [InlineData(487, false, OfferEnd.Missed)]
    [InlineData(408, true, OfferEnd.Missed)]
    [InlineData(480, true, OfferEnd.Missed)]
    [InlineData(408, false, OfferEnd.PhoneUnreachable)]
    [InlineData(480, false, OfferEnd.PhoneUnreachable)]
    [InlineData(404, false, OfferEnd.PhoneUnreachable)]
    [InlineData(502, false, OfferEnd.PhoneUnreachable)]
    [InlineData(503, true, OfferEnd.PhoneUnreachable)]
    [InlineData(486, true, OfferEnd.Declined)]
    [InlineData(600, false, OfferEnd.Declined)]
    [InlineData(603, true, OfferEnd.Declined)]
    [InlineData(302, true, OfferEnd.Declined)]
    [InlineData(488, false, OfferEnd.MediaFailed)]
    [InlineData(606, false, OfferEnd.MediaFailed)]
    [InlineData(415, false, OfferEnd.MediaFailed)]
    public void Each_way_to_fail_has_its_own_name(int status, bool rang, OfferEnd end)
    {
        var scene = rang ? Ringing() : Offering();
        scene.Accept(new C.RecordLegFailed(1, status));

        Assert.Equal(end, scene.Message<AgentCommand.RecordOfferEnded>($"ended/{Offer()}").End);
        Assert.Equal(end, scene.Message<QueueCommand.RecordOfferFailed>($"failed/{Offer()}").End);
        Assert.Equal(Stay(), Assert.IsType<P.Waiting>(scene.State.Phase).Stays[0].Id);
        Assert.Equal(HeardSource.Music, scene.Media.CallerHears.Source);
        scene.AlreadySo(new C.RecordLegFailed(1, status));
        scene.With(new C.ConfirmTold($"ended/{Offer()}"), new C.ConfirmTold($"failed/{Offer()}"), Ring(2, agent: 2));
    }

    [Fact]
    public void An_answer_without_usable_media_is_acknowledged_and_ended()
    {
        var scene = Ringing().With(new C.RecordAnswer(1, Answer() with { Media = null }));

        Assert.Equal(OfferEnd.MediaFailed, scene.Message<AgentCommand.RecordOfferEnded>($"ended/{Offer()}").End);
        Assert.Equal(1u, scene.Command<LegCommand.SendAck>("ack/1").CSeq);
        Assert.Equal(2u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        scene.With(new C.ConfirmLegClosed(1), Ring(2));
        Assert.False(scene.Owes("ack/1"));
    }

    [Fact]
    public void A_silent_edge_ends_the_offer_as_missed()
    {
        var scene = Ringing();
        var wake = Assert.IsType<Duty.Wake>(scene.Owed.Single(duty => duty.Key == "ring-end/1"));
        Assert.InRange(wake.At, Start.AddSeconds(20), Start.AddSeconds(20) + AgentCommand.ReservationGrace);

        scene.Accept((C)wake.Message);
        Assert.Equal(OfferEnd.Missed, scene.Happened<E.LegCancelled>().End);
        Assert.Equal("invite/1", scene.Owed.Single(duty => duty.Key == "invite/1").Key);
        scene.AlreadySo((C)wake.Message);
        Assert.Equal([new E.LegFailed(Start, 1, 487, null)], scene.Accept(new C.RecordLegFailed(1, 487)));
    }

    [Fact]
    public void A_cancelled_leg_without_an_end_is_forgotten_in_bounded_time()
    {
        var scene = Ringing().With(new C.CancelOffer(Offer()));
        var wake = Assert.IsType<Duty.Wake>(scene.Owed.Single(duty => duty.Key == "cancel-end/1"));
        scene.Accept((C)wake.Message);

        Assert.DoesNotContain(scene.Owed, duty => duty.Key.EndsWith("/1", StringComparison.Ordinal) && duty is Duty.Perform { Port: Port.Signalling });
        scene.Refuse(new C.RecordAnswer(1, Answer()), Refusal.LegUnknown);
    }

    [Fact]
    public void A_cancelled_offer_is_withdrawn_and_its_late_answer_ended()
    {
        var scene = Ringing().With(new C.CancelOffer(Offer()));
        scene.AlreadySo(new C.CancelOffer(Offer()));
        Assert.Equal(OfferEnd.Withdrawn, scene.Message<QueueCommand.RecordOfferFailed>($"failed/{Offer()}").End);

        scene.With(Ring(2, agent: 2), new C.RecordAnswer(1, Answer()));
        Assert.Equal(("phone-tag-1", 2u), (scene.Command<LegCommand.SendBye>("bye/1").Dialog.RemoteTag, scene.Command<LegCommand.SendBye>("bye/1").CSeq));
        scene.AlreadySo(new C.RecordAnswer(1, Answer()));

        scene.With(new C.RecordAnswer(2, Answer(2)), new C.ConfirmLegClosed(1));
        Assert.Equal(2, Assert.IsType<P.Talking>(scene.State.Phase).Leg);
    }

    [Fact]
    public void An_answered_offer_cannot_be_cancelled()
    {
        Talking().Refuse(new C.CancelOffer(Offer()), Refusal.AlreadyAnswered);
        Over().Refuse(new C.CancelOffer(Offer()), Refusal.AlreadyAnswered);
    }

    [Fact]
    public void An_offer_taken_back_before_it_rings_never_rings()
    {
        var scene = Waiting().With(new C.CancelOffer(Offer()));

        scene.AlreadySo(new C.CancelOffer(Offer()));
        scene.Refuse(Ring(), Refusal.OfferIsStale);
        scene.With(Ring(2));
    }

    [Fact]
    public void A_leg_that_never_was_is_unknown()
    {
        var scene = Ringing();
        scene.Refuse(new C.RecordProgress(2, 180), Refusal.LegUnknown);
        scene.Refuse(new C.RecordAnswer(2, Answer()), Refusal.LegUnknown);
        scene.Refuse(new C.RecordLegFailed(0, 480), Refusal.LegUnknown);
        scene.Refuse(new C.ExpireRing(2), Refusal.LegUnknown);
        scene.Refuse(new C.RecordBye(2, CallerTags, 1, null), Refusal.LegUnknown);
    }

    [Fact]
    public void A_number_outside_is_called_connected_and_released()
    {
        var scene = GoingOut(AnswerMode.OnAgent);
        Assert.Equal(StayEnd.OverflowedToNumber, scene.Happened<E.QueueLeft>().End);
        Assert.Equal("sip:02112345678@trunk.example:5060", scene.Command<LegCommand.SendInvite>("invite/1").Dialog.RemoteTarget);

        scene.With(new C.RecordProgress(1, 180), new C.RecordAnswer(1, Answer()), CallerAck);
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
        Assert.Empty(scene.Owed.OfType<Duty.Deliver>());

        scene.With(AgentBye(scene));
        Assert.Equal((CallEnd.ReleasedBySystem, Causes.OutsideReleased), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Cause));
        Assert.True(scene.Drained());
    }

    [Theory]
    [InlineData(486, 486)]
    [InlineData(404, 480)]
    public void A_number_outside_that_fails_ends_the_call(int status, int told)
    {
        var scene = GoingOut(AnswerMode.OnAgent).With(new C.RecordLegFailed(1, status));

        Assert.Equal(CallEnd.ReleasedBySystem, scene.Happened<E.CallEnded>().End);
        Assert.Empty(scene.Events.OfType<E.LegCancelled>());
        Assert.True(scene.Owes($"respond/{told}"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_Ring_that_led_to_an_answer_stays_taken_also_when_it_is_repeated_after_the_call()
    {
        var scene = Talking().With(CallerBye());
        scene.AlreadySo(Ring());
    }
}
