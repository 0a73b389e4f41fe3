using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Edge;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>An INVITE outside a dialog: what is refused at once, what is promised and told, and how that ends.</summary>
public sealed class ArrivalTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void An_invite_of_a_trunk_is_promised_and_told_with_all_that_is_needed_to_answer_it()
    {
        world.Receive(World.Invite(more: "Record-Route: <sip:127.7.0.3;lr>\r\nRecord-Route: <sip:127.7.0.4;lr>\r\n"));
        world.Time.Pass(Trying.After);
        Assert.Equal(["SIP/2.0 100 Trying"], world.Wire);

        var arrival = world.Core.Only<CallCommand.RecordArrival>().Arrival;
        var call = world.Core.Told[0].To;
        Assert.Equal((TestPlan.Tenant, ActorKind.Call, 32), (call.Tenant, call.Kind, call.Key.Length));
        Assert.Equal(("4000", "13800138000", "Li", "edge"), (arrival.Number, arrival.Caller, arrival.CallerName, arrival.Edge));
        Assert.Equal(new MediaPeer("127.7.0.9", 30_000, 8, 101), arrival.Offer);
        Assert.Equal(world.Media.InUse[0], arrival.Slot);
        Assert.Equal(new Dialog
        {
            CallId = "call-a",
            LocalTag = CallIdentity.TagOf(call),
            RemoteTag = "far",
            LocalParty = "<sip:4000@127.7.0.1>",
            RemoteParty = "\"Li\" <sip:13800138000@127.7.0.9>",
            RemoteTarget = "sip:13800138000@127.7.0.9:5080",
            RouteSet = ["<sip:127.7.0.3;lr>", "<sip:127.7.0.4;lr>"],
            RemoteCSeq = 1,
            Token = LegToken.Of(call, 0).ToString(),
        }, arrival.Dialog);
        Assert.Equal(["SIP/2.0/UDP 127.7.0.9:5080;rport=5080;branch=z9hG4bK-a;received=127.7.0.9"], arrival.Seed!.Vias.Items);
        Assert.Equal(new Flow(Transport.Udp, "127.7.0.9:5080"), arrival.Seed!.Flow);
        Assert.Equal(["<sip:127.7.0.3;lr>", "<sip:127.7.0.4;lr>"], arrival.Seed!.RecordRoutes.Items);
    }

    [Fact]
    public void A_repeated_invite_is_told_once_and_promised_again()
    {
        world.Receive(World.Invite());
        world.Time.Pass(0.5);
        world.Receive(World.Invite());
        Assert.Equal(["SIP/2.0 100 Trying", "SIP/2.0 100 Trying"], world.Wire);
        world.Core.Only<CallCommand.RecordArrival>();
    }

    /// <summary>Who has heard 100 does not repeat its INVITE: were we to die now, nobody would know of its call.</summary>
    [Fact]
    public void Nothing_is_promised_for_two_hundred_milliseconds()
    {
        world.Receive(World.Invite());
        world.Time.Pass(0.19);
        Assert.Empty(world.Wire);
        world.Time.Pass(0.02);
        Assert.Equal(["SIP/2.0 100 Trying"], world.Wire);
    }

    [Fact]
    public void What_is_answered_at_once_needs_no_promise()
    {
        world.Receive(World.Invite());
        var (call, arrival) = (world.Core.Told[0].To, world.Core.Only<CallCommand.RecordArrival>().Arrival);
        world.Perform(new LegCommand.RespondToInvite(0, arrival.Seed!, arrival.Dialog!, 180, null), call: call);
        world.Time.Pass(1);
        Assert.Equal(["SIP/2.0 180 Ringing"], world.Wire);
    }

    [Fact]
    public void The_same_invite_makes_the_same_call_on_another_edge_and_another_number_makes_another()
    {
        using var other = new World();
        world.Receive(World.Invite());
        other.Receive(World.Invite(branch: "z9hG4bK-other"));
        Assert.Equal(world.Core.Told[0].To, other.Core.Told[0].To);
        world.Receive(World.Invite(callId: "call-b", branch: "z9hG4bK-b"));
        Assert.NotEqual(world.Core.Told[0].To, world.Core.Told[1].To);
    }

    [Fact]
    public void An_unknown_answer_is_asked_again_up_to_every_two_seconds_and_given_up_after_32()
    {
        world.Core.Otherwise = (_, command) => command is CallCommand.RecordArrival ? SignalAnswer.Unknown.Instance : new SignalAnswer.Refused(Refusal.CallUnknown);
        world.Receive(World.Invite());
        world.Time.Pass(40);
        var asked = world.Core.Told.Where(telling => telling.Command is CallCommand.RecordArrival).Select(telling => telling.At.TotalSeconds).ToArray();
        Assert.Equal([0, 0.1, 0.3, 0.7, 1.5, 3.1, 5.1, 7.1], asked[..8]);
        Assert.True(asked[^1] is > 29 and < 32);
        var refusal = Assert.IsType<SipResponse>(SipParserOf(world.Sent("SIP/2.0 503")[0]));
        Assert.Equal("5", refusal.Headers.First(HeaderNames.RetryAfter));

        // Whether the core had it or not, it is taken back; here it had not, and the session is free again.
        world.Core.Only<CallCommand.RecordCancel>();
        Assert.Empty(world.Media.InUse);
        Assert.Equal(0, world.Edge.Load.Arrivals);
    }

    [Fact]
    public void An_answer_that_comes_late_is_an_answer()
    {
        world.Core.Then(SignalAnswer.Unknown.Instance, SignalAnswer.Unknown.Instance);
        world.Receive(World.Invite());
        world.Time.Pass(40);
        Assert.Equal(["SIP/2.0 100 Trying"], world.Wire);
        Assert.Single(world.Media.InUse);
    }

    [Theory]
    [InlineData(Refusal.MailboxFull, 503)]
    [InlineData(Refusal.LaneFull, 503)]
    [InlineData(Refusal.QueueNotConfigured, 404)]
    [InlineData(Refusal.QueueFull, 480)]
    [InlineData(Refusal.MediaNotAcceptable, 488)]
    public void A_refusal_is_final_and_frees_the_session(Refusal reason, int status)
    {
        world.Core.Then(new SignalAnswer.Refused(reason));
        world.Receive(World.Invite());
        var response = (SipResponse)world.Last;
        Assert.Equal((status, status == 503), (response.Status, response.Headers.Has(HeaderNames.RetryAfter)));
        Assert.Empty(world.Media.InUse);
    }

    [Fact]
    public void A_caller_that_cancels_while_its_session_is_opened_is_never_a_call()
    {
        world.Media.Opens = new TaskCompletionSource();
        world.Receive(World.Invite());
        world.Receive(World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>"));
        world.Time.Loop.Post(world.Media.Opens.SetResult);
        world.Time.Settle();

        Assert.Equal(["SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"], world.Wire);
        Assert.Empty(world.Core.Commands.OfType<CallCommand.RecordArrival>());
        Assert.Empty(world.Media.InUse);
    }

    [Fact]
    public void A_call_that_has_its_session_already_keeps_it()
    {
        var kept = new MediaSlot("m1", "127.7.0.1", 40_000, 99);
        world.Core.Then(new SignalAnswer.Answered(new ArrivalReply(kept)));
        world.Receive(World.Invite());
        Assert.Empty(world.Media.InUse);
    }

    [Fact]
    public void A_late_repeat_of_an_invite_that_is_done_with_is_forgotten_without_a_word()
    {
        world.Core.Then(new SignalAnswer.Answered(new ArrivalReply(new MediaSlot("m1", "127.7.0.1", 40_000, 99)) { IsSettled = true }));
        world.Receive(World.Invite());
        world.Time.Pass(1);
        Assert.Empty(world.Wire);
        Assert.Empty(world.Media.InUse);
        Assert.Equal((0, 0, 0), world.Edge.Load);
    }

    [Fact]
    public void A_number_of_nobody_is_not_found()
    {
        world.Receive(World.Invite(number: "4999"));
        Assert.Equal(["SIP/2.0 404 Not Found"], world.Wire);
        Assert.Empty(world.Core.Told);
    }

    [Fact]
    public void Before_the_first_configuration_it_is_503()
    {
        world.Plan.Ready = false;
        world.Receive(World.Invite());
        Assert.Equal(["SIP/2.0 503 Service Unavailable"], world.Wire);
    }

    [Fact]
    public void After_a_start_a_call_waits_until_the_edge_can_serve_it_and_who_asks_hears_that()
    {
        Do(world.Edge.Rest);
        world.Receive(World.Invite());
        world.Receive(World.Request("OPTIONS", "sip:127.7.0.1", "z9hG4bK-o", "call-o", 1, "<sip:127.7.0.1>"));
        world.Time.Pass(3);
        Assert.Equal(["SIP/2.0 503 Service Unavailable", "SIP/2.0 100 Trying"], world.Wire);
        Assert.Empty(world.Core.Told);

        Do(world.Edge.Open);
        world.Core.Only<CallCommand.RecordArrival>();
        Assert.Single(world.Media.InUse);
    }

    [Fact]
    public void A_call_that_is_cancelled_while_it_waits_for_the_edge_does_not_become_one()
    {
        Do(world.Edge.Rest);
        world.Receive(World.Invite());
        world.Time.Pass(1);
        world.Receive(World.Invite(sdp: "").Replace("INVITE", "CANCEL", StringComparison.Ordinal));
        Do(world.Edge.Open);
        Assert.Equal(["SIP/2.0 100 Trying", "SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated"], world.Wire.Distinct());
        world.Core.Only<CallCommand.RecordCancel>();
        Assert.DoesNotContain(world.Core.Commands, command => command is CallCommand.RecordArrival);
        Assert.Empty(world.Media.InUse);
        Assert.Equal(0, world.Edge.Load.Arrivals);
    }

    [Fact]
    public void Who_asks_before_the_first_configuration_hears_that_calls_would_be_refused()
    {
        world.Plan.Ready = false;
        world.Receive(World.Request("OPTIONS", "sip:127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:127.7.0.1>"));
        world.Plan.Ready = true;
        world.Receive(World.Request("OPTIONS", "sip:127.7.0.1", "z9hG4bK-b", "call-b", 1, "<sip:127.7.0.1>"));
        Assert.Equal(["SIP/2.0 503 Service Unavailable", "SIP/2.0 200 OK"], world.Wire);
    }

    [Theory]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.7.0.9\r\ns=-\r\nc=IN IP4 127.7.0.9\r\nt=0 0\r\nm=audio 30000 RTP/AVP 18\r\n")]
    [InlineData("nonsense")]
    public void An_offer_without_anything_of_ours_is_not_acceptable(string sdp)
    {
        world.Receive(World.Invite(sdp));
        Assert.Equal(["SIP/2.0 488 Not Acceptable Here"], world.Wire);
        Assert.Empty(world.Media.InUse);
    }

    [Fact]
    public void An_invite_without_an_offer_is_a_late_one()
    {
        world.Receive(World.Invite(sdp: ""));
        Assert.Null(world.Core.Only<CallCommand.RecordArrival>().Arrival.Offer);
    }

    [Fact]
    public void Without_a_session_it_is_503_and_nobody_is_told()
    {
        using var full = new World(slots: 0);
        full.Receive(World.Invite());
        Assert.Equal(["SIP/2.0 503 Service Unavailable"], full.Wire);
        Assert.Empty(full.Core.Told);
    }

    [Fact]
    public void New_calls_are_shed_while_what_is_in_a_dialog_is_served()
    {
        using var full = new World(new EdgeOptions { ArrivalsMax = 1 });
        full.Core.Otherwise = (_, command) => command is CallCommand.RecordArrival ? SignalAnswer.Unknown.Instance : new SignalAnswer.Answered(null);
        full.Receive(World.Invite());
        full.Receive(World.Invite(callId: "call-b", branch: "z9hG4bK-b"));
        full.Receive(World.InDialog("BYE", 2));
        Assert.Equal(["SIP/2.0 503 Service Unavailable", "SIP/2.0 200 OK"], full.Wire);
    }

    [Fact]
    public void A_draining_edge_takes_no_new_calls()
    {
        world.Edge.Drain();
        world.Receive(World.Invite());
        Assert.Equal(["SIP/2.0 503 Service Unavailable"], world.Wire);
    }

    [Fact]
    public void The_trunk_asserts_who_calls_and_may_withhold_it()
    {
        world.Receive(World.Invite(more: "P-Asserted-Identity: \"Wang\" <sip:+8610555@carrier.example>\r\n"));
        world.Receive(World.Invite(callId: "call-b", branch: "z9hG4bK-b", more: "P-Asserted-Identity: <tel:+86-10-666>\r\n"));
        world.Receive(World.Invite(callId: "call-c", branch: "z9hG4bK-c", more: "P-Asserted-Identity: <sip:+8610555@carrier.example>\r\nPrivacy: id\r\n"));
        var callers = world.Core.Commands.OfType<CallCommand.RecordArrival>().Select(told => $"{told.Arrival.Caller} {told.Arrival.CallerName}");
        Assert.Equal(["+8610555 Wang", "+8610666 ", " "], callers);
    }

    [Theory]
    [InlineData("User-to-User: 56a390f3;encoding=hex\r\n", "56a390f3;encoding=hex")]
    [InlineData("User-to-User: not one, 56a3;encoding=hex\r\nuser-to-user: 4711\r\n", "56a3;encoding=hex")]
    [InlineData("User-to-User: \"a, b\"\r\n", "\"a, b\"")]
    [InlineData("User-to-User: \"open\r\n", null)]
    [InlineData("User-to-User:\r\n", null)]
    [InlineData("", null)]
    public void What_the_callers_system_sends_along_is_told_if_it_is_well_formed(string header, string? told)
    {
        world.Receive(World.Invite(more: header));
        Assert.Equal(told, world.Core.Only<CallCommand.RecordArrival>().Arrival.UserToUser);
    }

    [Fact]
    public void A_caller_behind_a_translator_is_answered_where_it_came_from()
    {
        world.Receive(World.Invite().Replace("sip:13800138000@127.7.0.9:5080", "sip:13800138000@192.168.1.5:5060", StringComparison.Ordinal));
        Assert.Equal(new Flow(Transport.Udp, "127.7.0.9:5080"), world.Core.Only<CallCommand.RecordArrival>().Arrival.Dialog!.Flow);
    }

    [Fact]
    public void What_we_do_not_understand_is_said_so_before_anything_is_promised()
    {
        world.Receive(World.Invite(more: "Require: 100rel, precondition\r\n"));
        Assert.Equal("precondition", world.Last.Headers.First(HeaderNames.Unsupported));
        Assert.Equal(["SIP/2.0 420 Bad Extension"], world.Wire);
    }

    private static SipMessage SipParserOf(string text) => World.Parse(text);

    private void Do(Action act)
    {
        world.Time.Loop.Post(act);
        world.Time.Settle();
    }
}
