using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Provisional responses that are acknowledged (RFC 3262): of phones that ring, and to callers who require it.</summary>
public sealed class ReliableTests
{
    [Fact]
    public void A_phone_that_rings_so_gets_its_prack_and_its_invite_stays_as_it_is()
    {
        var scene = Offering();
        var invite = scene.Command<LegCommand.SendInvite>("invite/1");
        scene.With(Rings(1));

        var prack = scene.Command<LegCommand.SendPrack>("prack/1/2");
        Assert.Equal((1u, 1u, 2u, "early-1"), (prack.RSeq, prack.Invite, prack.Dialog.LocalCSeq, prack.Dialog.RemoteTag));
        Assert.Equal(invite, scene.Command<LegCommand.SendInvite>("invite/1"));
        Assert.True(scene.Owes($"agent-ringing/{Offer()}"));
    }

    [Fact]
    public void Each_is_acknowledged_once_and_in_its_order()
    {
        var scene = Offering().With(Rings(5));
        scene.AlreadySo(Rings(5));
        scene.AlreadySo(Rings(7));
        scene.AlreadySo(Rings(6, "another"));
        Assert.True(scene.Owes("prack/1/2"));

        Assert.Equal(6u, scene.With(Rings(6)).Command<LegCommand.SendPrack>("prack/1/3").RSeq);
        Assert.Equal(4u, scene.With(new C.RecordAnswer(1, Answer()), CallerBye()).Command<LegCommand.SendBye>("bye/1").CSeq);
    }

    [Fact]
    public void A_phone_that_was_acknowledged_and_told_to_answer_counts_both()
    {
        var talkative = TalkativeRinging(1) with { RSeq = 1 };
        var scene = Offering().With(talkative, new C.OrderAnswer(Offer(), "desk"));
        Assert.Equal(3u, scene.Command<LegCommand.SendTalk>("talk/1").CSeq);
        scene.With(Rings(2));
        Assert.Equal((3u, 4u), (scene.Command<LegCommand.SendTalk>("talk/1").CSeq, scene.Command<LegCommand.SendPrack>("prack/1/4").Dialog.LocalCSeq));
        Assert.Equal(5u, scene.With(new C.RecordAnswer(1, Answer()), CallerBye()).Command<LegCommand.SendBye>("bye/1").CSeq);
    }

    [Fact]
    public void What_it_said_of_its_media_while_it_rang_need_not_be_in_its_answer()
    {
        var scene = Offering().With(Rings(1) with { Early = new EarlyDialog("phone-tag-1", "sip:6001@203.0.113.5:5070", [], AgentMedia, TakesTalk: false) });
        scene.With(new C.RecordAnswer(1, Answer() with { Media = null }));

        Assert.Equal(AgentMedia, scene.Media.Other);
        Assert.IsType<CallPhase.Talking>(scene.State.Phase);
    }

    [Fact]
    public void A_caller_who_requires_it_hears_of_ringing_until_it_says_that_it_did()
    {
        var scene = Requiring(AnswerMode.OnAgent);
        Assert.Equal((180, 1u), (Progress(scene, 180).Status, Progress(scene, 180).RSeq!.Value));

        scene.With(Prack(1));
        Assert.False(scene.Owes("respond/180"));
        scene.AlreadySo(Prack(1));
        scene.Refuse(Prack(2), Refusal.LegUnknown);
        scene.With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.Null(Progress(scene, 200).RSeq);
    }

    [Fact]
    public void A_caller_that_waits_on_is_told_so_again_and_acknowledges_that_too()
    {
        var scene = Requiring(AnswerMode.EarlyMedia).With(Prack(1));
        var due = Assert.Single(scene.Owed.OfType<Duty.Wake>(), duty => duty.Message is C.Remind);
        Assert.Equal(TimeSpan.FromSeconds(150), due.At - scene.Now);
        scene.With((C)due.Message);
        scene.AlreadySo((C)due.Message);

        var reminder = scene.Command<LegCommand.RespondToInvite>("respond/183/0/1");
        Assert.Equal((2u, null), (reminder.RSeq!.Value, reminder.Sdp));
        scene.Refuse(Prack(2), Refusal.LegUnknown);
        scene.With(Prack(3) with { RSeq = 2 });
        Assert.False(scene.Owes("respond/183/0/1"));
        Assert.Single(scene.Owed, duty => duty is Duty.Wake { Message: C.Remind { Number: 2 } });
    }

