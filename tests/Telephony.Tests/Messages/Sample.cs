using System.Text;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Tests.Messages;

/// <summary>An everyday INVITE, and messages from text with "\n" for line ends.</summary>
internal static class Sample
{
    public const string Invite =
        """
        INVITE sip:4000@acd.example.com SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.10:5062;rport;branch=z9hG4bK-1
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-0;received=198.51.100.1
        Record-Route: <sip:p1.example.com;lr>, <sip:p2.example.com;lr>
        Record-Route: <sip:p3.example.com;lr>
        Max-Forwards: 70
        From: "Ann" <sip:+3225550101@example.com>;tag=a1
        To: <sip:4000@acd.example.com>
        Call-ID: 7f3a@192.0.2.10
        CSeq: 7 INVITE
        Contact: <sip:ann@192.0.2.10:5062;transport=udp>
        Timestamp: 54.3
        Content-Type: application/sdp
        Content-Length: 5

        v=0

        """;

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static ParseResult Parse(string text) => SipParser.Parse(Octets(text));

    public static SipRequest Request(string text = Invite) => Assert.IsType<SipRequest>(Assert.IsType<ParseResult.Parsed>(Parse(text)).Message);

    public static SipResponse Response(string text) => Assert.IsType<SipResponse>(Assert.IsType<ParseResult.Parsed>(Parse(text)).Message);

    /// <summary>The INVITE with this line in place of the first one of its name, or before Content-Type.</summary>
    public static string InviteWith(string line)
    {
        var name = line[..(line.IndexOf(':') + 1)];
        var lines = Invite.ReplaceLineEndings("\n").Split('\n').ToList();
        var at = name.Length == 0 ? -1 : lines.FindIndex(old => old.StartsWith(name, StringComparison.Ordinal));
        if (at < 0)
        {
            lines.Insert(lines.IndexOf("Content-Type: application/sdp"), line);
        }
        else
        {
            lines[at] = line;
        }

        return string.Join('\n', lines);
    }

    public static string InviteWithout(string name) =>
        string.Join('\n', Invite.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal)));
}
