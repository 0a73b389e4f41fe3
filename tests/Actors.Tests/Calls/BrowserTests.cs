using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>Phones that are browsers: what they are offered, what fits, and who opens DTLS (RFC 8842).</summary>
public sealed class BrowserTests
{
    private static readonly MediaSlot WebSlot = Slot with { Web = new WebSlot("sha-256 AB", new IceKey("call", "1"), new IceKey("othr", "2")) { Third = new IceKey("thrd", "3") } };

    private static readonly WebPeer Web = new(new IceKey("nEdH", "sxXBPKhZtpqwjmm0Pl4bz8vN"), "sha-256 CD", DtlsRole.Active, ["1 1 udp 1 203.0.113.5 5000 typ host"]);

    private static readonly MediaPeer BrowserMedia = AgentMedia with { Web = Web };

    private static CallScene Waiting(MediaSlot slot) =>
        new CallScene().With(new C.RecordArrival(Arrival() with { Slot = slot }), new C.RecordQueued(Stay()), CallerAck);

    private static C.Ring RingBrowser(string contact = "sip:7f3@q2w.invalid;transport=ws", Flow? flow = null) => Ring() with { Phone = new PhoneTarget("6001", contact, [], flow) };

    private static CallScene Talking()
    {
        var scene = Waiting(WebSlot).With(RingBrowser(), new C.RecordProgress(1, 180));
        return scene.With(new C.RecordAnswer(1, Answer(media: BrowserMedia)));
    }

    private static SdpSpec Offered(CallScene scene, int leg = 1) => scene.Command<LegCommand.SendInvite>($"invite/{leg}").Sdp;

    [Theory]
    [InlineData("sip:7f3@q2w.invalid;transport=ws")]
    [InlineData("sip:7f3@q2w.invalid;ob;transport=WSS")]
    public void A_phone_that_registered_over_a_web_socket_is_offered_what_browsers_take(string contact) =>
        Assert.Equal(DtlsRole.Either, Offered(Waiting(WebSlot).With(RingBrowser(contact))).Web);

    [Fact]
    public void So_is_one_whose_connection_is_a_web_socket() =>
        Assert.Equal(DtlsRole.Either, Offered(Waiting(WebSlot).With(RingBrowser("sip:6001@203.0.113.5", new Flow(Transport.SecureWebSocket, "203.0.113.5:4433", "c1")))).Web);

    [Fact]
    public void Any_other_phone_is_offered_plain_sound()
    {
        Assert.Null(Offered(Waiting(WebSlot).With(Ring())).Web);
        Assert.Null(Offered(Waiting(WebSlot).With(RingBrowser("sip:6001@203.0.113.5;transport=tcp"))).Web);
    }

    [Fact]
    public void A_session_that_serves_no_browsers_offers_plain_sound_to_all() => Assert.Null(Offered(Waiting(Slot).With(RingBrowser())).Web);

    [Fact]
    public void A_browser_that_answers_is_in_the_media_with_its_keys() => Assert.Equal(BrowserMedia, Talking().Media.Other);

    [Fact]
    public void A_browsers_answer_to_plain_sound_and_a_plain_answer_to_a_browsers_offer_fit_nothing()
    {
        Assert.Contains(
            Waiting(WebSlot).With(RingBrowser()).With(new C.RecordAnswer(1, Answer())).Events, one => one is CallEvent.LateAnswerEnded);
        Assert.Contains(
            Waiting(WebSlot).With(Ring()).With(new C.RecordAnswer(1, Answer(media: BrowserMedia))).Events, one => one is CallEvent.LateAnswerEnded);
    }

    [Fact]
    public void A_browser_that_holds_says_actpass_and_stays_who_opened_the_connection()
    {
        var scene = Talking();

        var held = Reinvited(scene, BrowserMedia with { Direction = MediaDirection.SendOnly, Web = Web with { Role = DtlsRole.Either } }, 1);

        Assert.Equal((DtlsRole.Passive, MediaDirection.ReceiveOnly), (held.Web, held.Direction));
        Assert.Equal(DtlsRole.Active, scene.Media.Other!.Web!.Role);
    }

    [Fact]
    public void A_re_invite_of_the_other_kind_is_not_acceptable() =>
        Talking().Refuse(new C.RecordReinvite(1, PhoneTags(Talking()), 1, AgentMedia, null), Refusal.MediaNotAcceptable);

    [Fact]
    public void A_browser_that_calls_may_leave_it_to_us_to_open_the_connection()
    {
        var offer = CallerMedia with { Web = Web with { Role = DtlsRole.Either } };
        var scene = new CallScene().With(new C.RecordArrival(DialedAtPhone() with { Slot = WebSlot, Offer = offer }), new C.RecordJoined(Dial));

        scene.With(new C.RecordAnswer(0, Answer(0, CallerMedia)));

        Assert.Equal(DtlsRole.Active, scene.Command<LegCommand.RespondToInvite>("respond/200").Sdp!.Web);
        Assert.Equal(DtlsRole.Passive, scene.Media.Other!.Web!.Role);
    }

    [Fact]
    public void A_browser_that_calls_where_none_are_served_is_refused() =>
        new CallScene().Refuse(new C.RecordArrival(Arrival(offer: CallerMedia with { Web = Web })), Refusal.MediaNotAcceptable);

    [Fact]
    public void At_another_media_server_it_is_offered_a_new_connection()
    {
        var to = Elsewhere with { Web = new WebSlot("sha-256 EF", new IceKey("c", "1"), new IceKey("o", "2")) };

        var scene = Talking().With(new C.MoveMedia(Slot.Lease, to));

        var moved = scene.Owed.OfType<Duty.Perform>().Select(duty => duty.Command).OfType<LegCommand.SendReinvite>().Single(command => command.Leg == 1);
        Assert.Equal((DtlsRole.Either, to), (moved.Sdp.Web, moved.Sdp.Slot));
    }

    private static SdpSpec Reinvited(CallScene scene, MediaPeer offer, uint cseq)
    {
        scene.Accept(new C.RecordReinvite(1, PhoneTags(scene), cseq, offer, null));
        return scene.Replies[^1].Sdp;
    }
}
