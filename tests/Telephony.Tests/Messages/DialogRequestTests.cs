using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Messages;

public sealed class DialogRequestTests
{
    private static readonly Dialog Talking = new()
    {
        CallId = "7f3a@192.0.2.10",
        LocalTag = "us",
        RemoteTag = "them",
        LocalParty = "<sip:4000@acd.example.com>",
        RemoteParty = "\"Ann\" <sip:ann@example.com>",
        RemoteTarget = "sip:ann@192.0.2.10:5062",
        Token = "t",
    };

    [Fact]
    public void Without_routes_it_goes_to_the_remote_target()
    {
        var bye = DialogRequest.Of(Talking, SipMethod.Bye, 3);

        Assert.Equal("BYE sip:ann@192.0.2.10:5062 SIP/2.0", bye.StartLine);
        Assert.Equal("us", bye.From.Tag);
        Assert.Equal("them", bye.To.Tag);
        Assert.Equal("Ann", bye.To.DisplayName);
        Assert.Equal(new CSeq(3, SipMethod.Bye), bye.CSeq);
        Assert.Equal("192.0.2.10", bye.NextHop!.Host);
    }

    [Fact]
    public void A_loose_router_leaves_the_target_in_the_Request_URI()
    {
        var bye = DialogRequest.Of(Talking with { RouteSet = ["<sip:p1.example.com;lr>", "<sip:p2.example.com;lr>"] }, SipMethod.Bye, 3);

        Assert.Equal("sip:ann@192.0.2.10:5062", bye.RequestUri);
        Assert.Equal(["<sip:p1.example.com;lr>", "<sip:p2.example.com;lr>"], bye.Headers.Values(HeaderNames.Route));
        Assert.Equal("p1.example.com", bye.NextHop!.Host);
    }

    [Fact]
    public void A_strict_router_takes_the_Request_URI_and_the_target_goes_last()
    {
        var bye = DialogRequest.Of(Talking with { RouteSet = ["<sip:p1.example.com?x=y>", "<sip:p2.example.com;lr>"] }, SipMethod.Bye, 3);

        Assert.Equal("sip:p1.example.com", bye.RequestUri);
        Assert.Equal(["<sip:p2.example.com;lr>", "<sip:ann@192.0.2.10:5062>"], bye.Headers.Values(HeaderNames.Route));
    }

    [Fact]
    public void Before_an_answer_there_is_no_tag_of_the_far_side() =>
        Assert.Equal("\"Ann\" <sip:ann@example.com>", DialogRequest.Of(Talking with { RemoteTag = "" }, SipMethod.Invite, 1).Headers.First(HeaderNames.To));

    [Fact]
    public void The_route_set_keeps_its_order_for_who_was_called_and_turns_it_for_who_called()
    {
        var request = Sample.Request();
        string[] routes = ["<sip:p1.example.com;lr>", "<sip:p2.example.com;lr>", "<sip:p3.example.com;lr>"];

        Assert.Equal(routes, DialogRequest.RouteSetOf(request));
        Assert.Equal(routes.Reverse(), DialogRequest.RouteSetOf(SipResponse.For(request, 200, null, "t")));
    }

    [Fact]
    public void CANCEL_and_ACK_stay_in_the_transaction_of_the_INVITE()
    {
        var invite = DialogRequest.Of(Talking with { RemoteTag = "", RouteSet = ["<sip:p1.example.com;lr>"] }, SipMethod.Invite, 4)
            .WithVia(Via.Of("UDP", "192.0.2.99", 5060, "z9hG4bK-inv"));
        var busy = SipResponse.For(invite, 486, null, "their");

        var cancel = DialogRequest.CancelOf(invite);
        var ack = DialogRequest.AckOf(invite, busy);

        Assert.Equal("z9hG4bK-inv", cancel.TopVia.Branch);
        Assert.Equal(new CSeq(4, SipMethod.Cancel), cancel.CSeq);
        Assert.Equal("", cancel.To.Tag);
        Assert.Equal("z9hG4bK-inv", ack.TopVia.Branch);
        Assert.Equal(new CSeq(4, SipMethod.Ack), ack.CSeq);
        Assert.Equal("their", ack.To.Tag);
        Assert.Equal(invite.Headers.Lines(HeaderNames.Route), ack.Headers.Lines(HeaderNames.Route));
    }
}
