using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>RFC 3261 17.2.3, 9.2 and 8.2.2.2: which transaction a request belongs to.</summary>
public sealed class MatchingTests : IDisposable
{
    private readonly Wire wire = new(transactionsMax: 3);

    public void Dispose() => wire.Dispose();

    [Fact]
    public void The_same_branch_from_another_sent_by_is_another_request()
    {
        wire.Receive(Wire.Request(SipMethod.Invite));
        wire.Receive(Wire.Request(SipMethod.Invite, sentBy: "127.7.0.8:5080", callId: "call-2"));
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public void A_cancel_is_a_request_of_its_own_and_finds_its_invite()
    {
        var cancel = Wire.Request(SipMethod.Cancel);
        wire.Receive(Wire.Request(SipMethod.Invite));
        wire.Receive(cancel);
        Assert.Equal([SipMethod.Invite, SipMethod.Cancel], wire.Requests.Select(request => request.Request.Method));
        Assert.Same(wire.Requests[0], wire.Layer.Cancelled(cancel));
        Assert.Null(wire.Layer.Cancelled(Wire.Request(SipMethod.Cancel, "z9hG4bK-other")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("z9hG4bK")]
    public void A_client_of_rfc_2543_is_matched_by_what_it_has(string branch)
    {
        wire.Receive(Wire.Request(SipMethod.Invite, branch));
        wire.Receive(Wire.Request(SipMethod.Invite, branch));
        Assert.Single(wire.Requests);
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 486));
        wire.Receive(Wire.Request(SipMethod.Ack, branch, toTag: "far"));
        Assert.Equal(TransactionPhase.Confirmed, wire.Requests[0].State.Phase);
        Assert.Same(wire.Requests[0], wire.Layer.Cancelled(Wire.Request(SipMethod.Cancel, branch)));
    }

    [Fact]
    public void A_request_that_came_by_two_ways_is_merged()
    {
        wire.Receive(Wire.Request(SipMethod.Invite));
        wire.Receive(Wire.Request(SipMethod.Invite, "z9hG4bK-other-way"));
        Assert.Single(wire.Requests);
        Assert.Equal("SIP/2.0 482 Loop Detected", wire.Network.Sent[0].StartLine);
    }

    [Fact]
    public void A_request_within_a_dialog_is_never_merged()
    {
        wire.Receive(Wire.Request(SipMethod.Bye, toTag: "ours"));
        wire.Receive(Wire.Request(SipMethod.Bye, "z9hG4bK-2", toTag: "ours"));
        Assert.Equal(2, wire.Requests.Count);
    }

    [Fact]
    public void A_full_table_refuses_without_a_transaction_and_the_same_each_time()
    {
        for (var number = 1; number <= 3; number++)
        {
            wire.Receive(Wire.Request(SipMethod.Options, $"z9hG4bK-{number}", callId: $"call-{number}"));
        }

        wire.Receive(Wire.Request(SipMethod.Options, "z9hG4bK-4", callId: "call-4"));
        wire.Receive(Wire.Request(SipMethod.Options, "z9hG4bK-4", callId: "call-4"));
        Assert.Equal(3, wire.Layer.Count);
        Assert.Equal(2, wire.Network.Sent.Count(sent => sent.StartLine == "SIP/2.0 503 Service Unavailable"));
        Assert.Null(wire.Send(Wire.Request(SipMethod.Options, "z9hG4bK-ours"), Wire.Udp));
    }

    [Fact]
    public void A_response_goes_to_rport_and_without_it_to_the_port_of_sent_by()
    {
        wire.Receive(Wire.Request(SipMethod.Options, sentBy: "10.0.0.1:5070"));
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 200));
        Assert.Equal("127.7.0.9:5080", wire.Network.Sent[0].Hop.Remote.ToString());
        Assert.Contains("received=127.7.0.9", wire.Network.Sent[0].Text, StringComparison.Ordinal);

        var plain = Wire.Request(SipMethod.Options, "z9hG4bK-2", callId: "call-2")
            .WithHeader(HeaderNames.Via, "SIP/2.0/UDP 127.7.0.9:5099;branch=z9hG4bK-2");
        wire.Receive(plain);
        wire.Requests[1].Respond(Wire.Response(wire.Requests[1].Request, 200));
        Assert.Equal("127.7.0.9:5099", wire.Network.Sent[1].Hop.Remote.ToString());
    }
}
