using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>UPDATE of a far end (RFC 3311), before its dialog is confirmed and after.</summary>
public sealed class UpdateTests
{
    private static readonly MediaPeer Holding = AgentMedia with { Direction = MediaDirection.SendOnly };

    [Fact]
    public void Without_an_offer_it_is_a_sign_of_life_and_says_where_the_far_end_is()
    {
        var scene = Talking();
        scene.Now = Start.AddMinutes(10);
        var before = scene.State.Legs[1].Sdp;
        scene.With(Update(scene, 1) with { RemoteTarget = "sip:6001@203.0.113.5:5099", SessionSeconds = 600 });

        Assert.Equal(before, scene.Replies[^1].Sdp);
        Assert.Equal("sip:6001@203.0.113.5:5099", scene.With(CallerBye()).Command<LegCommand.SendBye>("bye/1").Dialog.RemoteTarget);
        Assert.Null(scene.Happened<E.LegUpdated>().Media);
    }

    [Fact]
    public void With_an_offer_it_holds_as_a_reinvite_does()
    {
        var scene = Talking();
        scene.With(Update(scene, 1, Holding));

        Assert.Equal((MediaDirection.ReceiveOnly, 2), (scene.Replies[^1].Sdp.Direction, scene.Replies[^1].Sdp.Version));
        Assert.Equal("waltz", scene.Media.CallerHears.Music);
        Assert.True(scene.Owes($"agent-hold/{Offer()}/1"));
        scene.With(Update(scene, 2, AgentMedia));
        Assert.True(scene.Owes($"agent-hold/{Offer()}/2"));
    }

    [Fact]
    public void The_same_is_answered_the_same_and_an_older_one_refused()
    {
        var scene = Talking();
        scene.With(Update(scene, 4, Holding));
        scene.AlreadySo(Update(scene, 4, Holding));
        scene.Refuse(Update(scene, 3), Refusal.CSeqTooLow);
        scene.Refuse(AgentReinvite(scene, MediaDirection.SendReceive, 4), Refusal.CSeqTooLow);
        scene.With(AgentReinvite(scene, MediaDirection.SendReceive, 5));
        scene.Refuse(Update(scene, 5), Refusal.CSeqTooLow);
    }

    [Fact]
    public void Another_dialog_s_is_refused()
    {
        var scene = Talking();
        scene.Refuse(Update(scene, 1) with { Tags = new DialogTags("", "") }, Refusal.DialogMismatch);
        scene.Refuse(new C.RecordUpdate(9, CallerTags, 1, null, null), Refusal.LegUnknown);
        Over().Refuse(new C.RecordUpdate(0, CallerTags, 9, null, null), Refusal.CallEnded);
    }

    [Fact]
    public void A_caller_that_waits_for_its_answer_may_say_where_it_is_but_offers_nothing_new()
    {
        var scene = Waiting(AnswerMode.EarlyMedia);
        scene.Refuse(new C.RecordUpdate(0, CallerTags, InviteCSeq + 1, CallerMedia, null), Refusal.OfferNotAnswered);
        scene.With(new C.RecordUpdate(0, CallerTags, InviteCSeq + 2, null, "sip:13800138000@198.51.100.9:5060"));
        Assert.Equal("sip:13800138000@198.51.100.7:5060", scene.State.Caller!.Dialog.RemoteTarget);

        scene.With(Ring(), new C.RecordAnswer(1, Answer()), CallerAck);
        Assert.Equal("sip:13800138000@198.51.100.9:5060", scene.State.Caller!.Dialog.RemoteTarget);
        scene.Refuse(CallerBye(InviteCSeq + 1), Refusal.CSeqTooLow);
    }

    [Fact]
    public void A_phone_that_rings_may_be_updated_and_its_invite_stays_as_it_is()
    {
        var scene = Ringing();
        var invite = scene.Command<LegCommand.SendInvite>("invite/1");
        var tags = new DialogTags("early", scene.State.Legs[1].Dialog.LocalTag);
        scene.Refuse(new C.RecordUpdate(1, tags, 1, AgentMedia, null), Refusal.RequestPending);
        scene.With(new C.RecordUpdate(1, tags, 2, null, "sip:6001@203.0.113.5:5099"));

        Assert.Equal(invite, scene.Command<LegCommand.SendInvite>("invite/1"));
        Assert.Equal(Answer().RemoteTarget, scene.With(new C.RecordAnswer(1, Answer())).State.Legs[1].Dialog.RemoteTarget);
    }

    [Fact]
    public void An_offer_that_meets_ours_is_refused_and_one_without_is_not()
    {
        var scene = Talking().With(new C.MoveMedia(Slot.Lease, Elsewhere));
        scene.Refuse(Update(scene, 1, Holding), Refusal.RequestPending);
        scene.With(Update(scene, 2));
        Assert.True(scene.Owes("reinvite/1/2"));
    }

    [Fact]
    public void Media_that_nothing_can_be_sent_to_are_refused()
    {
        var scene = Talking();
        scene.Refuse(Update(scene, 1, AgentMedia with { Port = 0 }), Refusal.MediaNotAcceptable);
    }

    private static C.RecordUpdate Update(CallScene scene, uint cseq, MediaPeer? offer = null) => new(1, PhoneTags(scene), cseq, offer, null);
}
