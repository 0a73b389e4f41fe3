namespace CallCenter.Telephony.Tests.Torture;

/// <summary>RFC 4475 3.1.1: unusual and well formed, of those over which parsers stumble.</summary>
internal static class ValidMessages
{
    public static readonly TortureRow[] Rows =
    [
        new("3.1.1.1", "wsinv", """
            accepted: INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
            from "J Rosenberg \\\"" <sip:jdrosen@example.com>;tag=98asjd8
            to <sip:vivekg@chair-dnrc.example.com>;tag=1918181833n
            call wsinv.ndaksdj@192.0.2.1
            cseq 9 INVITE
            via SIP/2.0/UDP 192.0.2.2;branch=390skdjuw
            via SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8
            via SIP/2.0/UDP 192.168.255.111;branch=z9hG4bK30239
            route <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
            contact "Quoted string \"\"" <sip:jdrosen@example.com>;newparam=newvalue;secondparam;q=0.33
            max-forwards 68
            type application/sdp
            body 150
            """),
        new("3.1.1.2", "intmeth", """
            501 Not Implemented
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER
            """),
        new("3.1.1.3", "esc01", """
            accepted: INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0
            from <sip:I%20have%20spaces@example.net>;tag=938
            to <sip:%75se%72@example.com>
            call esc01.239409asdfakjkn23onasd0-3234
            cseq 234234 INVITE
            via SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw
            contact <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>
            max-forwards 87
            type application/sdp
            body 150
            """),
        new("3.1.1.4", "escnull", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:null-%00-null@example.com>;tag=839923423
            to <sip:null-%00-null@example.com>
            call escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd
            cseq 14398234 REGISTER
            via SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw
            contact <sip:%00@host5.example.com>
            contact <sip:%00%00@host5.example.com>
            max-forwards 70
            body 0
            """),
        new("3.1.1.5", "esc02", """
            501 Not Implemented
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER
            """),
        new("3.1.1.6", "lwsdisp", """
            accepted: OPTIONS sip:user@example.com SIP/2.0
            from "caller" <sip:caller@example.com>;tag=323
            to <sip:user@example.com>
            call lwsdisp.1234abcd@funky.example.com
            cseq 60 OPTIONS
            via SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw
            max-forwards 70
            body 0
            """),
        new("3.1.1.7", "longreq", LongValues.Expected),
        new("3.1.1.8", "dblreq", """
            accepted: REGISTER sip:example.com SIP/2.0
            from <sip:j.user@example.com>;tag=43251j3j324
            to <sip:j.user@example.com>
            call dblreq.0ha0isndaksdj99sdfafnl3lk233412
            cseq 8 REGISTER
            via SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492
            contact <sip:j.user@host.example.com>
            max-forwards 8
            body 0
            """),
        new("3.1.1.9", "semiuri", """
            accepted: OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0
            from <sip:caller@example.org>;tag=33242
            to <sip:j_user@example.com>
            call semiuri.0ha0isndaksdj
            cseq 8 OPTIONS
            via SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw
            max-forwards 3
            body 0
            """),
        new("3.1.1.10", "transports", """
            accepted: OPTIONS sip:user@example.com SIP/2.0
            from <sip:caller@example.com>;tag=323
            to <sip:user@example.com>
            call transports.kijh4akdnaqjkwendsasfdj
            cseq 60 OPTIONS
            via SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw
            via SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
            via SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj
            via SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
            via SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee
            max-forwards 70
            body 0
            """),
        new("3.1.1.11", "mpart01", """
            405 Method Not Allowed
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER
            """),
        new("3.1.1.12", "unreason", """
            accepted: 200 '= 2**3 * 5**2 но сто девяносто девять - простое'
            from <sip:user@example.com>;tag=11141343
            to <sip:user@example.edu>;tag=2229
            call unreason.1234ksdfak3j2erwedfsASdf
            cseq 35 INVITE
            via SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
            contact <sip:user@host198.example.com>
            type application/sdp
            body 154
            """),
        new("3.1.1.13", "noreason", """
            accepted: 100 ''
            from <sip:user@example.com>;tag=39ansfi3
            to <sip:user@example.edu>;tag=902jndnke3
            call noreason.asndj203insdf99223ndf
            cseq 35 INVITE
            via SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
            contact <sip:user@host105.example.com>
            body 0
            """),
    ];
}
