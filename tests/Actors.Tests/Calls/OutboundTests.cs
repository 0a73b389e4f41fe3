using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>An agent calls somebody outside: from its desktop, and at its phone.</summary>
public sealed class OutboundTests
{
    [Fact]
    public void A_desktop_dials_the_phone_rings_then_the_customer_and_they_talk()
    {
        var scene = new CallScene().With(new C.RecordArrival(Dialed()));
        var join = scene.Message<AgentCommand.JoinDial>($"join/{Dial}");
        Assert.Equal((Call, Agent(), "02155551234"), (join.Call, Agent(), join.To));
        Assert.Empty(scene.State.Legs);

        scene.With(new C.RecordJoined(Dial));
        Assert.Contains("02155551234", scene.Command<LegCommand.SendInvite>("invite/1").Dialog.LocalParty, StringComparison.Ordinal);
        scene.With(new C.RecordProgress(1, 180), new C.RecordAnswer(1, Answer()));

        var invite = scene.Command<LegCommand.SendInvite>("invite/0");
        Assert.Equal(("sip:02155551234@trunk.example:5060", "<sip:4000@192.0.2.1>", "<sip:4000@192.0.2.1>"), (invite.Dialog.RemoteTarget, invite.Dialog.LocalParty, invite.AssertedIdentity));
        Assert.Equal(MediaSide.Caller, invite.Sdp.Side);
        Assert.Equal((AgentMedia, Heard.MusicOnHold(Heard.RingBack)), (scene.Media.Other, scene.Media.OtherHears));

        scene.With(new C.RecordProgress(0, 180), new C.RecordAnswer(0, Answer(0, CallerMedia)));
        Assert.Equal(new CallPhase.Talking(1, 0), scene.State.Phase);
        Assert.Equal((CallerMedia, AgentMedia, Heard.OtherSide), (scene.Media.Caller, scene.Media.Other, scene.Media.CallerHears));
        Assert.True(scene.Owes($"agent-answered/{Dial}"));
    }

    [Fact]
    public void What_the_customers_side_says_before_it_answers_the_agent_hears()
    {
        var scene = Calling().With(new C.RecordProgress(0, 180));
        Assert.Equal(HeardSource.Music, scene.Media.OtherHears.Source);

        var early = new C.RecordProgress(0, 183) { Early = new EarlyDialog("early", "sip:b@trunk.example", [], CallerMedia, false) };
        scene.With(early);
        Assert.Equal((CallerMedia, Heard.OtherSide), (scene.Media.Caller, scene.Media.OtherHears));
        scene.AlreadySo(early);
    }

