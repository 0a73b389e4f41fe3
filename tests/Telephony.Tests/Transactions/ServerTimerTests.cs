using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>Server timers over a real layer in virtual time.</summary>
public sealed class ServerTimerTests : IDisposable
{
    private readonly Wire wire = new();
    private readonly SipRequest invite = Wire.Request(SipMethod.Invite);
    private readonly SipRequest options = Wire.Request(SipMethod.Options);

    public void Dispose() => wire.Dispose();

    [Fact]
    public void Timer_G_repeats_a_failure_up_to_T2_until_timer_H()
    {
        var settled = 0;
        wire.Receive(invite);
        wire.Requests[0].Settled += () => settled++;
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 486));
        wire.Time.Pass(100);
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], wire.Network.Seconds("SIP/2.0 486"));
        Assert.Equal(1, settled);
        Assert.Equal(0, wire.Layer.Count);
    }

    [Fact]
    public void The_ack_stops_G_and_H_and_timer_I_absorbs_more_of_them()
    {
        var settled = 0;
        wire.Receive(invite);
        wire.Requests[0].Settled += () => settled++;
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 486));
        wire.Time.Pass(0.7);
        wire.Receive(Wire.Request(SipMethod.Ack));
        wire.Receive(Wire.Request(SipMethod.Ack));
        wire.Time.Pass(4.9);
        Assert.Equal(1, wire.Layer.Count);
        wire.Time.Pass(0.1);
        Assert.Equal(0, wire.Layer.Count);
        Assert.Equal([0, 0.5], wire.Network.Seconds("SIP/2.0 486"));
        Assert.Equal(1, settled);
        Assert.Empty(wire.Told);
    }

    [Fact]
    public void A_failure_over_tcp_is_sent_once_and_over_with_its_ack()
    {
        wire.Receive(invite, Wire.Tcp);
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 486));
        wire.Time.Pass(31);
        wire.Receive(Wire.Request(SipMethod.Ack), Wire.Tcp);
        Assert.Equal([0], wire.Network.Seconds("SIP/2.0 486"));
        Assert.Equal(0, wire.Layer.Count);
    }

    [Fact]
    public void A_repeated_invite_gets_the_last_provisional_again_and_reaches_the_user_once()
    {
        wire.Receive(invite);
        wire.Requests[0].Respond(SipResponse.For(wire.Requests[0].Request, 100));
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 180));
        wire.Time.Pass(0.5);
        wire.Receive(invite);
        Assert.Single(wire.Requests);
        Assert.Equal([0, 0.5], wire.Network.Seconds("SIP/2.0 180"));
        Assert.Equal([0], wire.Network.Seconds("SIP/2.0 100"));
    }

    [Fact]
    public void Timer_L_absorbs_the_invite_for_32_seconds_after_a_2xx()
    {
        wire.Receive(invite);
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 200));
        wire.Time.Pass(31.9);
        wire.Receive(invite);
        Assert.Single(wire.Requests);
        wire.Time.Pass(0.1);
        wire.Receive(invite);
        Assert.Equal(2, wire.Requests.Count);
        Assert.Equal([0], wire.Network.Seconds("SIP/2.0 200"));
    }

    [Fact]
    public void Timer_J_gives_the_same_response_for_32_seconds()
    {
        wire.Receive(options);
        wire.Receive(options);
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 200));
        wire.Time.Pass(31.9);
        wire.Receive(options);
        wire.Time.Pass(0.1);
        wire.Receive(options);
        Assert.Equal(2, wire.Requests.Count);
        Assert.Equal([0, 31.9], wire.Network.Seconds("SIP/2.0 200"));
        Assert.Equal(wire.Network.Sent[0].Text, wire.Network.Sent[1].Text);
    }

    [Fact]
    public void The_ack_of_a_2xx_goes_to_the_user_with_its_own_branch_or_with_the_old_one()
    {
        wire.Receive(invite);
        wire.Requests[0].Respond(Wire.Response(wire.Requests[0].Request, 200));
        wire.Receive(Wire.Request(SipMethod.Ack, "z9hG4bK-ack"));
        wire.Receive(Wire.Request(SipMethod.Ack));
        Assert.Equal(["ACK", "ACK"], wire.Told);
    }
}
