using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Tests.Calls;

public sealed class ArrivalTests
{
    [Fact]
    public void An_invite_becomes_a_call_that_asks_for_a_place()
    {
        var scene = Arrived();

        Assert.Collection(
            scene.Events,
            first => Assert.Equal(Key, Assert.IsType<E.CallArrived>(first).Contact),
            second => Assert.Equal(new E.QueueEntered(Start, Stay(), Sales, "waltz", 3), second));
        var enqueue = scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay()}");
        Assert.Equal((Start, 3, "4000", "13800138000"), (enqueue.Call.Arrived, enqueue.Call.Priority, enqueue.Call.Number, enqueue.Call.Caller));
        Assert.False(scene.Owes("respond/180"));
    }

    [Fact]
    public void A_repeated_invite_is_already_so_and_told_which_session_is_kept()
    {
        var scene = Arrived();
        var repeat = scene.Do(new C.RecordArrival(Arrival() with { Slot = Slot with { Port = 30_000 } }));

        Assert.Equal(new ArrivalReply(Slot), Assert.IsType<Decision<E>.AlreadySo>(repeat).Reply);
    }

    [Fact]
    public void An_invite_that_comes_another_way_is_answered_that_way()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()));
        Assert.True(scene.Owes("respond/200"));

        var again = Assert.IsType<Decision<E>.Accepted>(scene.Do(Rerouted(1)));
        Assert.Equal(new ArrivalReply(Slot), again.Reply);
        Assert.False(scene.Owes("respond/200"));
        var response = scene.Command<LegCommand.RespondToInvite>("respond/200/1");
        Assert.Equal((Rerouted(1).Arrival.Seed, "our-tag"), (response.Seed, response.Dialog.LocalTag));
        Assert.Equal("edge-2", Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Key == "respond/200/1").At);
        scene.AlreadySo(Rerouted(1));

        scene.Accept(CallerAck);
        Assert.Equal(new ArrivalReply(Slot) { IsSettled = true }, Assert.IsType<Decision<E>.AlreadySo>(scene.Do(Rerouted(2))).Reply);
    }

    [Fact]
    public void The_refusal_of_a_caller_follows_its_invite_too()
    {
        var scene = Arrived().With(new C.RecordCancel());
        scene.Accept(Rerouted(1));

        Assert.Equal(487, scene.Command<LegCommand.RespondToInvite>("respond/487/1").Status);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_invite_changes_its_way_a_few_times_only()
    {
        var scene = Arrived();
        for (var way = 1; way <= Leg.ReroutesMax; way++)
        {
            scene.Accept(Rerouted(way));
        }

        scene.AlreadySo(Rerouted(Leg.ReroutesMax + 1));
    }

    [Fact]
    public void An_offer_that_cannot_be_used_makes_no_call() =>
        new CallScene().Refuse(new C.RecordArrival(Arrival(offer: CallerMedia with { Payload = 18 })), Refusal.MediaNotAcceptable);

    [Fact]
    public void On_queue_the_caller_is_answered_when_it_has_a_place_and_hears_music()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()));

        var response = scene.Command<LegCommand.RespondToInvite>("respond/200");
        Assert.Equal((200, 1, MediaSide.Caller), (response.Status, response.Sdp!.Version, response.Sdp.Side));
        Assert.Equal([8], response.Sdp.Payloads);
        Assert.Equal(Heard.MusicOnHold("waltz"), scene.Media.CallerHears);

        scene.Accept(CallerAck);
        Assert.False(scene.Owes("respond/200"));
        scene.AlreadySo(CallerAck);
    }

    [Fact]
    public void With_early_media_the_caller_hears_music_before_it_is_answered()
    {
        var scene = Waiting(AnswerMode.EarlyMedia);

        Assert.NotNull(scene.Command<LegCommand.RespondToInvite>("respond/183").Sdp);
        Assert.Equal(HeardSource.Music, scene.Media.CallerHears.Source);

        scene.With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.False(scene.Owes("respond/183"));
        Assert.NotNull(scene.Command<LegCommand.RespondToInvite>("respond/200").Sdp);
    }

    [Fact]
    public void On_agent_the_caller_hears_ringing_until_the_agent_answers()
    {
        var scene = Waiting(AnswerMode.OnAgent);

        Assert.Null(scene.Command<LegCommand.RespondToInvite>("respond/180").Sdp);
        Assert.Equal(Heard.Silence, scene.Media.CallerHears);

        scene.With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes("respond/200"));
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
    }

    [Fact]
    public void A_late_offer_gets_ours_in_the_200_and_brings_its_answer_in_the_ack()
    {
        var scene = Arrived(late: true).With(new C.RecordQueued(Stay()));
        Assert.Equal([8, 0], scene.Command<LegCommand.RespondToInvite>("respond/200").Sdp!.Payloads);
        Assert.Null(scene.Media.Caller);

        scene.Accept(CallerAck with { Media = CallerMedia });
        Assert.Equal(CallerMedia, scene.Media.Caller);
    }

    [Fact]
    public void A_late_offer_that_is_never_answered_ends_the_call()
    {
        var scene = Arrived(late: true).With(new C.RecordQueued(Stay()), CallerAck);

        Assert.Equal((CallEnd.ReleasedBySystem, Causes.NoMedia), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Cause));
        Assert.Equal(1u, scene.Command<LegCommand.SendBye>("bye/0").CSeq);
    }

    [Fact]
    public void A_late_offer_has_no_early_media() => Assert.True(Arrived(AnswerMode.EarlyMedia, late: true).With(new C.RecordQueued(Stay())).Owes("respond/180"));

    [Fact]
    public void A_ring_implies_that_the_queue_has_the_call()
    {
        var scene = Arrived().With(Ring());

        Assert.Equal(["QueueConfirmed", "CallerAnswered", "LegRequested"], scene.Events.Skip(2).Select(e => e.GetType().Name));
        scene.AlreadySo(new C.RecordQueued(Stay()));
        scene.AlreadySo(new C.RecordNotQueued(Stay()));
    }

    [Fact]
    public void A_queue_that_refuses_refuses_the_call()
    {
        var scene = Arrived().With(new C.RecordNotQueued(Stay()));

        Assert.Equal(StayEnd.Refused, scene.Happened<E.QueueLeft>().End);
        Assert.Equal((CallEnd.Refused, 480), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.Equal(480, scene.Command<LegCommand.RespondToInvite>("respond/480").Status);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_overflow_keeps_arrival_time_and_priority()
    {
        var scene = Waiting();
        scene.Now = Start.AddMinutes(2);
        scene.With(Leave(LeaveReason.MaxWait, ToSupport));

        Assert.Equal(StayEnd.OverflowedToQueue, scene.Happened<E.QueueLeft>().End);
        var call = scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}").Call;
        Assert.Equal((Start, 3), (call.Arrived, call.Priority));
        Assert.Equal(Heard.MusicOnHold("march"), scene.Media.CallerHears);
        Assert.Equal(Support, Assert.IsType<P.Waiting>(scene.State.Phase).Stays[0].Queue);
        scene.AlreadySo(Leave(LeaveReason.MaxWait, ToSupport));
        Waiting(AnswerMode.OnAgent).With(new C.RecordCancel()).Refuse(Leave(LeaveReason.MaxWait, ToSupport), Refusal.StayEnded);
        Assert.DoesNotContain(scene.Owed.OfType<Duty.Deliver>(), duty => duty.To == Sales);
    }

    [Fact]
    public void What_is_attached_travels_with_the_call_to_the_next_queue()
    {
        var level = new AttachedValue(AttachedType.Text, "gold");
        var scene = Waiting().With(new C.AttachValue("level", level), new C.AttachValue("account", new AttachedValue(AttachedType.Number, "17")));
        scene.With(Leave(LeaveReason.MaxWait, ToSupport));
        var enqueue = scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}");
        Assert.Equal(["account", "level"], enqueue.Call.Data.Select(entry => entry.Key));
        Assert.Equal(level, enqueue.Call.Data[1].Value);

        scene.With(new C.AttachValue("level", null));
        Assert.Equal(enqueue, scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}"));
        Assert.Equal(enqueue, Contracts.Read(Contracts.TagOf(enqueue), Contracts.Write(enqueue)));
    }

    [Fact]
    public void An_overflow_while_a_phone_rings_takes_the_offer_back()
    {
        var scene = Ringing().With(Leave(LeaveReason.Moved, ToSupport));

        Assert.Equal(OfferEnd.Withdrawn, scene.Happened<E.LegCancelled>().End);
        Assert.False(scene.Owes($"ended/{Offer()}"));
        Assert.False(scene.Owes($"failed/{Offer()}"));
        scene.Refuse(Ring(2), Refusal.OfferIsStale);
        scene.With(new C.RecordQueued(Stay(2)), Ring(1, 2));
        Assert.True(scene.Owes("cancel/1"));
        Assert.True(scene.Owes("invite/2"));
        scene.With(new C.RecordLegFailed(1, 487));
        Assert.True(scene.Owes($"ended/{Offer()}"));
    }

    [Fact]
    public void Queues_that_overflow_into_each_other_come_to_an_end()
    {
        var scene = Waiting();
        for (var stay = 1; stay < CallState.StaysMax; stay++)
        {
            scene.Accept(Leave(LeaveReason.QueueFull, ToSupport, stay));
        }

        scene.Accept(Leave(LeaveReason.QueueFull, ToSupport, CallState.StaysMax));
        Assert.Equal(Causes.NowhereToGo, scene.Happened<E.CallEnded>().Cause);
        Assert.Equal(CallState.StaysMax, scene.Events.OfType<E.QueueLeft>().Count());
    }

    [Fact]
    public void A_stay_of_the_future_or_of_another_call_is_unknown()
    {
        var scene = Waiting();
        scene.Refuse(Leave(LeaveReason.MaxWait, null, 2), Refusal.StayUnknown);
        scene.Refuse(new C.LeaveQueue(new StayId("another", 1), LeaveReason.MaxWait, null, StayEnd.Refused), Refusal.StayUnknown);
    }

    [Fact]
    public void An_answered_stay_cannot_be_let_go()
    {
        Talking().Refuse(Leave(LeaveReason.MaxWait, ToSupport), Refusal.AlreadyAnswered);
        Over().Refuse(Leave(LeaveReason.MaxWait, ToSupport), Refusal.AlreadyAnswered);
    }

    [Theory]
    [InlineData(LeaveReason.QueueFull, CallEnd.Refused, 486)]
    [InlineData(LeaveReason.Closed, CallEnd.Refused, 480)]
    [InlineData(LeaveReason.MaxWait, CallEnd.ReleasedBySystem, 480)]
    [InlineData(LeaveReason.Moved, CallEnd.Refused, 480)]
    public void A_caller_not_answered_yet_is_turned_away_with_a_final_response(LeaveReason reason, CallEnd end, int status)
    {
        var scene = Waiting(AnswerMode.OnAgent).With(Leave(reason));

        Assert.Equal((end, status), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.True(scene.Owes($"respond/{status}"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_queue_that_closes_redirects_who_waits_and_refuses_who_comes()
    {
        Assert.Equal(StayEnd.Redirected, Waiting().With(Leave(LeaveReason.Closed)).Happened<E.QueueLeft>().End);
        Assert.Equal(StayEnd.Refused, Arrived().With(Leave(LeaveReason.Closed) with { End = StayEnd.Refused }).Happened<E.QueueLeft>().End);
    }

    [Fact]
    public void A_stay_that_was_lost_is_lost_wherever_the_caller_goes()
    {
        Assert.Equal(StayEnd.Lost, Waiting().With(Leave(LeaveReason.Lost, ToSupport)).Happened<E.QueueLeft>().End);
        Assert.Equal(StayEnd.Lost, Waiting().With(Leave(LeaveReason.Lost, ToOutside)).Happened<E.QueueLeft>().End);
        Assert.Equal(CallEnd.Lost, Waiting().With(Leave(LeaveReason.Lost)).Happened<E.CallEnded>().End);
    }

    [Theory]
    [InlineData(AnswerMode.OnQueue)]
    [InlineData(AnswerMode.EarlyMedia)]
    [InlineData(AnswerMode.OnAgent)]
    public void A_full_queue_is_busy_to_a_caller_whenever_it_would_have_been_answered(AnswerMode answer)
    {
        var scene = Arrived(answer).With(Leave(LeaveReason.QueueFull));

        Assert.Equal((CallEnd.Refused, 486), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        scene.AlreadySo(new C.RecordQueued(Stay()));
        Assert.DoesNotContain(scene.Events, e => e is E.CallerAnswered);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_caller_sent_on_by_a_full_queue_is_answered_when_the_next_has_it()
    {
        var scene = Arrived().With(Leave(LeaveReason.QueueFull, ToSupport));
        Assert.DoesNotContain(scene.Events, e => e is E.CallerAnswered);

        scene.With(new C.RecordQueued(Stay(2)));
        scene.Happened<E.CallerAnswered>();
    }

    [Fact]
    public void A_caller_answered_already_is_turned_away_with_a_bye()
    {
        var scene = Waiting().With(Leave(LeaveReason.QueueFull));

        Assert.Equal((CallEnd.Refused, 0), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.True(scene.Owes("bye/0"));
    }

    [Fact]
    public void Nothing_but_an_arrival_makes_a_call() => new CallScene().Refuse(new C.RecordCancel(), Refusal.CallUnknown);
}
