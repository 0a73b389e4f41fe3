namespace CallCenter.Telephony.Tests.Torture;

/// <summary>RFC 4475 3.3 and 3.4: well formed, and refused or served for what they ask.</summary>
internal static class ApplicationMessages
{
    public static readonly TortureRow[] Rows =
    [
        new("3.3.1", "insuf", "400 Missing or Malformed From"),
        new("3.3.2", "unkscm", "416 Unsupported URI Scheme"),
        new("3.3.3", "novelsc", "416 Unsupported URI Scheme"),
        new("3.3.4", "unksm2", "400 Address-of-Record of Another Scheme"),
        new("3.3.5", "bext01", """
            420 Bad Extension
            Unsupported: nothingSupportsThis, nothingSupportsThisEither
            """),
        new("3.3.6", "invut", """
            415 Unsupported Media Type
            Accept: application/sdp
            """),
        new("3.3.7", "regaut01", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:j.user@example.com>;tag=87321hj23128
            to <sip:j.user@example.com>
            call regaut01.0ha0isndaksdj
            cseq 9338 REGISTER
            via SIP/2.0/TCP 192.0.2.253;branch=z9hG4bKkdjuw
            max-forwards 8
            body 0
            """),
        new("3.3.8", "multi01", "400 More Than One From"),
        new("3.3.9", "mcl01", "400 More Than One Content-Length"),
        new("3.3.10", "bcast", "dropped: Response for Another"),
        new("3.3.11", "zeromf", """
            accepted: OPTIONS sip:user@example.com SIP/2.0
            from <sip:caller@example.net>;tag=3ghsd41
            to <sip:user@example.com>
            call zeromf.jfasdlfnm2o2l43r5u0asdfas
            cseq 39234321 OPTIONS
            via SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw2349i
            max-forwards 0
            body 0
            """),
        new("3.3.12", "cparam01", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:watson@example.com>;tag=DkfVgjkrtMwaerKKpe
            to <sip:watson@example.com>
            call cparam01.70710@saturn.example.com
            cseq 2 REGISTER
            via SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw
            contact <sip:+19725552222@gw1.example.net>;unknownparam
            max-forwards 70
            body 0
            """),
        new("3.3.13", "cparam02", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:watson@example.com>;tag=838293
            to <sip:watson@example.com>
            call cparam02.70710@saturn.example.com
            cseq 3 REGISTER
            via SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw
            contact <sip:+19725552222@gw1.example.net;unknownparam>
            max-forwards 70
            body 0
            """),
        new("3.3.14", "regescrt", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:user@example.com>;tag=8
            to <sip:user@example.com>
            call regescrt.k345asrl3fdbv@192.0.2.1
            cseq 14398234 REGISTER
            via SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
            contact <sip:user@example.com?Route=%3Csip:sip.example.com%3E>
            max-forwards 70
            body 0
            """),
        new("3.3.15", "sdp01", "406 Not Acceptable"),
        new("3.4.1", "inv2543", """
            accepted: INVITE sip:UserB@example.com SIP/2.0
            from <sip:+13035551111@ift.client.example.net;user=phone>
            to <sip:+16505552222@ss1.example.net>;user=phone
            call inv2543.1717@ift.client.example.com
            cseq 56 INVITE
            via SIP/2.0/UDP iftgw.example.com
            record-route <sip:UserB@example.com;maddr=ss1.example.com>
            type application/sdp
            body 108
            """),
    ];
}