    [Fact]
    public void A_caller_that_is_answered_while_it_is_reminded_is_not_kept_waiting_for_that()
    {
        var scene = Requiring(AnswerMode.EarlyMedia).With(Prack(1), new C.Remind(0, 1), Ring(), new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes("respond/200"));
    }

    [Theory]
    [InlineData(2u, InviteCSeq)]
    [InlineData(1u, InviteCSeq + 1)]
    public void A_prack_of_nothing_of_ours_is_refused(uint rseq, uint invite)
    {
        Requiring(AnswerMode.OnAgent).Refuse(new C.RecordPrack(0, CallerTags, InviteCSeq + 1, rseq, invite), Refusal.LegUnknown);
        Waiting(AnswerMode.OnAgent).Refuse(Prack(1), Refusal.LegUnknown);
        Requiring(AnswerMode.OnAgent).Refuse(Prack(1) with { Tags = new DialogTags("", "") }, Refusal.DialogMismatch);
    }

    [Fact]
    public void An_answer_waits_for_the_prack_of_the_media_before_it()
    {
        var scene = Requiring(AnswerMode.EarlyMedia).With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.NotNull(Progress(scene, 183).Sdp);
        Assert.False(scene.Owes("respond/200"));

        scene.With(Prack(1));
        Assert.Equal(200, Progress(scene, 200).Status);
        scene.With(CallerAck);
        Assert.Equal(LegPhase.Established, scene.State.Caller!.Phase);
    }

    [Fact]
    public void Without_media_in_it_an_answer_does_not_wait()
    {
        var scene = Requiring(AnswerMode.OnAgent).With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes("respond/200"));
        scene.With(Prack(1));
        Assert.True(scene.Owes("respond/200"));
    }

    [Theory]
    [InlineData(AnswerMode.OnAgent)]
    [InlineData(AnswerMode.EarlyMedia)]
    public void A_caller_that_never_says_it_is_given_up(AnswerMode mode)
    {
        var scene = Requiring(mode);
        if (mode == AnswerMode.EarlyMedia)
        {
            scene.With(Ring(), new C.RecordAnswer(1, Answer()));
        }

        scene.With(new C.RecordPrackMissing(0));
        Assert.Equal((CallEnd.Lost, 504), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
        Assert.Equal(504, Progress(scene, 504).Status);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Who_gives_up_before_its_answer_went_out_is_told_that_it_did()
    {
        C[] ways = [new C.RecordCancel(), CallerBye()];
        foreach (var way in ways)
        {
            var scene = Requiring(AnswerMode.EarlyMedia).With(Ring(), new C.RecordAnswer(1, Answer()), way);
            Assert.Equal((CallEnd.ReleasedByCaller, 487), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Status));
            Assert.True(scene.Owes("respond/487"));
        }
    }

    [Fact]
    public void An_offer_of_ours_goes_with_the_answer_and_nothing_before_it()
    {
        var scene = Requiring(AnswerMode.OnAgent, late: true);
        Assert.DoesNotContain(scene.Owed, duty => duty.Key.StartsWith("respond", StringComparison.Ordinal));
        scene.With(Ring(), new C.RecordAnswer(1, Answer()));
        Assert.True(scene.Owes("respond/200"));
    }

    private static CallScene Requiring(AnswerMode mode, bool late = false)
    {
        var arrival = Arrival(mode, late: late);
        return new CallScene().With(new C.RecordArrival(arrival with { Seed = arrival.Seed! with { IsReliable = true } }), new C.RecordQueued(Stay()));
    }

    private static C.RecordPrack Prack(uint place) => new(0, CallerTags, InviteCSeq + place, 1, InviteCSeq);

    private static C.RecordProgress Rings(uint rseq, string tag = "early-1") =>
        new(1, 180) { RSeq = rseq, Early = new EarlyDialog(tag, "sip:6001@203.0.113.5:5070", [], null, TakesTalk: false) };

    private static LegCommand.RespondToInvite Progress(CallScene scene, int status) => scene.Command<LegCommand.RespondToInvite>($"respond/{status}");
}