    [Fact]
    public void A_phone_dials_and_is_answered_when_its_customer_is()
    {
        var scene = new CallScene().With(new C.RecordArrival(DialedAtPhone()));
        Assert.False(scene.Owes("respond/183"));
        scene.With(new C.RecordJoined(Dial));

        Assert.Equal(1, scene.Command<LegCommand.RespondToInvite>("respond/183").Leg);
        scene.With(new C.RecordAnswer(0, Answer(0, CallerMedia)));
        Assert.Equal(MediaSide.Other, scene.Command<LegCommand.RespondToInvite>("respond/200").Sdp!.Side);
        scene.With(new C.RecordAck(1, InviteCSeq, null));
        Assert.Equal(LegPhase.Established, scene.State.Legs[1].Phase);

        scene.With(new C.RecordBye(1, CallerTags, InviteCSeq + 1, null));
        Assert.Equal((CallEnd.ReleasedByAgent, SegmentEnd.ReleasedByAgent), (scene.Happened<E.CallEnded>().End, scene.Happened<E.AgentSegmentEnded>().End));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_phone_that_gives_up_cancels_the_customer_and_frees_its_agent()
    {
        var scene = new CallScene().With(new C.RecordArrival(DialedAtPhone()), new C.RecordJoined(Dial), new C.RecordCancel());

        Assert.Equal((CallEnd.ReleasedByAgent, 487), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.True(scene.Owes("cancel/0"));
        Assert.Equal(Dial, scene.Message<AgentCommand.RecordOfferEnded>($"ended/{Dial}").Offer);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_who_has_other_work_has_no_call()
    {
        var desk = new CallScene().With(new C.RecordArrival(Dialed()), new C.RecordNotJoined(Dial));
        Assert.Equal((CallEnd.Refused, Causes.AgentBusy), (desk.Happened<E.CallEnded>().End, desk.Happened<E.CallEnded>().Cause));
        Assert.True(desk.Drained());

        var phone = new CallScene().With(new C.RecordArrival(DialedAtPhone()), new C.RecordNotJoined(Dial));
        Assert.Equal(486, phone.Command<LegCommand.RespondToInvite>("respond/486").Status);
        Assert.True(phone.Drained());
    }

    [Theory]
    [InlineData(486)]
    [InlineData(404)]
    [InlineData(503)]
    public void A_customer_who_does_not_answer_ends_the_call_and_frees_the_agent(int status)
    {
        var scene = Calling().With(new C.RecordLegFailed(0, status));

        Assert.Equal($"{Causes.OutsideFailed} {status}", scene.Happened<E.CallEnded>().Cause);
        Assert.True(scene.Owes("bye/1") && scene.Owes($"ended/{Dial}"));
        Assert.Empty(scene.Events.OfType<E.AgentSegmentEnded>());
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agents_phone_that_does_not_answer_leaves_the_customer_alone()
    {
        var scene = new CallScene().With(new C.RecordArrival(Dialed()), new C.RecordJoined(Dial), new C.RecordLegFailed(1, 480));

        Assert.False(scene.State.Legs.ContainsKey(0));
        Assert.True(scene.Owes($"ended/{Dial}"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_that_hangs_up_while_the_customers_phone_rings_has_cancelled_it()
    {
        var scene = Calling();
        scene.With(AgentBye(scene));

        Assert.Equal(CallEnd.ReleasedByAgent, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Owes("cancel/0"));
        scene.With(new C.RecordAnswer(0, Answer(0, CallerMedia)));
        Assert.True(scene.Owes("bye/0"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_customer_is_held_and_given_away_like_any_caller()
    {
        var scene = DialTalking().With(new C.Hold(Dial, "desk"));
        Assert.Equal(HeardSource.Music, scene.Media.CallerHears.Source);
        scene.With(new C.Transfer(Dial, ToNumber, "desk"));

        Assert.Equal(Support, Assert.Single(scene.State.Stays).Queue);
        scene.With(new C.RecordQueued(Stay(1)), Ring(1, 1, agent: 2, queue: Support), new C.RecordAnswer(2, Answer(2)), new C.RecordBye(0, new DialogTags("phone-tag-0", scene.State.Legs[0].Dialog.LocalTag), 1, null));
        Assert.Equal([SegmentEnd.Transferred, SegmentEnd.ReleasedByCaller], scene.Events.OfType<E.AgentSegmentEnded>().Select(e => e.End));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_asks_a_colleague_before_it_gives_its_customer_away()
    {
        var scene = DialTalking().With(Consult(ToColleague, Dial));
        Assert.Equal(HeardSource.Music, scene.Media.CallerHears.Source);
        scene.With(Ring(1, 1, agent: 2, queue: Support), new C.RecordAnswer(2, Answer(2)), new C.CompleteConsult(Dial, "desk"));

        Assert.Equal(2, Assert.IsType<CallPhase.Talking>(scene.State.Phase).Leg);
        Assert.True(scene.Owes("bye/1"));
        Assert.Equal(SegmentEnd.Transferred, scene.Message<AgentCommand.RecordReleased>($"released/{Dial}").End);
        scene.With(AgentBye(scene, leg: 2));
        Assert.Equal(CallEnd.ReleasedByAgent, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_that_hangs_up_before_anybody_was_found_ends_the_call_that_it_made()
    {
        var scene = DialTalking().With(Consult(ToColleague, Dial));
        scene.With(AgentBye(scene));

        Assert.Equal(CallEnd.ReleasedByAgent, scene.Happened<E.CallEnded>().End);
        Assert.Empty(scene.State.Stays);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_number_that_the_tenant_may_not_show_is_not_shown()
    {
        var order = Dialed();
        var scene = new CallScene().With(new C.RecordArrival(order with { Outbound = order.Outbound! with { Shown = "" } }), new C.RecordJoined(Dial), new C.RecordAnswer(1, Answer()));

        var invite = scene.Command<LegCommand.SendInvite>("invite/0");
        Assert.Equal(("\"Anonymous\" <sip:anonymous@anonymous.invalid>", (string?)null), (invite.Dialog.LocalParty, invite.AssertedIdentity));
    }

    [Fact]
    public void One_that_comes_too_late_is_not_begun()
    {
        var scene = new CallScene { Now = Start.AddSeconds(30) };
        scene.Refuse(new C.RecordArrival(Dialed()), Refusal.OfferIsStale);
        scene.Refuse(new C.RecordJoined(Dial), Refusal.CallUnknown);
    }
}
