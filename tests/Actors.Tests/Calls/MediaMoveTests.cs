using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>The media server of a call is gone: it goes on at another, and its phones are told by re-INVITE.</summary>
public sealed class MediaMoveTests
{
    private static readonly C.MoveMedia Move = new(Slot.Lease, Elsewhere);

    [Fact]
    public void Both_phones_of_a_talk_are_told_where_to_send_to()
    {
        var scene = Talking().With(Move);

        Assert.Equal(Elsewhere, scene.Media.Slot);
        var (caller, agent) = (Reinvite(scene, 0), Reinvite(scene, 1));
        Assert.Equal((Elsewhere, MediaSide.Caller, 2), (caller.Sdp.Slot, caller.Sdp.Side, caller.Sdp.Version));
        Assert.Equal((Elsewhere, MediaSide.Other, 2), (agent.Sdp.Slot, agent.Sdp.Side, agent.Sdp.Version));
        Assert.Equal((1u, 2u), (caller.Dialog.LocalCSeq, agent.Dialog.LocalCSeq));
    }

    [Fact]
    public void An_answer_ends_it_and_says_where_the_phone_is_now()
    {
        var scene = Talking().With(Move);
        var moved = AgentMedia with { Port = 7_000 };
        scene.With(new C.RecordReinviteAnswer(1, 2, "sip:6001@203.0.113.5:5071", moved), new C.RecordReinviteAnswer(0, 1, null, null));

        Assert.DoesNotContain(scene.Owed, IsReinvite);
        Assert.Equal((CallerMedia, moved), (scene.Media.Caller, scene.Media.Other));
        Assert.Equal("sip:6001@203.0.113.5:5071", scene.State.Legs[1].Dialog.RemoteTarget);
        scene.AlreadySo(new C.RecordReinviteAnswer(1, 2, null, AgentMedia));
        Assert.Equal(3u, scene.With(CallerBye()).Command<LegCommand.SendBye>("bye/1").CSeq);
    }

    [Fact]
    public void Who_waits_is_moved_too_and_hears_its_music_there()
    {
        var scene = Waiting().With(Move);

        Assert.Equal((Elsewhere, "waltz"), (scene.Media.Slot, scene.Media.CallerHears.Music));
        Assert.Equal(Elsewhere, Reinvite(scene, 0).Sdp.Slot);
    }

    [Fact]
    public void A_phone_that_rings_is_told_when_it_has_answered()
    {
        var scene = Ringing();
        var asked = scene.Command<LegCommand.SendInvite>("invite/1");
        scene.With(Move);
        Assert.Equal(asked, scene.Command<LegCommand.SendInvite>("invite/1"));

        scene.With(new C.RecordAnswer(1, Answer()));
        Assert.Equal((Elsewhere, 2u), (Reinvite(scene, 1).Sdp.Slot, Reinvite(scene, 1).Dialog.LocalCSeq));
    }

