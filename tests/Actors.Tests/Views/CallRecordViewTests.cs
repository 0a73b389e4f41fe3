using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Views.Told;

namespace CallCenter.Actors.Tests.Views;

public sealed class CallRecordViewTests
{
    private static CallEvent[] Talked =>
    [
        Arrived(0), Entered(0), new CallEvent.QueueConfirmed(At(0.1), FirstStay), new CallEvent.CallerAnswered(At(0.1)),
        Requested(10), new CallEvent.LegRinging(At(10.5), 1), Answered(14), Left(14, StayEnd.Answered),
        Media(20, MediaDirection.SendOnly, 2), Media(35, MediaDirection.SendReceive, 3),
        new CallEvent.LegReleased(At(50), 0, true, 5, null), SegmentEnded(50, SegmentEnd.ReleasedByCaller), Ended(50, CallEnd.ReleasedByCaller),
        new CallEvent.LegClosed(At(50.2), 1), new CallEvent.ContactClosed(At(50.3), Key),
    ];

    [Fact]
    public void A_call_that_was_served_has_its_times_and_one_end_at_each_level()
    {
        var record = Record(Talked);

        Assert.Equal((CallActivity.Ended, CallEnd.ReleasedByCaller), (record.Phase, record.End));
        Assert.Equal(("sales", "1001", At(14), At(50)), (record.Queue, record.Agent, record.Answered!.Value, record.Ended!.Value));
        Assert.Equal(TimeSpan.FromSeconds(14), record.Wait);
        Assert.Equal(TimeSpan.FromSeconds(21), record.Talk);
        Assert.Equal(TimeSpan.FromSeconds(15), record.Hold);
        Assert.Equal((StayEnd.Answered, 1), (Assert.Single(record.Stays).End!.Value, record.Stays[0].Offers));
        Assert.Equal((SegmentEnd.ReleasedByCaller, "6001"), (Assert.Single(record.Segments).End!.Value, record.Segments[0].Phone));
        Assert.Equal([LegProgress.Released, LegProgress.Closed], record.Legs.Items.Select(leg => leg.Phase));
    }

    [Fact]
    public void Talk_hold_and_wait_add_up_to_the_whole_call()
    {
        var record = Record(Talked);

        Assert.Equal(record.Ended - record.Arrived, record.Wait + record.Talk + record.Hold);
    }

    [Theory]
    [InlineData(9, CallActivity.Held)]
    [InlineData(8, CallActivity.Talking)]
    [InlineData(5, CallActivity.Ringing)]
    [InlineData(4, CallActivity.Waiting)]
    public void The_state_is_that_of_the_last_event(int events, CallActivity expected) =>
        Assert.Equal(expected, Record(Talked.Take(events)).Phase);

    private static CallEvent[] Asked =>
    [
        Arrived(0), Entered(0), Requested(10), Answered(14), Left(14, StayEnd.Answered),
        new CallEvent.ConsultStarted(At(20), 1, 1, Offer, "support", "desk", At(200)), new CallEvent.QueueEntered(At(20), new StayId(Key, 2), ActorId.Queue("demo", "support"), "default", 0) { IsConsult = true },
        Requested(22, 2, 1, "1002", 2, "support"), Answered(25, 2, 1, "1002", 2), Left(25, StayEnd.Answered, 2),
    ];

    [Fact]
    public void A_caller_whose_agent_asks_somebody_does_not_wait_and_stays_its_agents()
    {
        var record = Record(Asked);

        Assert.Equal((CallActivity.Consulting, At(20), "sales", "1001"), (record.Phase, record.Since, record.Queue, record.Agent));
        Assert.Equal(((DateTimeOffset?)null, TimeSpan.FromSeconds(14)), (record.WaitingSince, record.Wait));
        Assert.Equal([("1001", true), ("1002", true)], record.Segments.Items.Select(segment => (segment.Agent, segment.IsConsulting)));
        Assert.Equal([false, true], record.Stays.Items.Select(stay => stay.IsConsult));
    }

