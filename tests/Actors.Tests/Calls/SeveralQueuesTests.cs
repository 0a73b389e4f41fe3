using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>A call that waits in several queues: one stay in each, answered in one, withdrawn from the others.</summary>
public sealed class SeveralQueuesTests
{
    [Fact]
    public void A_call_asks_each_of_its_queues_once()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(also: ["support", "sales", "billing", "support"])));

        Assert.Equal([(Stay(1), Sales), (Stay(2), Support), (Stay(3), Billing)], scene.Events.OfType<E.QueueEntered>().Select(e => (e.Stay, e.Queue)));
        Assert.Equal([Sales, Support, Billing], scene.Owed.OfType<Duty.Deliver>().Where(duty => duty.Message is QueueCommand.Enqueue).OrderBy(duty => duty.Key).Select(duty => duty.To));
        Assert.Equal(Stay(1), scene.State.Stay!.Id);
    }

    [Fact]
    public void It_waits_in_no_more_than_eight()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(also: [.. Enumerable.Range(1, 20).Select(number => $"queue-{number}")])));
        Assert.Equal(CallState.StaysOpenMax, scene.State.Stays.Count);
    }

    [Fact]
    public void A_caller_that_is_answered_on_queueing_is_answered_at_the_first_place_it_gets()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(also: ["support"])), new C.RecordQueued(Stay(2)));
        Assert.True(scene.Owes("respond/200"));

        Assert.Equal([new E.QueueConfirmed(Start, Stay(1))], scene.Accept(new C.RecordQueued(Stay(1))));
        scene.AlreadySo(new C.RecordQueued(Stay(1)));
    }

    [Fact]
    public void A_phone_may_ring_for_each_of_its_queues()
    {
        var scene = TwoRing();

        Assert.Equal([1, 2], Assert.IsType<P.Ringing>(scene.State.Phase).Legs.Items);
        Assert.True(scene.Owes($"agent-ringing/{Offer()}") && scene.Owes($"agent-ringing/{Offer(1, 2)}"));
        scene.Refuse(Ring(2, agent: 3), Refusal.OfferInProgress);
        scene.Refuse(Ring(2, 2, agent: 3), Refusal.OfferInProgress);
        scene.With(Ring(1, 3, agent: 3));
    }

    [Fact]
    public void The_first_to_answer_gets_the_call_and_the_others_are_let_go_in_the_same_decision()
    {
        var scene = TwoRing();
        var answered = scene.Accept(new C.RecordAnswer(2, Answer(2)));

        Assert.Equal(
            [
                new E.LegCancelled(Start, 1, OfferEnd.AnsweredElsewhere), new E.QueueLeft(Start, Stay(1), StayEnd.Withdrawn), new E.QueueLeft(Start, Stay(3), StayEnd.Withdrawn),
                new E.LegAnswered(Start, 2, Offer(1, 2), Agent(2), Answer(2)), new E.QueueLeft(Start, Stay(2), StayEnd.Answered),
            ],
            answered);
        Assert.Equal(Offer(1, 2), scene.Message<QueueCommand.RecordAnswered>($"answered/{Offer(1, 2)}").Offer);
        Assert.Equal(StayEnd.Withdrawn, scene.Message<QueueCommand.RecordStayEnded>($"stay/{Stay(1)}").End);
        Assert.Equal(StayEnd.Withdrawn, scene.Message<QueueCommand.RecordStayEnded>($"stay/{Stay(3)}").End);
        Assert.False(scene.Owes($"failed/{Offer()}"));
        Assert.True(scene.Owes("cancel/1"));
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
        OneMoreIsTooLate(scene);
    }

    [Fact]
    public void A_loser_is_told_when_its_phone_has_stopped()
    {
        var scene = TwoRing().With(new C.RecordAnswer(2, Answer(2)));
        Assert.False(scene.Owes($"ended/{Offer()}"));

        scene.With(new C.RecordLegFailed(1, 487));
        Assert.Equal(OfferEnd.AnsweredElsewhere, scene.Message<AgentCommand.RecordOfferEnded>($"ended/{Offer()}").End);
        scene.With(CallerBye());
        OneEndAtEachLevel.In(scene);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Of_two_answers_that_cross_the_second_is_acknowledged_and_ended_and_its_hang_up_ends_nothing()
    {
        var scene = TwoRing().With(new C.RecordAnswer(1, Answer()), new C.RecordAnswer(2, Answer(2)));

        Assert.Equal((1u, 2u), (scene.Command<LegCommand.SendAck>("ack/2").CSeq, scene.Command<LegCommand.SendBye>("bye/2").CSeq));
        Assert.Equal(1, scene.Happened<E.LegAnswered>().Leg);
        Assert.Equal(AgentMedia, scene.Media.Other);
        scene.AlreadySo(new C.RecordAnswer(2, Answer(2)));
        scene.AlreadySo(AgentBye(scene, leg: 2));
        Assert.Equal(1, Assert.IsType<P.Talking>(scene.State.Phase).Leg);
        scene.With(new C.ConfirmLegClosed(2), CallerBye());
        OneEndAtEachLevel.In(scene);
    }

    [Fact]
    public void A_phone_that_declines_for_one_queue_leaves_the_others_ringing()
    {
        var scene = TwoRing().With(new C.RecordLegFailed(1, 486));

        Assert.Equal([2], Assert.IsType<P.Ringing>(scene.State.Phase).Legs.Items);
        Assert.Equal(OfferEnd.Declined, scene.Message<QueueCommand.RecordOfferFailed>($"failed/{Offer()}").End);
        scene.With(Ring(2, agent: 3), new C.CancelOffer(Offer(1, 2)));
        Assert.Equal([3], Assert.IsType<P.Ringing>(scene.State.Phase).Legs.Items);
    }

    [Fact]
    public void A_caller_that_hangs_up_has_abandoned_once_in_its_primary_queue()
    {
        var scene = TwoRing().With(CallerBye());

        Assert.Equal(CallEnd.AbandonedRinging, scene.Happened<E.CallEnded>().End);
        Assert.Equal(
            [(Stay(2), StayEnd.Withdrawn), (Stay(3), StayEnd.Withdrawn), (Stay(1), StayEnd.AbandonedRinging)],
            scene.Events.OfType<E.QueueLeft>().Select(e => (e.Stay, e.End)));
        Assert.All(scene.Events.OfType<E.LegCancelled>(), cancelled => Assert.Equal(OfferEnd.CallerHungUp, cancelled.End));
        Assert.True(scene.Drained());
        OneEndAtEachLevel.In(scene);
    }

    [Fact]
    public void It_waited_there_where_only_the_phone_of_another_queue_rang()
    {
        var scene = InThree().With(Ring(1, 2), new C.RecordProgress(1, 180), CallerBye());

        Assert.Equal(CallEnd.AbandonedRinging, scene.Happened<E.CallEnded>().End);
        Assert.Equal(StayEnd.AbandonedWaiting, scene.Events.OfType<E.QueueLeft>().Single(e => e.Stay == Stay(1)).End);
    }

    [Fact]
    public void A_stay_that_overflows_is_replaced_in_its_place_and_the_others_go_on()
    {
        var toAudit = new OverflowTarget("audit", null, null, "march");
        var scene = TwoRing().With(Leave(LeaveReason.MaxWait, toAudit, 2));

        Assert.Equal([Stay(1), Stay(4), Stay(3)], scene.State.Stays.Select(stay => stay.Id));
        Assert.Equal(Heard.MusicOnHold("waltz"), scene.Media.CallerHears);
        Assert.Equal([1], Assert.IsType<P.Ringing>(scene.State.Phase).Legs.Items);
        Assert.True(scene.Owes($"enqueue/{Stay(4)}") && scene.Owes("cancel/2") && !scene.Owes("cancel/1"));

        scene.With(Leave(LeaveReason.MaxWait, toAudit with { Queue = "night" }));
        Assert.Equal([Stay(5), Stay(4), Stay(3)], scene.State.Stays.Select(stay => stay.Id));
        Assert.Equal(Heard.MusicOnHold("march"), scene.Media.CallerHears);
        scene.AlreadySo(Leave(LeaveReason.MaxWait, toAudit, 2));
    }

    [Fact]
    public void Nobody_waits_twice_in_one_queue()
    {
        var scene = InThree().With(Leave(LeaveReason.MaxWait, ToSupport));

        Assert.Equal([Stay(2), Stay(3)], scene.State.Stays.Select(stay => stay.Id));
        Assert.Equal(StayEnd.OverflowedToQueue, scene.Happened<E.QueueLeft>().End);
        Assert.Empty(scene.Events.OfType<E.CallEnded>());
    }

    [Fact]
    public void Only_the_last_stay_takes_the_call_away()
    {
        var scene = InThree().With(Leave(LeaveReason.MaxWait, ToOutside), Leave(LeaveReason.Closed, null, 3));
        Assert.Equal([Stay(2)], scene.State.Stays.Select(stay => stay.Id));
        Assert.Empty(scene.Events.OfType<E.LegRequested>());

        var turnedAway = InThree().With(Leave(LeaveReason.QueueFull), new C.CancelOffer(Offer(1, 2)), Leave(LeaveReason.QueueFull, null, 2), Leave(LeaveReason.QueueFull, null, 3));
        Assert.Equal((CallEnd.Refused, Causes.QueueFull), (turnedAway.Happened<E.CallEnded>().End, turnedAway.Happened<E.CallEnded>().Cause));

        scene.With(Leave(LeaveReason.MaxWait, ToOutside, 2));
        Assert.Equal(LegPurpose.Outside, scene.Happened<E.LegRequested>().Purpose);
    }

    [Fact]
    public void A_queue_that_does_not_take_the_call_leaves_it_waiting_in_the_others()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(also: ["support"])), new C.RecordNotQueued(Stay(1)));
        Assert.Equal([Stay(2)], scene.State.Stays.Select(stay => stay.Id));

        scene.With(new C.RecordNotQueued(Stay(2)));
        Assert.Equal((CallEnd.Refused, Causes.NotQueued), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Cause));
    }

    [Fact]
    public void Offers_of_one_stay_may_ring_together_in_whatever_order_they_come()
    {
        var scene = Waiting().With(Ring(3, agent: 3) with { Together = true }, Ring(1) with { Together = true });

        scene.AlreadySo(Ring(1) with { Together = true });
        scene.Refuse(Ring(2, agent: 2), Refusal.OfferIsStale);
        scene.With(new C.CancelOffer(Offer(2)));
        scene.Refuse(Ring(2, agent: 2) with { Together = true }, Refusal.OfferIsStale);
        scene.Refuse(Ring(4, agent: 4), Refusal.OfferInProgress);
        for (var attempt = 4; attempt < 4 + CallState.RingsPerStayMax - 2; attempt++)
        {
            scene.With(Ring(attempt, agent: attempt) with { Together = true });
        }

        scene.Refuse(Ring(20, agent: 9) with { Together = true }, Refusal.OfferInProgress);
    }

    [Fact]
    public void The_first_of_those_who_ring_together_answers_the_stay_for_all()
    {
        var scene = TwoRingTogether().With(new C.RecordAnswer(2, Answer(2)));

        Assert.Equal((1, OfferEnd.AnsweredElsewhere), (scene.Happened<E.LegCancelled>().Leg, scene.Happened<E.LegCancelled>().End));
        Assert.Equal((Offer(1), Offer(2)), (scene.Happened<E.LegAnswered>().Offer!.Value, scene.Events.OfType<E.LegRequested>().First().Offer!.Value));
        Assert.Equal(StayEnd.Answered, scene.Happened<E.QueueLeft>().End);
        Assert.Equal([$"answered/{Offer(1)}"], scene.Owed.OfType<Duty.Deliver>().Where(duty => duty.To == Sales).Select(duty => duty.Key));
    }

    private static void OneMoreIsTooLate(CallScene scene)
    {
        scene.Refuse(Ring(2, agent: 3), Refusal.OfferIsStale);
        scene.Refuse(Ring(1, 3, agent: 3), Refusal.OfferIsStale);
        scene.Refuse(Leave(LeaveReason.MaxWait, ToSupport), Refusal.StayEnded);
        scene.Refuse(Leave(LeaveReason.MaxWait, ToSupport, 2), Refusal.AlreadyAnswered);
        scene.Refuse(new C.CancelOffer(Offer(1, 2)), Refusal.AlreadyAnswered);
        scene.AlreadySo(new C.CancelOffer(Offer()));
    }
}
