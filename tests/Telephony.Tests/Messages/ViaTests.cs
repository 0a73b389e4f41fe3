using System.Net;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Messages;

public sealed class ViaTests
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("198.51.100.7"), 40_000);

    [Theory]
    [InlineData("SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1", "SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1", "198.51.100.7", 5062)]
    [InlineData("SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1;received=1.2.3.4", "SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1", "198.51.100.7", 5060)]
    [InlineData("SIP/2.0/UDP 198.51.100.7:5062;rport;branch=z9hG4bK1", "SIP/2.0/UDP 198.51.100.7:5062;rport=40000;branch=z9hG4bK1;received=198.51.100.7", "198.51.100.7", 40000)]
    [InlineData("SIP/2.0/UDP 10.0.0.5;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.5;branch=z9hG4bK1;received=198.51.100.7;rport=40000", "198.51.100.7", 40000)]
    [InlineData("SIP/2.0/UDP 10.0.0.5;maddr=239.1.1.1;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.5;maddr=239.1.1.1;branch=z9hG4bK1;received=198.51.100.7;rport=40000", "239.1.1.1", 5060)]
    public void A_response_finds_its_way_back(string via, string marked, string host, int port)
    {
        var seen = Via.Parse(via)!.Marked(Source);

        Assert.Equal(marked, seen.ToString());
        Assert.Equal((host, port), seen.ResponseTarget());
    }

    [Fact]
    public void Only_the_top_Via_is_marked_also_when_it_shares_its_line()
    {
        var request = Sample.Request(Sample.InviteWith("Via: SIP/2.0/UDP 192.0.2.10:5062;branch=z9hG4bK-1, SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK-9"));

        var marked = request.WithTopVia(request.TopVia.Marked(Source));

        Assert.Equal(["198.51.100.7", null, "198.51.100.1"], marked.Vias.Select(via => via.Received));
        Assert.Equal(["z9hG4bK-1", "z9hG4bK-9", "z9hG4bK-0"], marked.Vias.Select(via => via.Branch));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bK1;received=2001:db8::9:255", "[2001:db8::9:1]", null, "2001:db8::9:255")]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bK1;received=[2001:db8::9:255]", "[2001:db8::9:1]", 6050, "[2001:db8::9:255]")]
    public void An_IPv6_address_has_brackets_and_as_received_may_have_none(string text, string host, int? port, string received)
    {
        var via = Via.Parse(text)!;

        Assert.Equal(host, via.Host);
        Assert.Equal(port, via.Port);
        Assert.Equal(received, via.Received);
    }

    [Theory]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0 UDP host")]
    [InlineData("SIP/2.0/UDPhost")]
    [InlineData("SIP/2.0/UDP host:70000")]
    [InlineData("SIP/2.0/UDP host:")]
    [InlineData("SIP/2.0/UDP host;")]
    [InlineData("SIP/2.0/UDP host;=x")]
    [InlineData("SIP/2.0/UDP host;branch=\"open")]
    [InlineData("SIP/2.0/UDP host;branch=a b")]
    [InlineData("SIP/2.0/UDP [2001:db8::1")]
    [InlineData("SIP/2.0/UDP a, SIP/2.0/UDP b")]
    public void A_malformed_Via_is_none(string text) => Assert.Null(Via.Parse(text));
}