    [Fact]
    public void Who_was_asked_and_got_the_caller_has_its_own_part_of_consultation_and_talk()
    {
        var record = Record([.. Asked, new CallEvent.ConsultSwitched(At(30), 1, true), new CallEvent.ConsultSwitched(At(32), 1, false), new CallEvent.CallTransferred(At(40), 1, Offer, "support", "desk", null),
            SegmentEnded(40, SegmentEnd.Transferred), new CallEvent.ConsultEnded(At(40), 1, ConsultEnd.Joined)]);
        Assert.Equal((CallActivity.Talking, At(40), "support", "1002"), (record.Phase, record.Since, record.Queue, record.Agent));

        record = Record([.. Asked, new CallEvent.CallTransferred(At(40), 1, Offer, "support", "desk", null), SegmentEnded(40, SegmentEnd.Transferred), new CallEvent.ConsultEnded(At(40), 1, ConsultEnd.Joined),
            new CallEvent.AgentSegmentEnded(At(50), new OfferId(new StayId(Key, 2), 1), ActorId.Agent("demo", "1002"), SegmentEnd.ReleasedByAgent), Ended(50, CallEnd.ReleasedByAgent)]);
        Assert.Equal([(6, 20), (10, 15)], record.Segments.Items.Select(segment => ((int)segment.Talk.TotalSeconds, (int)segment.Consult.TotalSeconds)));
        Assert.Equal((14, 16, 0), ((int)record.Wait.TotalSeconds, (int)record.Talk.TotalSeconds, (int)record.Hold.TotalSeconds));
    }

    [Fact]
    public void A_hold_from_before_the_agent_talked_ends_with_the_phones_word()
    {
        var record = Record([Arrived(0), Entered(0), Requested(10), Answered(14), Left(14, StayEnd.Answered), new CallEvent.ConsultStarted(At(20), 1, 1, Offer, "support", "desk", At(200)),
            new CallEvent.ConsultEnded(At(22), 1, ConsultEnd.NotAnswered) { IsHeld = true }, Media(30, MediaDirection.SendReceive, 3), SegmentEnded(50, SegmentEnd.ReleasedByCaller), Ended(50, CallEnd.ReleasedByCaller)]);

        Assert.Equal((26, 8, 2), ((int)record.Talk.TotalSeconds, (int)record.Hold.TotalSeconds, (int)record.Segments[0].Consult.TotalSeconds));
    }

    [Fact]
    public void A_caller_who_is_back_with_its_agent_is_held_where_its_agent_holds()
    {
        var record = Record([.. Asked, Media(30, MediaDirection.SendOnly, 3), new CallEvent.LegReleased(At(40), 2, true, 3, null), new CallEvent.AgentSegmentEnded(At(40), new OfferId(new StayId(Key, 2), 1), ActorId.Agent("demo", "1002"), SegmentEnd.ConsultedAndReturned),
            new CallEvent.ConsultEnded(At(40), 1, ConsultEnd.Released) { IsHeld = true }, Media(45, MediaDirection.SendReceive, 4), SegmentEnded(50, SegmentEnd.ReleasedByCaller), Ended(50, CallEnd.ReleasedByCaller)]);

        Assert.Equal((SegmentEnd.ConsultedAndReturned, TimeSpan.FromSeconds(15)), (record.Segments[1].End!.Value, record.Segments[1].Consult));
        Assert.Equal((11, 5, 20), ((int)record.Segments[0].Talk.TotalSeconds, (int)record.Segments[0].Hold.TotalSeconds, (int)record.Segments[0].Consult.TotalSeconds));
    }

    [Fact]
    public void A_missed_offer_lets_the_call_wait_on_from_its_own_entry()
    {
        var record = Record(Arrived(0), Entered(0), Requested(5), new CallEvent.LegRinging(At(6), 1), new CallEvent.LegFailed(At(25), 1, 487, OfferEnd.Missed));

        Assert.Equal((CallActivity.Waiting, (string?)null, At(0)), (record.Phase, record.Agent, Assert.Single(record.OpenStays).Entered));
        Assert.Equal(487, record.Legs[1].Status);

        var next = CallRecordView.Apply(record, Call, Requested(26, leg: 2, attempt: 2, agent: "1002"));
        Assert.Equal((CallActivity.Ringing, "1002", 2), (next.Phase, next.Agent, Assert.Single(next.OpenStays).Offers));
    }

    [Fact]
    public void The_failure_of_an_older_leg_does_not_take_the_ringing_one()
    {
        var record = Record(Arrived(0), Entered(0), Requested(5), new CallEvent.LegCancelled(At(9), 1, OfferEnd.Withdrawn), Requested(10, 2, 2, "1002"),
            new CallEvent.LegFailed(At(11), 1, 487, null));

        Assert.Equal((CallActivity.Ringing, "1002"), (record.Phase, record.Agent));
    }

