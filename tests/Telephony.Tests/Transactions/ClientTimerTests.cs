using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>Client timers over a real layer in virtual time: exact times on the wire.</summary>
public sealed class ClientTimerTests : IDisposable
{
    private readonly Wire wire = new();
    private readonly SipRequest invite = Wire.Request(SipMethod.Invite);
    private readonly SipRequest options = Wire.Request(SipMethod.Options);

    public void Dispose() => wire.Dispose();

    [Fact]
    public void Timer_A_repeats_the_invite_and_timer_B_ends_it_once()
    {
        wire.Send(invite, Wire.Udp);
        wire.Time.Pass(100);
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5], wire.Network.Seconds("INVITE"));
        Assert.Equal(["TimedOut"], wire.Told);
        Assert.Equal(0, wire.Layer.Count);
    }

    [Fact]
    public void Timer_B_fires_at_32_seconds_and_not_before()
    {
        wire.Send(invite, Wire.Tcp);
        wire.Time.Pass(31.999);
        Assert.Empty(wire.Told);
        wire.Time.Pass(0.001);
        Assert.Equal(["TimedOut"], wire.Told);
        Assert.Equal([0], wire.Network.Seconds("INVITE"));
    }

    [Fact]
    public void A_provisional_response_stops_A_and_B_also_when_it_comes_twice()
    {
        wire.Send(invite, Wire.Udp);
        wire.Time.Pass(0.6);
        wire.Receive(Wire.Response(invite, 180));
        wire.Receive(Wire.Response(invite, 180));
        wire.Time.Pass(300);
        Assert.Equal([0, 0.5], wire.Network.Seconds("INVITE"));
        Assert.Equal(["180", "180"], wire.Told);
    }

    [Fact]
    public void Timer_D_keeps_the_ack_for_32_seconds()
    {
        wire.Send(invite, Wire.Udp);
        wire.Receive(Wire.Response(invite, 486));
        wire.Time.Pass(10);
        wire.Receive(Wire.Response(invite, 486));
        wire.Time.Pass(21.9);
        wire.Receive(Wire.Response(invite, 486));
        wire.Time.Pass(0.1);
        wire.Receive(Wire.Response(invite, 486));
        Assert.Equal([0, 10, 31.9], wire.Network.Seconds("ACK"));
        Assert.Equal(["486", "stray 486"], wire.Told);
    }

    [Fact]
    public void A_late_provisional_after_the_final_changes_nothing()
    {
        wire.Send(invite, Wire.Udp);
        wire.Receive(Wire.Response(invite, 486));
        wire.Receive(Wire.Response(invite, 180));
        Assert.Equal(["486"], wire.Told);
        Assert.Equal([0], wire.Network.Seconds("ACK"));
    }

    [Fact]
    public void The_ack_of_a_failure_has_the_branch_route_and_number_of_the_invite()
    {
        var routed = invite.WithHeader(HeaderNames.Route, "<sip:127.7.0.3;lr>");
        wire.Send(routed, Wire.Udp);
        wire.Receive(Wire.Response(routed, 404));
        var ack = wire.Network.Sent[^1].Text;
        Assert.StartsWith("ACK sip:4000@127.7.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.7.0.9:5080;rport;branch=z9hG4bK-1\r\nRoute: <sip:127.7.0.3;lr>\r\n", ack, StringComparison.Ordinal);
        Assert.Contains("CSeq: 1 ACK\r\n", ack, StringComparison.Ordinal);
        Assert.Contains("To: <sip:4000@127.7.0.1>;tag=far\r\n", ack, StringComparison.Ordinal);
    }

    [Fact]
    public void Timer_M_passes_every_2xx_for_32_seconds()
    {
        wire.Send(invite, Wire.Udp);
        wire.Receive(Wire.Response(invite, 200));
        wire.Time.Pass(31.9);
        wire.Receive(SipResponse.For(invite, 200, toTag: "fork"));
        wire.Time.Pass(0.1);
        wire.Receive(Wire.Response(invite, 200));
        Assert.Equal(["200", "200", "stray 200"], wire.Told);
    }

    [Fact]
    public void Timer_E_doubles_to_T2_and_timer_F_ends_it()
    {
        wire.Send(options, Wire.Udp);
        wire.Time.Pass(100);
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], wire.Network.Seconds("OPTIONS"));
        Assert.Equal(["TimedOut"], wire.Told);
    }

    [Fact]
    public void Timer_E_is_T2_once_it_proceeds_and_timer_F_still_ends_it_at_32_seconds()
    {
        wire.Send(options, Wire.Udp);
        wire.Time.Pass(0.2);
        wire.Receive(Wire.Response(options, 100));
        wire.Time.Pass(100);
        Assert.Equal([0, 0.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5], wire.Network.Seconds("OPTIONS"));
        Assert.Equal(["100", "TimedOut"], wire.Told);
    }

    [Fact]
    public void Timer_K_absorbs_repeated_finals_for_T4()
    {
        wire.Send(options, Wire.Udp);
        wire.Receive(Wire.Response(options, 200));
        wire.Time.Pass(4.9);
        wire.Receive(Wire.Response(options, 200));
        wire.Time.Pass(0.1);
        wire.Receive(Wire.Response(options, 200));
        Assert.Equal(["200", "stray 200"], wire.Told);
    }

    [Fact]
    public void What_cannot_be_sent_is_reported_at_once()
    {
        wire.Network.Unreachable.Add(Wire.Udp.Remote);
        wire.Send(invite, Wire.Udp);
        wire.Time.Settle();
        Assert.Equal(["Failed"], wire.Told);
        wire.Time.Pass(100);
        Assert.Equal(["Failed"], wire.Told);
    }

    [Fact]
    public void A_response_of_another_branch_or_method_is_not_ours()
    {
        wire.Send(invite, Wire.Udp);
        wire.Receive(Wire.Response(Wire.Request(SipMethod.Invite, "z9hG4bK-2"), 200));
        wire.Receive(Wire.Response(Wire.Request(SipMethod.Cancel), 200));
        Assert.Equal(["stray 200", "stray 200"], wire.Told);
    }

    [Fact]
    public void A_resumed_invite_is_not_sent_and_hears_its_end()
    {
        wire.Layer.Resume(invite, Wire.Udp, report => wire.Told.Add(report.GetType().Name));
        wire.Time.Pass(100);
        Assert.Empty(wire.Network.Sent);
        wire.Receive(Wire.Response(invite, 487));
        Assert.Equal(["Responded"], wire.Told);
        Assert.Equal([100], wire.Network.Seconds("ACK"));
    }
}
