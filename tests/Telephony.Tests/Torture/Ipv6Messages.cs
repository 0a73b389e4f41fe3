namespace CallCenter.Telephony.Tests.Torture;

/// <summary>
/// RFC 5118 4: addresses of version 6. What the RFC would have a robust implementation bear is borne: brackets in <c>received</c>, a third colon. The
/// bodies' Content-Length is that of their octets, which the RFC's own figures are not.
/// </summary>
internal static class Ipv6Messages
{
    public static readonly TortureRow[] Rows =
    [
        new("5118 4.1", "ipv6-good", """
            accepted: REGISTER sip:[2001:db8::10] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.com>
            call SSG9559905523997077@hlau_4100
            cseq 98176 REGISTER
            via SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
            contact "Caller" <sip:caller@[2001:db8::1]>
            max-forwards 70
            body 0
            """),
        new("5118 4.2", "ipv6-bad", "400 Malformed Request-URI"),
        new("5118 4.3", "port-ambiguous", """
            accepted: REGISTER sip:[2001:db8::10:5070] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.com>
            call SSG9559905523997077@hlau_4100
            cseq 98176 REGISTER
            via SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
            contact "Caller" <sip:caller@[2001:db8::1]>
            max-forwards 70
            body 0
            """),
        new("5118 4.4", "port-unambiguous", """
            accepted: REGISTER sip:[2001:db8::10]:5070 SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.com>
            call SSG9559905523997077@hlau_4100
            cseq 98176 REGISTER
            via SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
            contact "Caller" <sip:caller@[2001:db8::1]>
            max-forwards 70
            body 0
            """),
        new("5118 4.5", "via-received-param-with-delim", """
            accepted: BYE sip:[2001:db8::10] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.com>;tag=bd76ya
            call SSG9559905523997077@hlau_4100
            cseq 321 BYE
            via SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111
            max-forwards 70
            body 0
            """),
        new("5118 4.5", "via-received-param-no-delim", """
            accepted: OPTIONS sip:[2001:db8::10] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.com>
            call SSG95523997077@hlau_4100
            cseq 921 OPTIONS
            via SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3
            contact "Caller" <sip:caller@[2001:db8::9:1]>
            max-forwards 70
            body 0
            """),
        new("5118 4.6", "ipv6-in-sdp", """
            accepted: INVITE sip:user@[2001:db8::10] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@[2001:db8::10]>
            call SSG9559905523997077@hlau_4100
            cseq 8612 INVITE
            via SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-111
            contact "Caller" <sip:caller@[2001:db8::20]>
            max-forwards 70
            type application/sdp
            body 251
            """),
        new("5118 4.7", "mult-ip-in-header", """
            accepted: BYE sip:user@host.example.net SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@example.net>;tag=9817--94
            call 997077@lau_4100
            cseq 89187 BYE
            via SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111
            via SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144
            via SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200
            max-forwards 70
            body 0
            """),
        new("5118 4.8", "mult-ip-in-sdp", """
            accepted: INVITE sip:user@[2001:db8::10] SIP/2.0
            from <sip:user@example.com>;tag=81x2
            to <sip:user@[2001:db8::10]>
            call SSG9559905523997077@hlau_4100
            cseq 8912 INVITE
            via SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
            contact "Caller" <sip:caller@[2001:db8::9:1]>
            max-forwards 70
            type application/sdp
            body 189
            """),
        new("5118 4.9", "ipv4-mapped-ipv6", """
            accepted: INVITE sip:user@example.com SIP/2.0
            from <sip:user@east.example.com>;tag=81x2
            to <sip:user@example.com>
            call SSG9559905523997077@hlau_4100
            cseq 612 INVITE
            via SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19
            via SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111
            contact "T. desk phone" <sip:ted@[::ffff:192.0.2.2]>
            max-forwards 70
            type application/sdp
            body 245
            """),
        new("5118 4.10", "ipv6-bug-abnf-3-colons", """
            accepted: OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0
            from <sip:user@example.com>;tag=810x2
            to <sip:user@[2001:db8:::192.0.2.1]>
            call G9559905523997077@hlau_4100
            cseq 689 OPTIONS
            via SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111
            max-forwards 70
            body 0
            """),
        new("5118 4.10", "ipv6-correct-abnf-2-colons", """
            accepted: OPTIONS sip:user@[2001:db8::192.0.2.1] SIP/2.0
            from <sip:user@example.com>;tag=810x2
            to <sip:user@[2001:db8::192.0.2.1]>
            call G9559905523997077@hlau_4100
            cseq 689 OPTIONS
            via SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111
            max-forwards 70
            body 0
            """),
    ];
}
