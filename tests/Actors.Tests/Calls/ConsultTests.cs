using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>An agent asks somebody while its caller hears music, and then has it back or gives it away; whoever goes meanwhile, the caller is not lost.</summary>
public sealed class ConsultTests
{
    private const string Waltz = "waltz";

    [Fact]
    public void The_caller_and_the_agent_hear_music_until_somebody_answers()
    {
        var media = AskingRings().Media;

        Assert.Equal((Waltz, Waltz), (media.CallerHears.Music, media.OtherHears.Music));
        Assert.Equal((AgentMedia, (MediaPeer?)null), (media.Other, media.Third));
    }

    [Fact]
    public void The_agent_and_who_was_asked_hear_each_other_and_the_caller_music()
    {
        var media = Consulting().Media;

        Assert.Equal((Waltz, ColleagueMedia), (media.CallerHears.Music, media.Third));
        Assert.Equal(((MediaSide?)MediaSide.Third, (MediaSide?)MediaSide.Other), (media.OtherHears.SideFor(MediaSide.Other), media.ThirdHears?.SideFor(MediaSide.Third)));
    }

    [Fact]
    public void Who_is_asked_is_called_at_a_port_of_its_own() => Assert.Equal(MediaSide.Third, AskingRings().Command<LegCommand.SendInvite>("invite/2").Sdp.Side);

    [Fact]
    public void The_agent_talks_to_its_caller_again_and_who_was_asked_hears_music()
    {
        var scene = Consulting().With(new C.SwitchConsult(Offer(), true));
        Assert.Equal((Heard.OtherSide, Heard.OtherSide, Waltz), (scene.Media.CallerHears, scene.Media.OtherHears, scene.Media.ThirdHears!.Music));
        scene.AlreadySo(new C.SwitchConsult(Offer(), true));

        scene.With(new C.SwitchConsult(Offer(), false));
        Assert.Equal(Waltz, scene.Media.CallerHears.Music);
    }

    [Fact]
    public void Who_holds_meanwhile_lets_who_was_asked_hear_music()
    {
        var scene = Consulting();
        scene.With(AgentReinvite(scene, MediaDirection.SendOnly, 1));

        Assert.Equal((Waltz, Waltz), (scene.Media.CallerHears.Music, scene.Media.ThirdHears!.Music));
    }

