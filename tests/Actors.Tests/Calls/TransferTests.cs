using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>An agent gives its caller away: the segment ends, the call goes on.</summary>
public sealed class TransferTests
{
    [Fact]
    public void A_referred_caller_waits_in_the_other_queue_with_its_first_arrival()
    {
        var scene = Referred();

        Assert.IsType<CallPhase.Waiting>(scene.State.Phase);
        var queued = scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}");
        Assert.Equal((Start, 7, "13800138000"), (queued.Call.Arrived, queued.Call.Priority, queued.Call.Caller));
        Assert.Equal(SegmentEnd.Transferred, scene.Message<AgentCommand.RecordReleased>($"released/{Offer()}").End);
        Assert.Equal("march", scene.Media.CallerHears.Music);
    }

    [Fact]
    public void The_phone_is_notified_before_it_gets_our_bye()
    {
        var scene = Referred();
        Assert.Equal((2u, 4u), (scene.Command<LegCommand.SendNotify>("notify/1").CSeq, scene.Command<LegCommand.SendNotify>("notify/1").Refer));
        Assert.False(scene.Owes("bye/1"));

        scene.With(new C.ConfirmNotified(1));
        Assert.False(scene.Owes("notify/1"));
        Assert.Equal(3u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        scene.AlreadySo(new C.ConfirmNotified(1));
    }

    [Fact]
    public void A_phone_that_hangs_up_first_ends_nothing_but_its_leg()
    {
        var scene = Referred();
        scene.With(AgentBye(scene, 5));

        Assert.False(scene.Owes("bye/1"));
        Assert.Empty(scene.Events.OfType<E.CallEnded>());
        Assert.IsType<CallPhase.Waiting>(scene.State.Phase);
    }

    [Fact]
    public void The_next_agent_answers_and_the_call_ends_once()
    {
        var scene = Referred().With(new C.RecordQueued(Stay(2)), Ring(1, 2, agent: 2), new C.RecordProgress(2, 180), new C.RecordAnswer(2, Answer(2)));
        Assert.Equal(AgentMedia, scene.Media.Other);
        scene.With(AgentBye(scene, leg: 2));

        Assert.Equal([SegmentEnd.Transferred, SegmentEnd.ReleasedByAgent], scene.Events.OfType<E.AgentSegmentEnded>().Select(e => e.End));
        Assert.Equal(CallEnd.ReleasedByAgent, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_refer_that_comes_again_gets_the_same_answer()
    {
        var scene = Talking();
        var refer = Refer(scene, ToNumber);
        scene.With(refer);
        scene.AlreadySo(refer);
        scene.With(new C.ConfirmNotified(1));
        scene.AlreadySo(refer);
        scene.With(new C.ConfirmLegClosed(1));
        scene.AlreadySo(refer);
    }

    [Fact]
    public void A_late_ring_of_the_offer_that_was_given_away_is_not_refused() => Referred().AlreadySo(Ring());

    [Fact]
    public void Only_the_leg_that_the_caller_talks_to_may_give_it_away()
    {
        var ringing = Ringing();
        ringing.Refuse(new C.RecordRefer(1, new DialogTags("", ringing.State.Legs[1].Dialog.LocalTag), 4, ToNumber), Refusal.TransferNotPossible);
        Talking().Refuse(new C.RecordRefer(0, CallerTags, InviteCSeq + 1, ToNumber), Refusal.TransferNotPossible);
        Talking().Refuse(new C.RecordRefer(1, new DialogTags("x", "y"), 4, ToNumber), Refusal.DialogMismatch);
        Talking().Refuse(new C.RecordRefer(9, CallerTags, 4, ToNumber), Refusal.LegUnknown);
    }

    [Fact]
    public void A_number_whose_rules_block_the_caller_leaves_it_where_it_is()
    {
        var scene = Talking();
        var blocked = ToNumber with { Plan = ToNumber.Plan! with { Rules = [new NumberRule { Refuses = true }] } };
        scene.Refuse(Refer(scene, blocked), Refusal.TransferNotPossible);

        Assert.IsType<CallPhase.Talking>(scene.State.Phase);
    }

    [Fact]
    public void Values_that_the_number_attaches_come_behind_what_is_attached()
    {
        var scene = Talking().With(new C.AttachValue("language", new AttachedValue(AttachedType.Text, "en")));
        EquatableArray<AttachedEntry> attach = [new AttachedEntry("language", new AttachedValue(AttachedType.Text, "zh")), new AttachedEntry("from", new AttachedValue(AttachedType.Text, "sales"))];
        scene.With(Refer(scene, ToNumber with { Plan = ToNumber.Plan! with { Rules = [new NumberRule { Attach = attach }] } }));

        Assert.Equal(("en", "sales"), (scene.State.Attached["language"].Text, scene.State.Attached["from"].Text));
        Assert.Equal(2, scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(2)}").Call.Data.Count);
    }

    [Fact]
    public void A_supervisor_gives_a_caller_away_and_the_phone_gets_a_bye_at_once()
    {
        var scene = Talking().With(new C.Transfer(Offer(), ToNumber, "supervisor"));

        Assert.Equal("supervisor", scene.Happened<E.CallTransferred>().By);
        Assert.True(scene.Owes("bye/1"));
        Assert.False(scene.Owes("notify/1"));
        scene.AlreadySo(new C.Transfer(Offer(), ToNumber, "supervisor"));
        scene.Refuse(new C.Transfer(Offer(2), ToNumber, "supervisor"), Refusal.TransferNotPossible);
    }

    [Fact]
    public void A_held_caller_can_be_given_away()
    {
        var scene = Held();
        scene.With(Refer(scene, ToNumber));

        Assert.IsType<CallPhase.Waiting>(scene.State.Phase);
    }

    [Fact]
    public void A_caller_that_was_given_to_a_number_outside_ends_transferred_out()
    {
        var scene = Talking();
        scene.With(Refer(scene, new TransferTarget("02112345678") { Uri = "sip:02112345678@trunk.example:5060" }));
        Assert.IsType<CallPhase.GoingOut>(scene.State.Phase);
        scene.With(new C.RecordAnswer(2, Answer(2)), CallerBye());

        Assert.Equal(CallEnd.TransferredOut, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void The_caller_hangs_up_while_the_phone_is_still_notified()
    {
        var scene = Referred().With(CallerBye());

        Assert.Equal(CallEnd.AbandonedInQueue, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Owes("notify/1"));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_call_is_given_away_as_often_as_it_may_have_stays()
    {
        var scene = Talking();
        for (var stay = 2; stay <= CallState.StaysMax; stay++)
        {
            var leg = scene.State.Other!.Number;
            scene.With(new C.Transfer(Offer(1, stay - 1), ToNumber, "x"), new C.RecordQueued(Stay(stay)), Ring(1, stay, queue: Support), new C.RecordAnswer(leg + 1, Answer(leg + 1)));
        }

        scene.Refuse(new C.Transfer(Offer(1, CallState.StaysMax), ToNumber, "x"), Refusal.TransferNotPossible);
    }
}
