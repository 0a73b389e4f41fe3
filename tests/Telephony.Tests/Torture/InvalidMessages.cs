namespace CallCenter.Telephony.Tests.Torture;

/// <summary>RFC 4475 3.1.2 and 3.2: malformed. Where the RFC leaves a choice between 400 and tolerance, we refuse what we would have to guess.</summary>
internal static class InvalidMessages
{
    public static readonly TortureRow[] Rows =
    [
        new("3.1.2.1", "badinv01", "400 Missing or Malformed Via"),
        new("3.1.2.2", "clerr", "400 Content-Length Beyond the Message"),
        new("3.1.2.3", "ncl", "400 Malformed Content-Length"),
        new("3.1.2.4", "scalar02", "400 Missing or Malformed CSeq"),
        new("3.1.2.5", "scalarlg", "dropped: Missing or Malformed CSeq"),
        new("3.1.2.6", "quotbal", "400 Missing or Malformed To"),
        new("3.1.2.7", "ltgtruri", "400 Malformed Request-URI"),
        new("3.1.2.8", "lwsruri", "400 Malformed Request-URI"),
        new("3.1.2.9", "lwsstart", "400 Malformed Request-URI"),
        new("3.1.2.10", "trws", "400 Malformed Request-Line"),
        new("3.1.2.11", "escruri", "400 Malformed Request-URI"),
        new("3.1.2.12", "baddate", """
            accepted: INVITE sip:user@example.com SIP/2.0
            from <sip:caller@example.net>;tag=2234923
            to <sip:user@example.com>
            call baddate.239423mnsadf3j23lj42--sedfnm234
            cseq 1392934 INVITE
            via SIP/2.0/UDP host.example.com;branch=z9hG4bKkdjuw
            contact <sip:caller@host5.example.net>
            max-forwards 70
            type application/sdp
            body 150
            """),
        new("3.1.2.13", "regbadct", "400 Malformed Contact"),
        new("3.1.2.14", "badaspec", "400 Missing or Malformed To"),
        new("3.1.2.15", "baddn", "400 Missing or Malformed From"),
        new("3.1.2.16", "badvers", "505 Version Not Supported"),
        new("3.1.2.17", "mismatch01", "400 CSeq of Another Method"),
        new("3.1.2.18", "mismatch02", """
            501 Not Implemented
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER
            """),
        new("3.1.2.19", "bigcode", "dropped: Malformed Status-Line"),
        new("3.2.1", "badbranch", "400 Branch Without Identifier"),
    ];
}
