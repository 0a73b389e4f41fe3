using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Every ending at every stage: one end at each level, and nothing owed once all have confirmed.</summary>
public sealed class EndingTests
{
    [Fact]
    public void A_caller_that_cancels_while_waiting_abandons_the_queue()
    {
        var scene = Waiting(AnswerMode.OnAgent).With(new C.RecordCancel());

        Assert.Equal((CallEnd.AbandonedInQueue, 487), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.Equal(StayEnd.AbandonedWaiting, scene.Message<QueueCommand.RecordStayEnded>($"stay/{Stay()}").End);
        Assert.True(scene.Owes("respond/487"));
        scene.AlreadySo(new C.RecordCancel());
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_caller_that_cancels_before_it_has_a_place_abandons_too()
    {
        var scene = Arrived().With(new C.RecordCancel());

        Assert.Equal(CallEnd.AbandonedInQueue, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Owes($"stay/{Stay()}"));
        scene.AlreadySo(new C.RecordQueued(Stay()));
    }

    [Fact]
    public void A_caller_that_cancels_while_a_phone_rings_frees_the_agent_uncounted()
    {
        var scene = Ringing(AnswerMode.OnAgent).With(new C.RecordCancel());

        Assert.Equal(CallEnd.AbandonedRinging, scene.Happened<E.CallEnded>().End);
        Assert.Equal(StayEnd.AbandonedRinging, scene.Message<QueueCommand.RecordStayEnded>($"stay/{Stay()}").End);
        Assert.False(scene.Owes($"failed/{Offer()}"));
        Assert.True(scene.Owes("cancel/1"));
        scene.With(new C.RecordLegFailed(1, 487));
        Assert.Equal(OfferEnd.CallerHungUp, scene.Message<AgentCommand.RecordOfferEnded>($"ended/{Offer()}").End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_is_not_free_before_its_phone_has_ended_the_last_offer()
    {
        var scene = AbandonedRinging();
        Assert.False(scene.Owes($"ended/{Offer()}"));
        scene.AlreadySo(Ring());

        scene.With(new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes($"ended/{Offer()}"));
        Assert.True(scene.Owes("bye/1"));
    }

    [Fact]
    public void A_phone_that_has_not_rung_yet_makes_it_waiting() =>
        Assert.Equal(CallEnd.AbandonedInQueue, Offering().With(CallerBye()).Happened<E.CallEnded>().End);

    [Fact]
    public void A_cancel_after_the_200_changes_nothing()
    {
        Arrived().With(new C.RecordQueued(Stay())).AlreadySo(new C.RecordCancel());
        Talking().AlreadySo(new C.RecordCancel());
    }

    [Fact]
    public void A_200_that_crosses_the_callers_hang_up_is_acknowledged_and_ended()
    {
        var scene = AbandonedRinging().With(new C.RecordAnswer(1, Answer()));

        Assert.True(scene.Owes("ack/1"));
        Assert.Equal(2u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        Assert.Empty(scene.Events.OfType<E.LegAnswered>());
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_caller_that_hangs_up_while_talking_releases_the_agent()
    {
        var scene = Talking().With(CallerBye());

        Assert.Equal(CallEnd.ReleasedByCaller, scene.Happened<E.CallEnded>().End);
        Assert.Equal(SegmentEnd.ReleasedByCaller, scene.Message<AgentCommand.RecordReleased>($"released/{Offer()}").End);
        Assert.Equal(2u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        Assert.Equal(new MediaClosed(Slot), scene.Command<MediaClosed>("media-close"));
        Assert.False(scene.Owes("bye/0"));
        scene.AlreadySo(CallerBye());
        Assert.True(scene.Drained());
    }

    [Fact]
    public void An_agent_that_hangs_up_ends_the_call()
    {
        var scene = Talking();
        scene.Accept(AgentBye(scene));

        Assert.Equal((CallEnd.ReleasedByAgent, SegmentEnd.ReleasedByAgent), (scene.Happened<E.CallEnded>().End, scene.Happened<E.AgentSegmentEnded>().End));
        Assert.Equal(1u, scene.Command<LegCommand.SendBye>("bye/0").CSeq);
        Assert.False(scene.Owes("bye/1"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Two_hang_ups_that_cross_end_the_call_once()
    {
        var scene = Talking();
        var agentBye = AgentBye(scene);
        scene.With(CallerBye());
        scene.AlreadySo(agentBye);

        Assert.Equal(CallEnd.ReleasedByCaller, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_held_caller_that_hangs_up_abandons_on_hold() =>
        Assert.Equal(CallEnd.AbandonedOnHold, Held().With(CallerBye()).Happened<E.CallEnded>().End);

    [Fact]
    public void A_caller_that_leaves_while_a_number_outside_is_called_takes_that_call_along()
    {
        var scene = GoingOut().With(new C.RecordProgress(1, 180), CallerBye());

        Assert.Equal(CallEnd.AbandonedRinging, scene.Happened<E.CallEnded>().End);
        Assert.Null(scene.Happened<E.LegCancelled>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_caller_may_end_its_early_dialog_with_a_bye()
    {
        var scene = Waiting(AnswerMode.OnAgent).With(CallerBye());

        Assert.Equal((CallEnd.AbandonedInQueue, 487), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        scene.AlreadySo(CallerBye());
    }

    [Fact]
    public void An_ack_that_never_comes_loses_the_call_with_a_bye()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()), new C.RecordAckMissing(0, InviteCSeq));

        Assert.Equal((CallEnd.Lost, StayEnd.Lost), (scene.Happened<E.CallEnded>().End, scene.Happened<E.QueueLeft>().End));
        Assert.Equal(1u, scene.Command<LegCommand.SendBye>("bye/0").CSeq);
        scene.AlreadySo(new C.RecordAckMissing(0, InviteCSeq));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_late_missing_ack_does_not_end_a_confirmed_call() => Talking().AlreadySo(new C.RecordAckMissing(0, InviteCSeq));

    [Fact]
    public void Our_bye_waits_for_the_ack_of_our_200()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()), new C.Release("drain"));
        Assert.True(scene.Owes("respond/200"));
        Assert.False(scene.Owes("bye/0"));

        scene.Accept(CallerAck);
        Assert.True(scene.Owes("bye/0"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_caller_that_leaves_meanwhile_needs_no_bye()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()), new C.Release("drain"), CallerBye());

        Assert.False(scene.Owes("respond/200"));
        Assert.False(scene.Owes("bye/0"));
    }

    public static TheoryData<string> Stages => [.. Staged.Living.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_supervisor_can_end_it_at_any_stage(string stage)
    {
        var scene = Staged.Living[stage]().With(new C.Release("supervisor anna"));

        Assert.Equal((CallEnd.ReleasedBySystem, "released by supervisor anna"), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Cause));
        scene.AlreadySo(new C.Release("supervisor anna"));
        OneEndAtEachLevel.In(scene);
        Assert.True(scene.Drained());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_caller_can_leave_at_any_stage(string stage)
    {
        var scene = Staged.Living[stage]();
        scene.Accept(scene.State.Incoming switch
        {
            { Phase: LegPhase.Inviting } => new C.RecordCancel(),
            { } up => new C.RecordBye(up.Number, CallerTags, 100, null),
            // An agent's desktop dialed: the agent itself leaves.
            null when scene.State.Legs.ContainsKey(1) => AgentBye(scene),
            null => new C.RecordNotJoined(Dial),
        });

        OneEndAtEachLevel.In(scene);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void What_must_be_known_is_told_until_it_is_confirmed()
    {
        var scene = Talking().With(CallerBye());
        scene.With(new C.ConfirmTold($"released/{Offer()}"));
        Assert.False(scene.Owes($"released/{Offer()}"));
        scene.AlreadySo(new C.ConfirmTold($"released/{Offer()}"));

        scene.With(new C.ConfirmLegClosed(1), new C.ConfirmMediaClosed(), new C.ConfirmTold($"answered/{Offer()}"));
        Assert.Empty(scene.Owed);
        scene.AlreadySo(new C.ConfirmMediaClosed());
        scene.AlreadySo(new C.ConfirmLegClosed(1));
    }

    [Fact]
    public void A_normal_call_is_seventeen_events_long()
    {
        var scene = Talking().With(
            new C.ConfirmTold($"answered/{Offer()}"), CallerBye(), new C.ConfirmLegClosed(1), new C.ConfirmTold($"released/{Offer()}"), new C.ConfirmMediaClosed());

        Assert.Empty(scene.Owed);
        Assert.Equal(
            [
                "CallArrived", "QueueEntered", "QueueConfirmed", "CallerAnswered", "CallerConfirmed", "LegRequested", "LegRinging", "LegAnswered", "QueueLeft",
                "ToldConfirmed", "LegReleased", "AgentSegmentEnded", "CallEnded", "ContactClosed", "LegClosed", "ToldConfirmed", "MediaClosedConfirmed",
            ],
            scene.Events.Select(e => e.GetType().Name));
    }
}
