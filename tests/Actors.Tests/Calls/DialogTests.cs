using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

public sealed class DialogTests
{
    private static SdpSpec Reply(CallScene scene, C.RecordReinvite command) => scene.Do(command) switch
    {
        Decision<E>.Accepted { Reply: ReinviteReply reply } => reply.Sdp,
        Decision<E>.AlreadySo { Reply: ReinviteReply reply } => reply.Sdp,
        var other => throw new Xunit.Sdk.XunitException($"{other}"),
    };

    [Fact]
    public void An_agent_holds_and_retrieves_and_the_caller_hears_music_between()
    {
        var scene = Talking();
        var held = Reply(scene, AgentReinvite(scene, MediaDirection.SendOnly, 1));
        Assert.Equal((MediaDirection.ReceiveOnly, 2), (held.Direction, held.Version));
        Assert.Equal(Heard.MusicOnHold("waltz"), scene.Media.CallerHears);
        Assert.Equal(1, scene.Message<AgentCommand.RecordHeld>($"agent-hold/{Offer()}/1").Number);

        var retrieved = Reply(scene, AgentReinvite(scene, MediaDirection.SendReceive, 2));
        Assert.Equal((MediaDirection.SendReceive, 3, held.SessionId), (retrieved.Direction, retrieved.Version, retrieved.SessionId));
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
        Assert.Equal(2, scene.Message<AgentCommand.RecordRetrieved>($"agent-hold/{Offer()}/2").Number);
        Assert.False(scene.Owes($"agent-hold/{Offer()}/1"));
    }

    [Fact]
    public void The_same_reinvite_gets_the_same_reply_and_happens_once()
    {
        var scene = Talking();
        var command = AgentReinvite(scene, MediaDirection.Inactive, 5);
        var first = Reply(scene, command);
        Assert.Equal(MediaDirection.Inactive, first.Direction);
        Assert.Equal(first, Reply(scene, command));
        Assert.Single(scene.Events.OfType<E.LegMediaChanged>());
        scene.Refuse(AgentReinvite(scene, MediaDirection.SendReceive, 4), Refusal.CSeqTooLow);
    }

    [Fact]
    public void A_refresh_that_changes_nothing_keeps_the_version()
    {
        var scene = Talking();
        Assert.Equal(2, Reply(scene, AgentReinvite(scene, MediaDirection.SendReceive, 1)).Version);
        Assert.Equal(2, Reply(scene, AgentReinvite(scene, MediaDirection.SendReceive, 2)).Version);
    }

    [Fact]
    public void A_new_address_keeps_the_hold()
    {
        var scene = Held();
        var moved = AgentReinvite(scene, MediaDirection.SendOnly, 2);
        scene.Accept(moved with { Offer = moved.Offer! with { Address = "203.0.113.99" }, RemoteTarget = "sip:6001@203.0.113.99" });

        Assert.Equal("203.0.113.99", scene.Media.Other!.Address);
        Assert.True(scene.Owes($"agent-hold/{Offer()}/1"));
        Assert.Equal("sip:6001@203.0.113.5:5070", scene.Command<LegCommand.SendAck>("ack/1").Dialog.RemoteTarget);
        scene.With(CallerBye());
        Assert.Equal("sip:6001@203.0.113.99", scene.Command<LegCommand.SendBye>("bye/1").Dialog.RemoteTarget);
    }

    [Fact]
    public void A_caller_that_holds_is_no_hold_of_the_agent()
    {
        var scene = Talking();
        scene.Accept(new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia with { Direction = MediaDirection.Inactive }, null));