    [Fact]
    public void A_caller_that_has_not_confirmed_is_told_when_it_has()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()), Move);
        Assert.DoesNotContain(scene.Owed, IsReinvite);

        Assert.Equal(Elsewhere, Reinvite(scene.With(CallerAck), 0).Sdp.Slot);
    }

    [Fact]
    public void Who_was_only_asked_and_is_not_there_any_more_ends_the_consultation_and_not_the_call()
    {
        var scene = Consulting().With(new C.MoveMedia(Slot.Lease, Elsewhere with { ThirdPort = 40_020 }));
        var asked = scene.State.Asked!;
        scene.With(new C.RecordReinviteFailed(asked.Number, Reinvite(scene, asked.Number).Dialog.LocalCSeq, 481));

        Assert.IsType<CallPhase.Talking>(scene.State.Phase);
        Assert.Null(scene.State.Consult);
    }

    [Fact]
    public void An_audit_under_way_is_not_asked_any_more()
    {
        var scene = Talking();
        var audit = scene.Owed.OfType<Duty.Wake>().Single(duty => duty.Key.StartsWith("audit-due/1/", StringComparison.Ordinal));
        scene.With((C)audit.Message);
        var asked = scene.Owed.OfType<Duty.Perform>().Single(duty => duty.Command is LegCommand.SendAudit);

        scene.With(Move);

        Assert.DoesNotContain(scene.Owed, duty => duty.Key == asked.Key);
        Assert.Equal(((LegCommand.SendAudit)asked.Command).CSeq + 1, Reinvite(scene, 1).Dialog.LocalCSeq);
    }

    [Fact]
    public void Glare_is_tried_again_after_a_pause_of_the_role_and_not_for_ever()
    {
        var scene = Talking().With(Move);
        for (uint attempt = 1; attempt < CallState.ReinvitesMax; attempt++)
        {
            scene.With(new C.RecordReinviteFailed(1, attempt + 1, 491));
            Assert.False(scene.Owes($"reinvite/1/{attempt + 1}"));
            var due = Assert.Single(scene.Owed.OfType<Duty.Wake>(), wake => wake.Message is C.RetryReinvite);
            Assert.Equal(TimeSpan.FromSeconds(2.1), due.At - scene.Now);
            scene.With((C)due.Message);
            Assert.Equal(attempt + 2, Reinvite(scene, 1).Dialog.LocalCSeq);
        }

        scene.With(new C.RecordReinviteFailed(1, CallState.ReinvitesMax + 1, 491));
        Assert.DoesNotContain(scene.Owed, duty => duty.Key.StartsWith("reinvite", StringComparison.Ordinal) && duty.Key.Contains("/1/", StringComparison.Ordinal));
        Assert.Empty(scene.Events.OfType<E.CallEnded>());
    }

    [Fact]
    public void A_reinvite_of_the_phone_meets_ours_and_is_refused_until_ours_is_through()
    {
        var scene = Talking().With(Move);
        scene.Refuse(AgentReinvite(scene, MediaDirection.SendOnly, 1), Refusal.RequestPending);

        scene.With(new C.RecordReinviteFailed(1, 2, 491), AgentReinvite(scene, MediaDirection.SendOnly, 1));
        Assert.Equal((Elsewhere, 3), (scene.Replies[^1].Sdp.Slot, scene.Replies[^1].Sdp.Version));
        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Wake { Message: C.RetryReinvite });
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public void A_far_end_that_is_not_there_any_more_ends_the_call_as_lost(int status)
    {
        var scene = Talking().With(Move, new C.RecordReinviteFailed(1, 2, status));

        Assert.Equal(CallEnd.Lost, scene.Happened<E.CallEnded>().End);
    }

    [Fact]
    public void A_far_end_that_will_not_move_keeps_its_dialog()
    {
        var scene = Talking().With(Move, new C.RecordReinviteFailed(1, 2, 488));

        Assert.Empty(scene.Events.OfType<E.CallEnded>());
        Assert.False(scene.Owes("reinvite/1/2"));
    }

    [Fact]
    public void A_held_call_stays_held()
    {
        var scene = Held().With(Move);
        Assert.Equal(MediaDirection.ReceiveOnly, Reinvite(scene, 1).Sdp.Direction);

        scene.With(new C.RecordReinviteAnswer(1, 2, null, AgentMedia with { Direction = MediaDirection.SendOnly }));
        Assert.Equal("waltz", scene.Media.CallerHears.Music);
    }

    [Fact]
    public void Only_the_first_who_brings_another_session_is_taken()
    {
        var scene = Talking().With(Move);

        Assert.Equal(new ArrivalReply(Elsewhere), Assert.IsType<Decision<E>.AlreadySo>(scene.Do(new C.MoveMedia(Slot.Lease, Elsewhere with { Lease = 99 }))).Reply);
        scene.With(CallerBye());
        scene.Refuse(new C.MoveMedia(Elsewhere.Lease, Slot), Refusal.CallEnded);
        Assert.Equal(Elsewhere, scene.Command<MediaClosed>("media-close").Slot);
    }

    private static LegCommand.SendReinvite Reinvite(CallScene scene, int leg) =>
        Assert.Single(scene.Owed.OfType<Duty.Perform>().Select(duty => duty.Command).OfType<LegCommand.SendReinvite>(), command => command.Leg == leg);

    private static bool IsReinvite(Duty duty) => duty is Duty.Perform { Command: LegCommand.SendReinvite };
}
