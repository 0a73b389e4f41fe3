using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Messages;

public sealed class SipUriTests
{
    [Theory]
    [InlineData("sip:example.com")]
    [InlineData("sips:alice@example.com:5061;transport=tcp")]
    [InlineData("sip:alice:secret@example.com;lr?subject=x&priority=urgent")]
    [InlineData("sip:+1-212-555-1212;phone-context=example.com@gw.example.com;user=phone")]
    [InlineData("sip:a%40b@[2001:db8::10]:5070")]
    [InlineData("sip:[2001:db8::10]")]
    [InlineData("sip:[::ffff:192.0.2.1];lr")]
    [InlineData("sip:alice@under_score.example")]
    public void A_URI_is_written_as_it_was_read(string text) => Assert.Equal(text, SipUri.Parse(text)!.ToString());

    [Fact]
    public void Its_parts_are_told_apart()
    {
        var uri = SipUri.Parse("SIP:a%20b:pw@[2001:db8::1]:5070;Transport=TCP;lr?x=y")!;

        Assert.Equal("a b", uri.UserName);
        Assert.Equal("pw", uri.Password);
        Assert.Equal("2001:db8::1", uri.HostAddress);
        Assert.Equal(5070, uri.Port);
        Assert.Equal("TCP", uri.Transport);
        Assert.True(uri.IsLooseRouter);
        Assert.Equal("x=y", uri.Headers);
        Assert.Equal("sip:a%20b:pw@[2001:db8::1]:5070;Transport=TCP;lr", uri.ForRequest().ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:@example.com")]
    [InlineData("sip::pw@example.com")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@example.com:x")]
    [InlineData("sip:a@example.com:65536")]
    [InlineData("sip:a@example.com;")]
    [InlineData("sip:a@example.com;;lr")]
    [InlineData("sip:a@example.com; lr")]
    [InlineData("sip:a@example.com?")]
    [InlineData("sip:a b@example.com")]
    [InlineData("sip:a%4@example.com")]
    [InlineData("sip:a%zz@example.com")]
    [InlineData("sip:a<b@example.com")]
    [InlineData("sip:a@exa mple.com")]
    [InlineData("sip:2001:db8::10")]
    [InlineData("sip:[2001:db8::10")]
    [InlineData("tel:+123")]
    public void A_malformed_URI_is_none(string text) => Assert.Null(SipUri.Parse(text));
}
