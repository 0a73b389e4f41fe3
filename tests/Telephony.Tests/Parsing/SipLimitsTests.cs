using System.Text;
using CallCenter.Telephony.Parsing;
using CallCenter.Telephony.Tests.Messages;

namespace CallCenter.Telephony.Tests.Parsing;

/// <summary>Each limit holds at its value and one beyond.</summary>
public sealed class SipLimitsTests
{
    [Fact]
    public void Header_lines()
    {
        const int Own = 13;
        Accepted(Lines(SipLimits.HeadersMax - Own));
        Refused(Lines(SipLimits.HeadersMax - Own + 1));

        static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(number => $"X-{number}: y"));
    }

    [Fact]
    public void Vias()
    {
        Accepted(Vias(SipLimits.ViaMax - 2));
        Refused(Vias(SipLimits.ViaMax - 1));

        static string Vias(int count) => "Via: " + string.Join(',', Enumerable.Repeat("SIP/2.0/UDP x;branch=z9hG4bK2", count));
    }

    [Fact]
    public void Header_values()
    {
        Accepted("X: " + new string('x', SipLimits.HeaderValueMax));
        Refused("X: " + new string('x', SipLimits.HeaderValueMax + 1));
    }

    [Fact]
    public void Header_names()
    {
        Accepted(new string('x', SipLimits.HeaderNameMax) + ": y");
        Refused(new string('x', SipLimits.HeaderNameMax + 1) + ": y");
    }

    [Fact]
    public void Parameters()
    {
        Accepted("Contact: <sip:a@b>" + string.Concat(Enumerable.Repeat(";p", SipLimits.ParametersMax)));
        Refused("Contact: <sip:a@b>" + string.Concat(Enumerable.Repeat(";p", SipLimits.ParametersMax + 1)));
    }

    [Fact]
    public void Values_of_a_list()
    {
        Accepted("Route: " + string.Join(',', Enumerable.Repeat("<sip:a;lr>", SipLimits.ValuesMax)));
        Refused("Route: " + string.Join(',', Enumerable.Repeat("<sip:a;lr>", SipLimits.ValuesMax + 1)));
    }

    [Fact]
    public void The_Request_URI_is_refused_with_a_status_of_its_own()
    {
        Assert.IsType<ParseResult.Parsed>(Parse(SipLimits.UriMax));
        Assert.Equal(414, Assert.IsType<ParseResult.Rejected>(Parse(SipLimits.UriMax + 1)).Status);

        static ParseResult Parse(int length) =>
            Sample.Parse(Sample.Invite.Replace("INVITE sip:4000@acd.example.com", "INVITE sip:a@" + new string('h', length - 6), StringComparison.Ordinal));
    }

    [Fact]
    public void All_headers_together()
    {
        var line = "X: " + new string('x', 8000) + "\n";
        Accepted(line + line + line.TrimEnd());
        Refused(line + line + line + line + line.TrimEnd());
    }

    [Fact]
    public void A_message()
    {
        var octets = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample.Octets(Sample.InviteWithout("Content-Length"))).PadRight(SipLimits.MessageBytesMax, 'x'));
        Assert.IsType<ParseResult.Parsed>(SipParser.Parse(octets));
        Assert.IsType<ParseResult.Dropped>(SipParser.Parse([.. octets, (byte)'x']));
    }

    private static void Accepted(string lines) => Assert.IsType<ParseResult.Parsed>(Sample.Parse(With(lines)));

    private static void Refused(string lines) => Assert.Equal(400, Assert.IsType<ParseResult.Rejected>(Sample.Parse(With(lines))).Status);

    private static string With(string lines) => Sample.Invite.ReplaceLineEndings("\n").Replace("Max-Forwards: 70", lines + "\nMax-Forwards: 70", StringComparison.Ordinal);
}