    [Fact]
    public void A_call_in_two_queues_is_shown_in_its_primary_one_until_it_is_answered_in_the_other()
    {
        CallEvent[] both = [Arrived(0), Entered(0), Entered(0, 2, "support"), Requested(5), Requested(6, 2, 1, "1002", 2, "support")];

        var record = Record(both);
        Assert.Equal(("sales", CallActivity.Ringing, At(5), At(0)), (record.Queue, record.Phase, record.Since, record.WaitingSince!.Value));

        record = Record([.. both, new CallEvent.LegCancelled(At(9), 1, OfferEnd.AnsweredElsewhere), Left(9, StayEnd.Withdrawn), Answered(9, 2, 1, "1002"), Left(9, StayEnd.Answered, 2)]);
        Assert.Equal(("support", "1002", CallActivity.Talking), (record.Queue, record.Agent, record.Phase));
        Assert.Equal([StayEnd.Withdrawn, StayEnd.Answered], record.Stays.Items.Select(stay => stay.End!.Value));
        Assert.Equal(TimeSpan.FromSeconds(9), record.Wait);
    }

    [Fact]
    public void A_call_rings_until_no_phone_rings_any_more()
    {
        CallEvent[] two = [Arrived(0), Entered(0), Entered(0, 2, "support"), Requested(5), Requested(6, 2, 1, "1002", 2, "support")];

        var record = Record([.. two, new CallEvent.LegFailed(At(8), 2, 486, OfferEnd.Declined)]);
        Assert.Equal((CallActivity.Ringing, "1001"), (record.Phase, record.Agent));

        record = CallRecordView.Apply(record, Call, new CallEvent.LegFailed(At(9), 1, 486, OfferEnd.Declined));
        Assert.Equal((CallActivity.Waiting, (string?)null, At(9)), (record.Phase, record.Agent, record.Since));
    }

    [Fact]
    public void Time_in_two_queues_is_waited_once()
    {
        CallEvent[] both = [Arrived(0), Entered(0), Entered(0, 2, "support")];
        var overflowed = new CallEvent.QueueEntered(At(20), new StayId(Key, 3), ActorId.Queue("demo", "billing"), "default", 0) { Place = 0 };

        var record = Record([.. both, Left(20, StayEnd.OverflowedToQueue), overflowed]);
        Assert.Equal(["billing", "support"], record.OpenStays.Select(stay => stay.Queue));
        Assert.Equal(("billing", TimeSpan.Zero, At(0)), (record.Queue, record.Wait, record.WaitingSince!.Value));

        record = Record([.. both, Left(20, StayEnd.OverflowedToQueue), overflowed, Left(30, StayEnd.Withdrawn, 2), Left(30, StayEnd.AbandonedWaiting, 3), Ended(30, CallEnd.AbandonedInQueue)]);
        Assert.Equal(("billing", TimeSpan.FromSeconds(30)), (record.Queue, record.Wait));
    }

    [Fact]
    public void A_wrap_up_told_before_the_call_gives_the_same_record()
    {
        AgentEvent[] wrapUp = [new AgentEvent.WrapUpStarted(At(50), Offer, SegmentEnd.ReleasedByCaller, At(80)), new AgentEvent.WrapUpEnded(At(71), Offer)];
        var after = wrapUp.Aggregate(Record(Talked), (record, e) => CallRecordView.Apply(record, "1001", e));
        var before = Talked.Aggregate(
            wrapUp.Aggregate(CallRecordView.Empty("demo", Key), (record, e) => CallRecordView.Apply(record, "1001", e)),
            (record, e) => CallRecordView.Apply(record, Call, e));

        Assert.Equal(after, before);
        Assert.Equal(TimeSpan.FromSeconds(21), after.WrapUpTime);
        Assert.True(after.IsComplete);
    }

    [Fact]
    public void What_does_not_change_the_record_does_not_count()
    {
        var record = Record(Arrived(0), Entered(0));

        Assert.Same(record, CallRecordView.Apply(record, Call, new CallEvent.ToldConfirmed(At(1), "x")));
        Assert.Equal(2, record.Revision);
    }

    [Fact]
    public void A_call_that_rings_for_ever_keeps_a_bounded_record()
    {
        var attempts = Enumerable.Range(1, 1_000).SelectMany(leg => new[] { Requested(leg, leg, leg), new CallEvent.LegFailed(At(leg + 0.5), leg, 486, OfferEnd.Declined) });

        var record = Record([Arrived(0), Entered(0), .. attempts]);

        Assert.Equal(CallRecord.LegsMax, record.Legs.Count);
        Assert.Equal((0, 1_000), (record.Legs[0].Leg, record.Legs.Items[^1].Leg));
        Assert.Equal(1_000, record.Stays[0].Offers);
    }
}
