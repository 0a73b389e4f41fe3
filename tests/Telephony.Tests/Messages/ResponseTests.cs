using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Tests.Messages;

public sealed class ResponseTests
{
    [Fact]
    public void A_response_carries_what_the_request_had_and_a_tag_of_ours()
    {
        var request = Sample.Request();

        var ringing = SipResponse.For(request, 180, null, "t9");

        Assert.Equal("SIP/2.0 180 Ringing", ringing.StartLine);
        Assert.Equal(request.Headers.Lines(HeaderNames.Via), ringing.Headers.Lines(HeaderNames.Via));
        Assert.Equal(request.Headers.Lines(HeaderNames.RecordRoute), ringing.Headers.Lines(HeaderNames.RecordRoute));
        Assert.Equal("\"Ann\" <sip:+3225550101@example.com>;tag=a1", ringing.Headers.First(HeaderNames.From));
        Assert.Equal("<sip:4000@acd.example.com>;tag=t9", ringing.Headers.First(HeaderNames.To));
        Assert.Equal("t9", ringing.To.Tag);
        Assert.Equal(request.CallId, ringing.CallId);
        Assert.Equal(request.CSeq, ringing.CSeq);
        Assert.False(ringing.Headers.Has(HeaderNames.Contact));
    }

    [Fact]
    public void A_refusal_makes_no_dialog_and_carries_no_route() =>
        Assert.False(SipResponse.For(Sample.Request(), 486, null, "t9").Headers.Has(HeaderNames.RecordRoute));

    [Fact]
    public void Trying_has_no_tag_and_returns_the_timestamp()
    {
        var trying = SipResponse.For(Sample.Request(), 100, null, "t9");

        Assert.Equal("", trying.To.Tag);
        Assert.Equal("54.3", trying.Headers.First(HeaderNames.Timestamp));
    }

    [Fact]
    public void A_tag_that_is_there_stays()
    {
        var request = Sample.Request(Sample.InviteWith("To: <sip:4000@acd.example.com>;tag=old"));

        Assert.Equal("old", SipResponse.For(request, 200, null, "new").To.Tag);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var response = SipResponse.For(Sample.Request(), 200, null, "t9")
            .WithHeader(HeaderNames.Via, "SIP/2.0/UDP 192.0.2.10:5062;branch=z9hG4bK-1")
            .WithBody("application/sdp", "v=0\r\n"u8.ToArray());

        var again = Sample.Response(System.Text.Encoding.UTF8.GetString(response.ToBytes()));

        Assert.Equal(200, again.Status);
        Assert.Equal("application/sdp", again.ContentType);
        Assert.Equal(5, again.Body.Length);
        Assert.Equal("5", again.Headers.First(HeaderNames.ContentLength));
    }

    [Fact]
    public void A_header_of_ours_never_grows_a_line()
    {
        Assert.Throws<ArgumentException>(() => SipHeaders.Empty.Add("Reason", "x\r\nVia: evil"));
        Assert.Throws<ArgumentException>(() => new SipResponse(400, "x\r\nVia: evil", SipHeaders.Empty));
        Assert.Throws<ArgumentException>(() => new SipRequest(SipMethod.Options, "sip:a@b\r\nVia: evil", SipHeaders.Empty));
    }
}
