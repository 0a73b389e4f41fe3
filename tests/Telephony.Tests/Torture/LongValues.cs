namespace CallCenter.Telephony.Tests.Torture;

/// <summary>RFC 4475 3.1.1.7: what is read of values that are long.</summary>
internal static class LongValues
{
    public static string Expected =>
        $"""
        accepted: INVITE sip:user@example.com SIP/2.0
        from <sip:{Times(5, "amazinglylongcallername")}@example.net>;tag=12{Times(50, "982")}424;unknownheaderparam{Times(20, "name")}=unknowheaderparam{Times(15, "value")};unknownValueless{Times(10, "paramname")}
        to "I have a user name of {Times(10, "extreme")} proportion" <sip:user@example.com:6000;unknownparam1=very{Times(20, "long")}value;longparam{Times(25, "name")}=shortvalue;very{Times(25, "long")}ParameterNameWithNoValue>
        call longreq.one{Times(20, "really")}longcallid
        cseq 3882340 INVITE
        {Vias}
        via SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very{Times(50, "long")}branchvalue
        contact <sip:{Times(5, "amazinglylongcallername")}@host5.example.net>
        max-forwards 70
        type application/sdp
        body 150
        """;

    private static string Vias => string.Join('\n', Enumerable.Range(1, 33).Reverse().Select(hop => $"via SIP/2.0/TCP sip{hop}.example.com"));

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
}
