using CallCenter.Actors.Calls;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Sessions that it is for us to refresh (RFC 4028), by re-INVITE or UPDATE.</summary>
public sealed class RefreshTests
{
    private const uint Interval = 1800;

    [Fact]
    public void Half_way_through_its_interval_each_side_hears_of_us_by_what_it_serves()
    {
        var scene = Timed(phoneTakesUpdate: true);
        Assert.Equal((Start.AddSeconds(900), Start.AddSeconds(900)), (Due(scene, 0).At, Due(scene, 1).At));

        var (caller, phone) = (Sdp(scene, 0), Sdp(scene, 1));
        Refresh(scene, 0);
        Refresh(scene, 1);
        var reinvite = scene.Command<LegCommand.SendReinvite>("reinvite/0/1");
        var update = scene.Command<LegCommand.SendUpdate>("update/1/2");
        Assert.Equal((caller, Interval, true), (reinvite.Sdp, reinvite.SessionSeconds, reinvite.SessionIsOurs));
        Assert.Equal((Interval, true), (update.SessionSeconds, update.SessionIsOurs));
        Assert.Equal(phone, Sdp(scene, 1));
    }

    [Fact]
    public void The_answer_begins_the_next_interval_as_it_says()
    {
        var scene = Timed();
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteAnswer(1, 2, "sip:6001@203.0.113.5:5099", AgentMedia) { SessionSeconds = 600, SessionIsOurs = true });

        Assert.Equal(Start.AddSeconds(900 + 300), Due(scene, 1).At);
        Assert.Equal("sip:6001@203.0.113.5:5099", scene.State.Legs[1].Dialog.RemoteTarget);
        scene.AlreadySo(new C.RecordReinviteAnswer(1, 2, null, AgentMedia));
    }

    [Fact]
    public void A_far_end_that_takes_it_over_or_wants_none_is_not_refreshed_any_more()
    {
        var scene = Timed();
        Refresh(scene, 1);
        Refresh(scene, 0);
        scene.With(
            new C.RecordReinviteAnswer(1, 2, null, AgentMedia) { SessionSeconds = 90 },
            new C.RecordReinviteAnswer(0, 1, null, CallerMedia));

        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Wake { Message: C.Refresh });
        Assert.Equal(scene.Now.AddSeconds(60), Asked(scene, 1));
        Assert.Equal(scene.Now.AddMinutes(15), Asked(scene, 0));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(481)]
    public void A_far_end_that_is_gone_ends_the_call(int status)
    {
        var scene = Timed(phoneTakesUpdate: true);
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteFailed(1, 2, status));

        Assert.Equal(CallEnd.Lost, scene.Happened<E.CallEnded>().End);
        Assert.Equal(3u, scene.Command<LegCommand.SendBye>("bye/1").CSeq);
    }

    [Fact]
    public void Glare_is_tried_again_soon_and_what_fails_otherwise_has_time()
    {
        var scene = Timed();
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteFailed(1, 2, 491));
        var again = Again(scene);
        Assert.Equal(TimeSpan.FromSeconds(2.1), again.At - scene.Now);

        scene.With((C)again.Message, new C.RecordReinviteFailed(1, 3, 503));
        again = Again(scene);
        Assert.Equal(TimeSpan.FromSeconds(Interval / 16), again.At - scene.Now);
        Assert.Equal(4u, scene.With((C)again.Message).Command<LegCommand.SendReinvite>("reinvite/1/4").Dialog.LocalCSeq);
    }

    [Fact]
    public void Who_does_not_serve_update_after_all_gets_a_reinvite()
    {
        var scene = Timed(phoneTakesUpdate: true);
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteFailed(1, 2, 405));
        scene.With((C)Again(scene).Message);

        Assert.True(scene.Owes("reinvite/1/3"));
        scene.With(new C.RecordReinviteAnswer(1, 3, null, AgentMedia) { SessionSeconds = Interval, SessionIsOurs = true });
        Refresh(scene, 1);
        Assert.True(scene.Owes("reinvite/1/4"));
    }

    [Fact]
    public void An_interval_that_is_too_short_for_somebody_on_the_way_grows()
    {
        var scene = Timed();
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteFailed(1, 2, 422) { SecondsMin = 3600 });
        scene.With((C)Again(scene).Message);

        Assert.Equal(3600u, scene.Command<LegCommand.SendReinvite>("reinvite/1/3").SessionSeconds);
    }

    [Fact]
    public void Who_refuses_it_for_good_keeps_its_call_until_it_ends_that_itself()
    {
        var scene = Timed();
        Refresh(scene, 1);
        scene.With(new C.RecordReinviteFailed(1, 2, 488));

        Assert.Empty(scene.Events.OfType<E.CallEnded>());
        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Wake { Message: C.Refresh { Leg: 1 } or C.RetryReinvite });
    }

    [Fact]
    public void A_move_of_the_media_takes_its_place_and_keeps_the_interval()
    {
        var scene = Timed(phoneTakesUpdate: true);
        Refresh(scene, 1);
        scene.With(new C.MoveMedia(Slot.Lease, Elsewhere));

        var move = scene.Command<LegCommand.SendReinvite>("reinvite/1/3");
        Assert.Equal((Elsewhere, Interval, true), (move.Sdp.Slot, move.SessionSeconds, move.SessionIsOurs));
        Assert.False(scene.Owes("update/1/2"));
        scene.AlreadySo(new C.RecordReinviteFailed(1, 2, 481));
    }

    [Fact]
    public void Digits_that_are_on_their_way_come_first()
    {
        var scene = Timed().With(new C.RecordReinvite(0, CallerTags, InviteCSeq + 1, CallerMedia with { TelephoneEvent = null }, null) { SessionSeconds = Interval, SessionIsOurs = true });
        scene.With(new C.Press(Offer(), "12", "k", "desk"));
        Assert.DoesNotContain(scene.Owed, duty => duty is Duty.Wake { Message: C.Refresh { Leg: 0 } });

        scene.With(new C.RecordDigitsSent(0, 1, true));
        Refresh(scene, 0);
        Assert.True(scene.Owes("reinvite/0/3"));
    }

    /// <summary>Caller and phone want us to refresh.</summary>
    private static CallScene Timed(bool phoneTakesUpdate = false)
    {
        var arrival = Arrival();
        return new CallScene().With(
            new C.RecordArrival(arrival with { Seed = arrival.Seed! with { SessionSeconds = Interval, SessionIsOurs = true } }),
            new C.RecordQueued(Stay()),
            CallerAck,
            Ring(),
            new C.RecordAnswer(1, Answer() with { SessionSeconds = Interval, SessionIsOurs = true, TakesUpdate = phoneTakesUpdate }));
    }

    private static void Refresh(CallScene scene, int leg)
    {
        var due = Due(scene, leg);
        scene.Now = due.At > scene.Now ? due.At : scene.Now;
        scene.With((C)due.Message);
    }

    private static Duty.Wake Due(CallScene scene, int leg) => Assert.Single(scene.Owed.OfType<Duty.Wake>(), duty => duty.Message is C.Refresh due && due.Leg == leg);

    private static Duty.Wake Again(CallScene scene) => Assert.Single(scene.Owed.OfType<Duty.Wake>(), duty => duty.Message is C.RetryReinvite);

    private static DateTimeOffset Asked(CallScene scene, int leg) => Assert.Single(scene.Owed.OfType<Duty.Wake>(), duty => duty.Message is C.Audit due && due.Leg == leg).At;

    private static SdpSpec Sdp(CallScene scene, int leg) => scene.State.Legs[leg].Sdp;
}
