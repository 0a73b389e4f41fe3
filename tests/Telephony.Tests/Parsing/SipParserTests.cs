using System.Net;
using System.Text;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Tests.Messages;

namespace CallCenter.Telephony.Tests.Parsing;

public sealed class SipParserTests
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("192.0.2.10"), 5062);

    [Fact]
    public void An_everyday_INVITE_is_read()
    {
        var invite = Sample.Request();

        Assert.Equal(SipMethod.Invite, invite.Method);
        Assert.Equal("4000", invite.Uri!.UserName);
        Assert.Equal(2, invite.Vias.Length);
        Assert.Equal("a1", invite.From.Tag);
        Assert.Equal(3, invite.RecordRoutes.Length);
        Assert.Equal("v=0\r\n"u8, invite.Body.Span);
    }

    [Theory]
    [InlineData("From")]
    [InlineData("To")]
    [InlineData("Call-ID")]
    [InlineData("CSeq")]
    public void A_request_without_a_mandatory_header_is_refused_and_can_be_answered(string name)
    {
        var rejected = Assert.IsType<ParseResult.Rejected>(Sample.Parse(Sample.InviteWithout(name)));
        var answer = rejected.Answer(Source, "t");

        Assert.Equal(400, answer.Status);
        Assert.Contains(name, answer.Reason, StringComparison.Ordinal);
        Assert.Equal("5062", answer.TopVia.Parameters.Value("rport"));
        Assert.False(answer.Headers.Has(name));
        Assert.Null(Record.Exception(answer.ToBytes));
    }

    [Theory]
    [InlineData("Max-Forwards: 256")]
    [InlineData("Max-Forwards: x")]
    [InlineData("CSeq: 7")]
    [InlineData("CSeq: 2147483648 INVITE")]
    [InlineData("CSeq: 7 INV ITE")]
    [InlineData("CSeq: -7 INVITE")]
    [InlineData("Call-ID: a b")]
    [InlineData("Call-ID: a@b@c")]
    [InlineData("Call-ID:")]
    [InlineData("From: <sip:a@b>;tag=\"x y\"")]
    [InlineData("Contact: *, <sip:a@b>")]
    [InlineData("Route: <sip:a@b")]
    [InlineData("Content-Length: 5x")]
    [InlineData("Content-Length: 6")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: +4")]
    [InlineData("No colon here")]
    [InlineData("X y: z")]
    [InlineData(": z")]
    public void A_malformed_header_that_matters_is_refused(string line) =>
        Assert.Equal(400, Assert.IsType<ParseResult.Rejected>(Sample.Parse(Sample.InviteWith(line))).Status);

    [Theory]
    [InlineData("Date: yesterday")]
    [InlineData("Warning: nonsense;;;")]
    [InlineData("Retry-After: -")]
    [InlineData("X-Unknown: \"open")]
    [InlineData("P-Asserted-Identity: <broken")]
    [InlineData("Max-Forwards: 0")]
    [InlineData("Content-Length: 0")]
    public void A_header_that_does_not_matter_may_say_what_it_likes(string line) =>
        Assert.IsType<ParseResult.Parsed>(Sample.Parse(Sample.InviteWith(line)));

    [Theory]
    [InlineData("X-Cc-Tenant : a", "X-Cc-Tenant")]
    [InlineData("X-Cc-Tenant\t: a", "X-Cc-Tenant")]
    [InlineData("x-cc-tenant:a", "X-Cc-Tenant")]
    [InlineData("X-Cc-Tenant:\n a", "X-Cc-Tenant")]
    [InlineData("k: a", "Supported")]
    [InlineData("K  : a", "Supported")]
    public void A_header_cannot_hide_behind_its_spelling(string line, string name) =>
        Assert.Equal("a", Sample.Request(Sample.InviteWith(line)).Headers.First(name));

    [Theory]
    [InlineData("Subject: a\rVia: SIP/2.0/UDP x")]
    [InlineData("Subject: a\nVia: SIP/2.0/UDP x")]
    public void A_lone_CR_or_LF_is_no_line_end(string smuggled)
    {
        var text = Encoding.UTF8.GetString(Sample.Octets(Sample.Invite)).Replace("Timestamp: 54.3", smuggled, StringComparison.Ordinal);

        Assert.IsType<ParseResult.Rejected>(SipParser.Parse(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Octets_behind_the_content_length_of_a_datagram_are_ignored() =>
        Assert.Equal(2, Sample.Request(Sample.InviteWith("Content-Length: 2")).Body.Length);

    [Fact]
    public void A_datagram_without_content_length_is_all_body() => Assert.Equal(5, Sample.Request(Sample.InviteWithout("Content-Length")).Body.Length);

    [Fact]
    public void Text_that_is_not_UTF8_does_not_stop_a_call()
    {
        var octets = Sample.Octets(Sample.Invite);
        octets[octets.AsSpan().IndexOf("Ann"u8)] = 0xFF;

        Assert.Equal("\uFFFDnn", Assert.IsType<ParseResult.Parsed>(SipParser.Parse(octets)).Message.From.DisplayName);
    }

    [Theory]
    [InlineData("INVITE sip:a@b SIP/3.0", 505)]
    [InlineData("INVITE sip:a@b SIP/2", 400)]
    [InlineData("INVITE sip:a@b HTTP/1.1 SIP/2.0", 400)]
    [InlineData("INVITE  SIP/2.0", 400)]
    [InlineData("INVITE SIP/2.0", 400)]
    [InlineData("INVITE a@b SIP/2.0", 400)]
    [InlineData("INVITE sip:a@b\t SIP/2.0", 400)]
    public void A_request_line_that_is_wrong_gets_its_status(string line, int status)
    {
        var text = line + Sample.Invite[Sample.Invite.ReplaceLineEndings("\n").IndexOf('\n')..];

        Assert.Equal(status, Assert.IsType<ParseResult.Rejected>(Sample.Parse(text)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("hello")]
    [InlineData("INVITE sip:a@b SIP/2.0\r\n\r\n")]
    [InlineData("SIP/2.0 200 OK\r\n\r\n")]
    [InlineData("SIP/2.0 99 Low\r\n\r\n")]
    [InlineData("SIP/2.0 2000 High\r\n\r\n")]
    [InlineData("SIP/2.0 700 High\r\n\r\n")]
    [InlineData("SIP/2.0\r\n\r\n")]
    public void What_cannot_be_answered_is_dropped(string text) =>
        Assert.IsType<ParseResult.Dropped>(SipParser.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_broken_ACK_is_never_answered() =>
        Assert.IsType<ParseResult.Dropped>(Sample.Parse(Sample.InviteWithout("Call-ID").Replace("INVITE", "ACK", StringComparison.Ordinal)));

    [Fact]
    public void An_answer_to_a_request_whose_Via_cannot_be_read_still_returns_it()
    {
        var rejected = Assert.IsType<ParseResult.Rejected>(Sample.Parse(Sample.InviteWith("Via: SIP/2.0/UDP ;;")));

        Assert.Null(rejected.TopVia);
        Assert.Equal("SIP/2.0/UDP ;;", rejected.Answer(Source, "t").Headers.First(HeaderNames.Via));
    }
}
