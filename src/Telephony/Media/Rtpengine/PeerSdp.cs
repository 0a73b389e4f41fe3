using System.Globalization;
using System.Text;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Sdp;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>A far end as an instance is told of it, in SDP.</summary>
internal static class PeerSdp
{
    /// <summary>The number that digits have where nobody said another.</summary>
    public const int TelephoneEvent = 101;

    private const int DiscardPort = 9;

    /// <summary>RFC 6666 and RFC 5737: addresses that nobody has. A side without a phone is described so, and nothing is let through to it.</summary>
    private static readonly MediaPeer Nobody4 = new("192.0.2.1", DiscardPort, 0, TelephoneEvent);
    private static readonly MediaPeer Nobody6 = new("100::1", DiscardPort, 0, TelephoneEvent);

    /// <summary>A browser that is not there yet: of the one who is offered something only its kind and its digits are told.</summary>
    public static readonly MediaPeer Browser = Nobody4 with { Web = new WebPeer(new IceKey("", ""), "", DtlsRole.Passive, []) };

    /// <summary>Described as if it took events: they are not let through to one that does not, and noticed all the same.</summary>
    public static int EventsOf(MediaPeer? peer) => peer?.TelephoneEvent ?? TelephoneEvent;

    /// <summary>
    /// Always as if it sent and received: an rtpengine that is told otherwise plays nothing to it and passes on nonetheless, so who
    /// is heard is said by <see cref="NgCommands.Pass"/> alone.
    /// </summary>
    public static string Of(MediaPeer? peer, int? events, bool isIp6)
    {
        var at = peer ?? (isIp6 ? Nobody6 : Nobody4);
        var where = (isIp6 ? "IN IP6 " : "IN IP4 ") + at.Address;
        var text = new StringBuilder(256).Append(
            CultureInfo.InvariantCulture, $"v=0\r\no=- 1 1 {where}\r\ns=-\r\nc={where}\r\nt=0 0\r\nm=audio {at.Port} {(at.Web is null ? "RTP/AVP" : SdpAudio.WebProtocol)} {at.Payload}");
        if (events is not null)
            text.Append(CultureInfo.InvariantCulture, $" {events}");
        text.Append(CultureInfo.InvariantCulture, $"\r\na=rtpmap:{at.Payload} {(at.Payload == 8 ? "PCMA" : "PCMU")}/8000\r\n");
        if (events is not null)
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{events} telephone-event/8000\r\na=fmtp:{events} 0-15\r\n");
        if (at.Web is { } web)
            Append(text, web);
        return text.Append("a=ptime:20\r\na=sendrecv\r\n").ToString();
    }

    private static void Append(StringBuilder text, WebPeer web)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"a=rtcp-mux\r\na=ice-ufrag:{web.Ice.Name}\r\na=ice-pwd:{web.Ice.Password}\r\na=fingerprint:{web.Fingerprint}\r\na=setup:{SdpWeb.Name(web.Role)}\r\n");
        foreach (var candidate in web.Candidates)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=candidate:{candidate}\r\n");
        }
    }
}