    [Fact]
    public void A_completed_consultation_connects_the_caller_with_who_was_asked()
    {
        var scene = Consulting().With(new C.CompleteConsult(Offer(), "desk"));

        Assert.Equal(2, Assert.IsType<CallPhase.Talking>(scene.State.Phase).Leg);
        Assert.Equal(((MediaPeer?)null, ColleagueMedia), (scene.Media.Other, scene.Media.Third));
        Assert.Equal(((MediaSide?)MediaSide.Third, (MediaSide?)MediaSide.Caller), (scene.Media.CallerHears.SideFor(MediaSide.Caller), scene.Media.ThirdHears?.SideFor(MediaSide.Third)));
        Assert.Equal(SegmentEnd.Transferred, scene.Message<AgentCommand.RecordReleased>($"released/{Offer()}").End);
        Assert.True(scene.Owes("bye/1"));
        scene.AlreadySo(new C.CompleteConsult(Offer(), "desk"));
        scene.With(AgentBye(scene, leg: 2));

        Assert.Equal((CallEnd.ReleasedByAgent, Offer(1, 2)), (scene.Happened<E.CallEnded>().End, scene.Events.OfType<E.AgentSegmentEnded>().Last().Offer));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Who_got_the_caller_can_ask_somebody_in_turn()
    {
        var scene = Consulting().With(new C.CompleteConsult(Offer(), "desk"), new C.ConfirmLegClosed(1), Consult(ToNumberOutside, Offer(1, 2)));
        Assert.Equal(MediaSide.Other, scene.Command<LegCommand.SendInvite>("invite/3").Sdp.Side);
        scene.With(new C.RecordAnswer(3, Answer(3)), new C.CompleteConsult(Offer(1, 2), "desk"), CallerBye());

        Assert.Equal(CallEnd.TransferredOut, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Nobody_is_given_a_caller_before_it_has_answered() => AskingRings().Refuse(new C.CompleteConsult(Offer(), "desk"), Refusal.TransferNotPossible);

    [Fact]
    public void An_agent_that_takes_its_caller_back_lets_who_was_asked_go()
    {
        var scene = Consulting().With(new C.CancelConsult(Offer()));

        Assert.Equal((Heard.OtherSide, AgentMedia, (MediaPeer?)null), (scene.Media.CallerHears, scene.Media.Other, scene.Media.Third));
        Assert.Equal(SegmentEnd.ConsultedAndReturned, scene.Message<AgentCommand.RecordReleased>($"released/{Offer(1, 2)}").End);
        Assert.True(scene.Owes("bye/2"));
        Assert.False(scene.Owes("bye/1"));
        scene.AlreadySo(new C.CancelConsult(Offer()));
        scene.AlreadySo(Ring(1, 2, agent: 2));
    }

    [Fact]
    public void Taken_back_while_it_rings_the_phone_and_the_queue_are_told()
    {
        var scene = AskingRings().With(new C.CancelConsult(Offer()));

        Assert.True(scene.Owes("cancel/2"));
        Assert.Equal(StayEnd.Withdrawn, scene.Message<QueueCommand.RecordStayEnded>($"stay/{Stay(2)}").End);
        scene.With(new C.RecordAnswer(2, Answer(2)));
        Assert.IsType<E.LateAnswerEnded>(scene.Events[^1]);
    }

    [Fact]
    public void Who_was_asked_hangs_up_and_the_agent_has_its_caller_back()
    {
        var scene = Consulting();
        scene.With(AgentBye(scene, leg: 2));

        Assert.Equal((ConsultEnd.Released, Heard.OtherSide), (scene.Happened<E.ConsultEnded>().End, scene.Media.CallerHears));
        Assert.False(scene.Owes("bye/2"));
    }

    [Theory]
    [InlineData(486)]
    [InlineData(487)]
    [InlineData(503)]
    public void A_colleague_or_a_number_that_does_not_answer_leaves_the_caller_to_its_agent(int status)
    {
        foreach (var scene in new[] { AskingColleague().With(Ring(1, 2, agent: 2)), AskingOutside() })
        {
            scene.With(new C.RecordLegFailed(2, status));

            Assert.Equal((ConsultEnd.NotAnswered, Heard.OtherSide), (scene.Happened<E.ConsultEnded>().End, scene.Media.CallerHears));
            Assert.Empty(scene.State.Stays);
        }
    }

    [Fact]
    public void An_agent_of_the_queue_that_declines_is_followed_by_the_next()
    {
        var scene = AskingRings().With(new C.RecordLegFailed(2, 486), Ring(2, 2, agent: 3), new C.RecordAnswer(3, Answer(3)));

        Assert.Equal(3, scene.State.Consult!.Leg);
    }

    [Fact]
    public void A_queue_that_lets_it_go_leaves_the_caller_to_its_agent()
    {
        var scene = AskingRings().With(Leave(LeaveReason.MaxWait, ToOutside, 2));

        Assert.Equal(ConsultEnd.NotAnswered, scene.Happened<E.ConsultEnded>().End);
        Assert.Equal([2], scene.Events.OfType<E.LegRequested>().Select(e => e.Leg).Skip(1));
        scene.AlreadySo(Leave(LeaveReason.MaxWait, ToOutside, 2));
    }

    [Fact]
    public void A_colleague_who_is_not_free_leaves_the_caller_to_its_agent()
    {
        var scene = AskingColleague();
        var reserve = scene.Message<AgentCommand.Reserve>($"reserve/{Offer(1, 2)}");
        Assert.Equal((Support, Call, Start.AddSeconds(20)), (reserve.Queue, reserve.Call.Call, reserve.RingUntil));
        scene.With(new C.RecordNotQueued(Stay(2)));

        Assert.Equal(ConsultEnd.NotAnswered, scene.Happened<E.ConsultEnded>().End);
        scene.Refuse(Ring(1, 2, agent: 2), Refusal.OfferIsStale);
    }

    [Fact]
    public void A_colleague_is_asked_without_a_word_to_its_queue()
    {
        var scene = AskingColleague().With(Ring(1, 2, agent: 2));
        Assert.False(scene.Owes($"reserve/{Offer(1, 2)}"));
        scene.With(new C.RecordAnswer(2, Answer(2)), new C.CancelConsult(Offer()));

        Assert.DoesNotContain(scene.EverOwed, duty => duty is Duty.Deliver { To: var to } && to == Support);
    }

    [Fact]
    public void Nobody_asks_itself() => Talking().Refuse(Consult(ToColleague with { Agent = ToColleague.Agent! with { Agent = Agent().Key } }), Refusal.TransferNotPossible);

    [Fact]
    public void What_nobody_answers_in_time_is_over()
    {
        var scene = Asking();
        var wake = Assert.IsType<Duty.Wake>(scene.Owed.Single(duty => duty.Key == "consult-end/1"));
        Assert.Equal(Start + Consultation.AskMax, wake.At);
        scene.Now = wake.At;
        scene.With((C)wake.Message);

        Assert.Equal(ConsultEnd.NotAnswered, scene.Happened<E.ConsultEnded>().End);
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
        scene.AlreadySo((C)wake.Message);
    }

    [Fact]
    public void The_agent_hangs_up_and_the_caller_is_with_who_was_asked()
    {
        var scene = Consulting();
        scene.With(AgentBye(scene));

        Assert.Equal(2, Assert.IsType<CallPhase.Talking>(scene.State.Phase).Leg);
        Assert.Equal(SegmentEnd.Transferred, scene.Happened<E.AgentSegmentEnded>().End);
        Assert.False(scene.Owes("bye/1"));
    }

    [Fact]
    public void The_desk_hangs_up_for_the_agent_or_for_who_was_asked()
    {
        var scene = Consulting().With(new C.HangUp(Offer(), "desk"));
        Assert.Equal(2, Assert.IsType<CallPhase.Talking>(scene.State.Phase).Leg);
        Assert.True(scene.Owes("bye/1"));
        scene.AlreadySo(new C.HangUp(Offer(), "desk"));

        scene = Consulting().With(new C.HangUp(Offer(1, 2), "desk"));
        Assert.Equal((1, ConsultEnd.Released), (scene.State.Other!.Number, scene.Happened<E.ConsultEnded>().End));
        Assert.True(scene.Owes("bye/2"));
        scene.AlreadySo(new C.HangUp(Offer(1, 2), "desk"));
    }

    [Fact]
    public void A_desk_that_holds_meanwhile_lets_both_wait()
    {
        var media = Consulting().With(new C.Hold(Offer(), "desk")).Media;

        Assert.Equal((Waltz, Heard.Silence, Waltz), (media.CallerHears.Music, media.OtherHears, media.ThirdHears!.Music));
    }

    [Fact]
    public void The_agents_phone_is_lost_and_the_caller_is_with_who_was_asked()
    {
        var scene = Consulting();
        scene.With(new C.Audit(1, scene.State.Legs[1].Life.Number + 1), new C.RecordAuditFailed(1, 2), new C.RecordAuditFailed(1, 3));

        Assert.Equal(2, scene.State.Other!.Number);
        Assert.True(scene.Owes("bye/1"));
    }

    [Theory]
    [InlineData(true, SegmentEnd.Transferred)]
    [InlineData(false, SegmentEnd.Lost)]
    public void Gone_before_anybody_answered_its_caller_waits_in_its_old_place(bool hangsUp, SegmentEnd end)
    {
        var scene = AskingRings();
        if (hangsUp)
        {
            scene.With(AgentBye(scene));
        }
        else
        {
            scene.With(new C.Audit(1, scene.State.Legs[1].Life.Number + 1), new C.RecordAuditFailed(1, 2), new C.RecordAuditFailed(1, 3));
        }

        var queued = scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(3)}");
        Assert.Equal((Sales, Start, 3), (Assert.Single(scene.State.Stays).Queue, queued.Call.Arrived, queued.Call.Priority));
        Assert.Equal((ConsultEnd.AgentGone, end), (scene.Happened<E.ConsultEnded>().End, scene.Happened<E.AgentSegmentEnded>().End));
        Assert.True(scene.Owes("cancel/2"));
    }

    [Fact]
    public void The_phone_of_who_was_asked_is_lost_and_the_agent_has_its_caller_back()
    {
        var scene = Consulting();
        scene.With(new C.Audit(2, scene.State.Legs[2].Life.Number + 1), new C.RecordAuditFailed(2, 2), new C.RecordAuditFailed(2, 3));

        Assert.Equal((1, ConsultEnd.Released), (scene.State.Other!.Number, scene.Happened<E.ConsultEnded>().End));
        Assert.True(scene.Owes("bye/2"));
    }

    [Fact]
    public void The_caller_hangs_up_and_everybody_is_free()
    {
        var scene = Consulting().With(CallerBye());

        Assert.Equal(CallEnd.AbandonedOnHold, scene.Happened<E.CallEnded>().End);
        Assert.Equal([SegmentEnd.ConsultedAndReturned, SegmentEnd.ReleasedByCaller], scene.Events.OfType<E.AgentSegmentEnded>().Select(e => e.End));
        Assert.True(scene.Owes("bye/1") && scene.Owes("bye/2"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void The_caller_hangs_up_while_a_phone_rings_for_its_agent()
    {
        var scene = AskingRings().With(CallerBye());

        Assert.Equal((CallEnd.AbandonedOnHold, StayEnd.Withdrawn), (scene.Happened<E.CallEnded>().End, scene.Events.OfType<E.QueueLeft>().Last().End));
        OneEndAtEachLevel.In(scene);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_asks_one_at_a_time_and_gives_nobody_away_meanwhile()
    {
        var scene = Asking();
        scene.AlreadySo(Consult(ToNumber));
        scene.Refuse(Consult(ToColleague), Refusal.TransferNotPossible);
        scene.Refuse(new C.Transfer(Offer(), ToNumber, "x"), Refusal.TransferNotPossible);
        scene.Refuse(Refer(scene, ToNumber), Refusal.TransferNotPossible);
    }

    [Fact]
    public void Only_who_has_a_caller_asks()
    {
        Ringing().Refuse(Consult(ToNumber), Refusal.TransferNotPossible);
        Talking().Refuse(Consult(ToNumber, Offer(2)), Refusal.TransferNotPossible);
        Consulting().Refuse(Consult(ToNumber, Offer(1, 2)), Refusal.TransferNotPossible);
        Over().Refuse(Consult(ToNumber), Refusal.CallEnded);
    }

    [Fact]
    public void A_session_without_a_third_side_has_no_consultation()
    {
        var arrival = Arrival() with { Slot = Slot with { ThirdPort = null } };
        var scene = new CallScene().With(new C.RecordArrival(arrival), new C.RecordQueued(Stay()), CallerAck, Ring(), new C.RecordAnswer(1, Answer()));

        scene.Refuse(Consult(ToNumber), Refusal.TransferNotPossible);
    }

    [Fact]
    public void A_number_whose_rules_block_the_caller_is_not_asked()
    {
        var blocked = ToNumber with { Plan = ToNumber.Plan! with { Rules = [new NumberRule { Refuses = true }] } };

        Talking().Refuse(Consult(blocked), Refusal.TransferNotPossible);
    }

    [Fact]
    public void The_last_stay_of_a_call_is_kept_for_its_caller()
    {
        var scene = Talking();
        for (var stay = 2; stay < CallState.StaysMax; stay++)
        {
            scene.With(Consult(ToNumber), new C.CancelConsult(Offer()));
        }

        scene.Refuse(Consult(ToNumber), Refusal.TransferNotPossible);
        scene.Refuse(Consult(ToColleague), Refusal.TransferNotPossible);
        scene.With(Consult(ToNumberOutside), AgentBye(scene));
        Assert.Equal(Stay(CallState.StaysMax), Assert.Single(scene.State.Stays).Id);
    }

    [Fact]
    public void A_number_outside_that_holds_is_not_held_for()
    {
        var scene = AskingOutside().With(new C.RecordAnswer(2, Answer(2)));
        scene.With(AgentReinvite(scene, MediaDirection.SendOnly, 1, 2), new C.CompleteConsult(Offer(), "desk"));

        Assert.False(Assert.IsType<CallPhase.Talking>(scene.State.Phase).IsHeld);
    }

    [Fact]
    public void A_hold_of_who_was_asked_goes_with_the_caller()
    {
        var scene = Consulting();
        scene.With(AgentReinvite(scene, MediaDirection.SendOnly, 1, 2), new C.CompleteConsult(Offer(), "desk"));

        Assert.Equal(Waltz, scene.Media.CallerHears.Music);
        Assert.True(scene.Owes($"agent-hold/{Offer(1, 2)}/1"));
    }
}
