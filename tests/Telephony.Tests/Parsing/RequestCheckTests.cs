using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Tests.Messages;
using CallCenter.Telephony.Tests.Torture;

namespace CallCenter.Telephony.Tests.Parsing;

public sealed class RequestCheckTests
{
    [Fact]
    public void What_is_supported_passes() => Assert.Null(Refusal(Sample.Invite));

    [Fact]
    public void Method_comes_before_scheme_and_scheme_before_extension_and_extension_before_content()
    {
        var text = Sample.InviteWith("Require: 100rel").Replace("application/sdp", "text/plain", StringComparison.Ordinal);
        Assert.Equal(420, Refusal(text)!.Status);

        text = text.Replace("INVITE sip:4000@acd.example.com", "INVITE tel:4000", StringComparison.Ordinal);
        Assert.Equal(416, Refusal(text)!.Status);

        text = text.Replace("INVITE", "PUBLISH", StringComparison.Ordinal);
        Assert.Equal(405, Refusal(text)!.Status);
        Assert.Equal("INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER", Refusal(text)!.Headers.First(HeaderNames.Allow));
    }

    [Theory]
    [InlineData("Content-Encoding: gzip", 415)]
    [InlineData("Content-Encoding: identity", null)]
    [InlineData("Content-Type: Application/SDP;charset=x", null)]
    [InlineData("Content-Type: application / sdp", null)]
    [InlineData("Content-Type: multipart/mixed;boundary=x", 415)]
    [InlineData("Accept: application/*", null)]
    [InlineData("Accept: text/plain, */*;q=0.1", null)]
    [InlineData("Accept: text/plain", 406)]
    [InlineData("Proxy-Require: foo", null)]
    [InlineData("Require:", null)]
    public void Content_is_judged_by_its_headers(string line, int? status) => Assert.Equal(status, Refusal(Sample.InviteWith(line))?.Status);

    [Fact]
    public void A_body_that_is_optional_may_be_of_any_type() =>
        Assert.Null(Refusal(Sample.InviteWith("Content-Disposition: render; handling = optional").Replace("application/sdp", "text/plain", StringComparison.Ordinal)));

    [Fact]
    public void A_CANCEL_requires_nothing() =>
        Assert.Null(Refusal(Sample.InviteWith("Require: 100rel").Replace("INVITE", "CANCEL", StringComparison.Ordinal)));

    private static SipResponse? Refusal(string text) => RequestCheck.Refusal(Sample.Request(text), Outcome.Powers, "t");
}
