using CallCenter.Api.Composition;

namespace CallCenter.Api.Tests.Configuration;

public sealed class EdgeArgumentsTests
{
    [Theory]
    [InlineData("sip.example.com", "sip.example.com", null)]
    [InlineData("sip.example.com:5080", "sip.example.com", 5080)]
    [InlineData("192.0.2.1:5060", "192.0.2.1", 5060)]
    [InlineData("[2001:db8::1]", "[2001:db8::1]", null)]
    [InlineData("[2001:db8::1]:5060", "[2001:db8::1]", 5060)]
    public void An_edge_says_a_host_with_or_without_a_port(string text, string host, int? port) => Assert.Equal((host, port), EdgeArguments.HostOf(text));

    [Theory]
    [InlineData("")]
    [InlineData(":5060")]
    [InlineData("sip.example.com:0")]
    [InlineData("sip.example.com:70000")]
    [InlineData("sip:sip.example.com")]
    [InlineData("2001:db8::1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]:5060")]
    [InlineData("sip.example.com;lr")]
    [InlineData("a b")]
    public void What_nobody_could_send_to_is_refused(string text) => Assert.Null(EdgeArguments.HostOf(text));
}
