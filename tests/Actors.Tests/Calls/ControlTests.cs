using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>What a desktop does with the call of its agent: hold and retrieve, hang up, digits, answer.</summary>
public sealed class ControlTests
{
    private const string Desk = "desk 1";

    [Fact]
    public void A_caller_that_the_desktop_holds_hears_music_and_the_agent_nothing()
    {
        var scene = Talking().With(new C.Hold(Offer(), Desk));

        Assert.Equal((Heard.MusicOnHold("waltz"), Heard.Silence), (scene.Media.CallerHears, scene.Media.OtherHears));
        Assert.Equal(1, scene.Message<AgentCommand.RecordHeld>($"agent-hold/{Offer()}/1").Number);
        scene.AlreadySo(new C.Hold(Offer(), Desk));

        scene.With(new C.Retrieve(Offer(), Desk));
        Assert.Equal((Heard.OtherSide, Heard.OtherSide), (scene.Media.CallerHears, scene.Media.OtherHears));
        Assert.Equal(2, scene.Message<AgentCommand.RecordRetrieved>($"agent-hold/{Offer()}/2").Number);
        scene.AlreadySo(new C.Retrieve(Offer(), Desk));
    }

    [Fact]
    public void Who_hangs_up_on_hold_has_abandoned_there()
    {
        var scene = Talking().With(new C.Hold(Offer(), Desk), CallerBye());

        Assert.Equal(CallEnd.AbandonedOnHold, scene.Happened<E.CallEnded>().End);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void What_the_phone_holds_the_phone_retrieves()
    {
        var scene = Held();
        scene.AlreadySo(new C.Hold(Offer(), Desk));
        scene.Refuse(new C.Retrieve(Offer(), Desk), Refusal.HeldByPhone);
    }

    [Fact]
    public void What_both_hold_is_held_until_both_have_retrieved()
    {
        var scene = Talking().With(new C.Hold(Offer(), Desk));
        scene.With(AgentReinvite(scene, MediaDirection.SendOnly, 1), new C.Retrieve(Offer(), Desk));
        Assert.True(Assert.IsType<CallPhase.Talking>(scene.State.Phase).IsHeld);

        scene.With(AgentReinvite(scene, MediaDirection.SendReceive, 2));
        Assert.Equal(new CallPhase.Talking(1, 2), scene.State.Phase);
    }

    [Fact]
    public void Only_the_agent_that_the_caller_talks_to_has_a_call_to_steer()
    {
        foreach (var command in new C[] { new C.Hold(Offer(), Desk), new C.Retrieve(Offer(), Desk), new C.HangUp(Offer(), Desk), new C.Press(Offer(), "1", "k", Desk) })
        {
            Waiting().Refuse(command, Refusal.NotTheAgentsCall);
            Ringing().Refuse(command, Refusal.NotTheAgentsCall);
            Outside().Refuse(command, Refusal.NotTheAgentsCall);
        }

        Talking().Refuse(new C.Hold(Offer(2), Desk), Refusal.NotTheAgentsCall);
        Talking().With(CallerBye()).Refuse(new C.Hold(Offer(), Desk), Refusal.CallEnded);
        Referred().Refuse(new C.Hold(Offer(), Desk), Refusal.NotTheAgentsCall);
    }

    [Fact]
    public void An_agent_that_hangs_up_at_its_desktop_has_hung_up()
    {
        var scene = Talking().With(new C.HangUp(Offer(), Desk));

        Assert.Equal((CallEnd.ReleasedByAgent, "hung up by desk 1"), (scene.Happened<E.CallEnded>().End, scene.Happened<E.CallEnded>().Cause));
        Assert.Equal(SegmentEnd.ReleasedByAgent, scene.Happened<E.AgentSegmentEnded>().End);
        Assert.True(scene.Owes("bye/0") && scene.Owes("bye/1"));
        scene.AlreadySo(new C.HangUp(Offer(), Desk));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void Digits_go_to_the_caller_in_the_media_and_once()
    {
        var scene = Talking().With(new C.Press(Offer(), "12#", "first", Desk));

        Assert.Equal(new Pressed("12#", 1, Start + Heard.LateMax), scene.Media.CallerHears.Pressed);
        scene.AlreadySo(new C.Press(Offer(), "12#", "first", Desk));
        scene.With(new C.Press(Offer(), "12#", "second", Desk));
        Assert.Equal(2, scene.Media.CallerHears.Pressed!.Number);
    }

    [Fact]
    public void A_caller_that_takes_no_digits_in_its_media_gets_them_as_info()
    {
        var scene = new CallScene().With(new C.RecordArrival(Arrival(offer: CallerMedia with { TelephoneEvent = null })), new C.RecordQueued(Stay()), CallerAck, Ring(), new C.RecordAnswer(1, Answer()));
        scene.With(new C.Press(Offer(), "12#", "first", Desk));

        var sent = scene.Command<LegCommand.SendDigits>("digits/0/1");
        Assert.Equal((1u, "12#"), (sent.CSeq, sent.Digits));
        Assert.Null(scene.Media.CallerHears.Pressed);
        scene.Refuse(new C.Press(Offer(), "3", "second", Desk), Refusal.RequestPending);

        scene.With(new C.RecordDigitsSent(0, 1, true));
        scene.AlreadySo(new C.RecordDigitsSent(0, 1, true));
        scene.With(new C.Press(Offer(), "3", "second", Desk), CallerBye(InviteCSeq + 1));
        Assert.True(scene.Drained());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12a")]
    [InlineData("1 2")]
    [InlineData("0123456789012345678901234567890123")]
    public void What_is_no_digit_is_refused(string digits) => Talking().Refuse(new C.Press(Offer(), digits, "k", Desk), Refusal.ValueNotAcceptable);

    [Fact]
    public void A_ringing_phone_that_takes_orders_is_told_to_answer_and_its_bye_comes_after_that()
    {
        var scene = Offering().With(TalkativeRinging(1), new C.OrderAnswer(Offer(), Desk));

        var talk = scene.Command<LegCommand.SendTalk>("talk/1");
        Assert.Equal((2u, "early-1"), (talk.CSeq, talk.Dialog.RemoteTag));
        scene.AlreadySo(new C.OrderAnswer(Offer(), Desk));
        scene.AlreadySo(new C.ConfirmTalk(1));

        scene.With(new C.RecordAnswer(1, Answer()));
        Assert.Equal(1u, scene.Command<LegCommand.SendAck>("ack/1").CSeq);
        scene.AlreadySo(new C.OrderAnswer(Offer(), Desk));
        scene.With(CallerBye());
        Assert.Equal(3u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void A_phone_that_takes_no_orders_is_not_told()
    {
        Offering().Refuse(new C.OrderAnswer(Offer(), Desk), Refusal.RequestPending);
        Ringing().Refuse(new C.OrderAnswer(Offer(), Desk), Refusal.PhoneCannotAnswer);
        Waiting().Refuse(new C.OrderAnswer(Offer(), Desk), Refusal.OfferIsStale);

        var refused = Offering().With(TalkativeRinging(1), new C.OrderAnswer(Offer(), Desk), new C.RecordTalkRefused(1));
        Assert.False(refused.Owes("talk/1"));
        refused.Refuse(new C.OrderAnswer(Offer(), Desk), Refusal.PhoneCannotAnswer);
        refused.With(new C.RecordAnswer(1, Answer()));
    }
}