        Assert.Equal(Heard.Silence, scene.Media.OtherHears);
        Assert.DoesNotContain(scene.Owed, duty => duty.Key.StartsWith("agent-hold", StringComparison.Ordinal));
    }

    [Fact]
    public void A_late_offer_is_answered_in_the_ack()
    {
        var scene = Held();
        var offered = Reply(scene, new C.RecordReinvite(1, PhoneTags(scene), 2, null, null));
        Assert.Equal(MediaDirection.SendReceive, offered.Direction);
        Assert.Equal([8, 0], offered.Payloads);
        Assert.Equal(HeardSource.Music, scene.Media.CallerHears.Source);

        scene.Accept(new C.RecordAck(1, 2, AgentMedia));
        Assert.Equal(Heard.OtherSide, scene.Media.CallerHears);
        Assert.True(scene.Owes($"agent-hold/{Offer()}/2"));
        scene.AlreadySo(new C.RecordAck(1, 2, AgentMedia));
    }

    [Fact]
    public void A_reinvite_tells_that_the_200_came_through()
    {
        var scene = Arrived().With(new C.RecordQueued(Stay()));
        scene.Accept(new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia, null));

        Assert.Single(scene.Events.OfType<E.CallerConfirmed>());
        Assert.False(scene.Owes("respond/200"));
        scene.AlreadySo(CallerAck);
    }

    [Fact]
    public void A_reinvite_has_to_wait_while_an_invite_is_open()
    {
        Waiting(AnswerMode.OnAgent).Refuse(new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia, null), Refusal.RequestPending);
        var scene = Ringing();
        scene.Refuse(AgentReinvite(scene, MediaDirection.SendOnly, 1), Refusal.RequestPending);
        Arrived(late: true).With(new C.RecordQueued(Stay()))
            .Refuse(new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia, null), Refusal.RequestPending);
    }

    [Fact]
    public void A_reinvite_that_offers_nothing_usable_leaves_all_as_it_was()
    {
        var scene = Talking();
        scene.Refuse(AgentReinvite(scene, MediaDirection.SendOnly, 1) with { Offer = AgentMedia with { Port = 0 } }, Refusal.MediaNotAcceptable);
        scene.Refuse(new C.RecordReinvite(0, CallerTags with { Remote = "guess" }, 100, CallerMedia, null), Refusal.DialogMismatch);
        Over().Refuse(new C.RecordReinvite(0, CallerTags, 100, CallerMedia, null), Refusal.CallEnded);
    }

    [Fact]
    public void A_missing_ack_of_a_reinvite_loses_the_call()
    {
        var scene = Held();
        scene.AlreadySo(new C.RecordAckMissing(1, 9));
        scene.Accept(new C.RecordAckMissing(1, 1));
        Assert.Equal(CallEnd.Lost, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_bye_must_be_of_the_dialog_and_in_order()
    {
        var scene = Talking();
        scene.Refuse(CallerBye() with { Tags = CallerTags with { Local = "other" } }, Refusal.DialogMismatch);
        scene.Refuse(CallerBye(InviteCSeq), Refusal.CSeqTooLow);
        Assert.Empty(scene.Events.OfType<E.CallEnded>());
        scene.Accept(AgentBye(scene, 0));
    }

    [Fact]
    public void A_phone_that_hangs_up_before_its_answer_came_through_has_missed_the_offer()
    {
        var scene = Ringing();
        scene.Accept(AgentBye(scene));
        Assert.Equal(Actors.Queues.OfferEnd.Missed, scene.Happened<E.LegCancelled>().End);
        scene.AlreadySo(AgentBye(scene));
        scene.Accept(new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes("bye/1"));
    }

    [Fact]
    public void A_silent_dialog_is_asked_and_one_that_is_lost_twice_ends_the_call()
    {
        var scene = Talking();
        var due = scene.Owed.OfType<Duty.Wake>().Where(duty => duty.Key.StartsWith("audit-due/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, due.Length);
        Assert.All(due, duty => Assert.Equal(Start.AddMinutes(15), duty.At));

        scene.Now = Start.AddMinutes(15);
        var audit = Assert.IsType<C.Audit>(due.Single(duty => duty.Key.StartsWith("audit-due/1/", StringComparison.Ordinal)).Message);
        scene.Accept(audit);
        scene.AlreadySo(audit);
        var ask = Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Command is LegCommand.SendAudit);
        Assert.Equal(2u, ((LegCommand.SendAudit)ask.Command).CSeq);

        scene.Accept((C)ask.OnFailed!);
        scene.AlreadySo((C)ask.OnFailed!);
        var again = Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Command is LegCommand.SendAudit);
        Assert.Equal(3u, ((LegCommand.SendAudit)again.Command).CSeq);

        scene.Accept((C)again.OnFailed!);
        Assert.Equal((CallEnd.Lost, SegmentEnd.Lost), (scene.Happened<E.CallEnded>().End, scene.Happened<E.AgentSegmentEnded>().End));
        Assert.Equal(4u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        Assert.True(scene.Drained());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_is_found_is_not_asked_by_whoever_takes_over_and_asked_again_when_it_has_been_silent_as_long(bool onlyTheSecondTime)
    {
        var scene = Talking();
        scene.Now = Start.AddMinutes(15);
        scene.With(new C.Audit(1, scene.State.Legs[1].Life.Number + 1));
        if (onlyTheSecondTime)
        {
            scene.Accept((C)Question(scene).OnFailed!);
        }

        var found = (C)Question(scene).OnDone!;
        scene.Accept(found);
        scene.AlreadySo(found);

        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Perform { Command: LegCommand.SendAudit });
        Assert.Equal(Start.AddMinutes(30), AskedAt(scene, 1));
    }

    private static Duty.Perform Question(CallScene scene) => Assert.Single(scene.Owed.OfType<Duty.Perform>(), duty => duty.Command is LegCommand.SendAudit);

    [Theory]
    [InlineData(90u, 60)]
    [InlineData(600u, 568)]
    [InlineData(7200u, 900)]
    public void A_session_that_is_not_refreshed_is_asked_after_before_it_expires(uint seconds, int askedAfter)
    {
        var arrival = Arrival();
        var scene = new CallScene().With(
            new C.RecordArrival(arrival with { Seed = arrival.Seed! with { SessionSeconds = seconds } }), new C.RecordQueued(Stay(1)), CallerAck, Ring(), new C.RecordAnswer(1, Answer()));
        Assert.Equal(Start.AddSeconds(askedAfter), AskedAt(scene, 0));
        Assert.Equal(Start.AddMinutes(15), AskedAt(scene, 1));

        scene.With(AgentReinvite(scene, MediaDirection.SendReceive, 1) with { SessionSeconds = seconds });
        Assert.Equal(Start.AddSeconds(askedAfter), AskedAt(scene, 1));
        scene.With(AgentReinvite(scene, MediaDirection.SendReceive, 2));
        Assert.Equal(Start.AddMinutes(15), AskedAt(scene, 1));
    }

    private static DateTimeOffset AskedAt(CallScene scene, int leg) =>
        Assert.Single(scene.Owed.OfType<Duty.Wake>(), duty => duty.Key.StartsWith($"audit-due/{leg}/", StringComparison.Ordinal)).At;

    [Fact]
    public void A_sign_of_life_answers_the_question()
    {
        var scene = Talking();
        scene.Now = Start.AddMinutes(15);
        var audit = new C.Audit(1, scene.State.Legs[1].Life.Number + 1);
        scene.With(audit, AgentReinvite(scene, MediaDirection.SendReceive, 1));
        scene.AlreadySo(new C.RecordAuditFailed(1, audit.Number));
        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Perform { Command: LegCommand.SendAudit });
    }

    [Fact]
    public void Attached_values_are_typed_and_bounded()
    {
        var scene = Waiting();
        var value = new AttachedValue(AttachedType.Text, "gold");
        scene.Accept(new C.AttachValue("tier", value));
        scene.AlreadySo(new C.AttachValue("tier", value));
        scene.Refuse(new C.AttachValue("Tier!", value), Refusal.ValueNotAcceptable);
        scene.Refuse(new C.AttachValue("age", new(AttachedType.Number, "old")), Refusal.ValueNotAcceptable);
        scene.Refuse(new C.AttachValue("since", new(AttachedType.Time, "yesterday")), Refusal.ValueNotAcceptable);
        scene.Refuse(new C.AttachValue("vip", new(AttachedType.Flag, "yes")), Refusal.ValueNotAcceptable);
        scene.Refuse(new C.AttachValue("text", new(AttachedType.Text, new string('x', AttachedData.ValueMax + 1))), Refusal.ValueNotAcceptable);
        scene.With(new C.AttachValue("age", new(AttachedType.Number, "42.5")), new C.AttachValue("since", new(AttachedType.Time, "2025-03-03T09:00:00Z")));
        scene.With(new C.AttachValue("vip", new(AttachedType.Flag, "true")));
        for (var key = scene.State.Attached.Count; key < AttachedData.KeysMax; key++)
        {
            scene.Accept(new C.AttachValue($"key{key}", value));
        }

        scene.Refuse(new C.AttachValue("more", value), Refusal.AttachedDataFull);
        scene.With(new C.AttachValue("tier", null), new C.AttachValue("more", value));
        scene.AlreadySo(new C.AttachValue("tier", null));
        Over().Refuse(new C.AttachValue("tier", value), Refusal.CallEnded);
    }
}
