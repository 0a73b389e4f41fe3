using System.Globalization;
using System.Text;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Sdp;

/// <summary>Our session description for one side of a leg: the same octets for the same values, always.</summary>
public static class SdpWriter
{
    public const string ContentType = "application/sdp";

    /// <summary>An offer: our one audio line. Also an answer to an offer that had only one.</summary>
    public static byte[] Offer(SdpSpec spec) => Encoding.UTF8.GetBytes(Head(spec).Append(Audio(spec)).ToString());

    /// <summary>
    /// An answer: as many m= lines as the offer, in its order (RFC 3264 6), ours in the place of the audio that we take, all others refused
    /// with port 0. An offer that cannot be read any more is answered as if it had one line.
    /// </summary>
    public static byte[] Answer(SdpSpec spec, ReadOnlySpan<byte> offer)
    {
        if (SdpReader.Read(offer) is not { } session || SdpAudio.IndexOf(session) is var taken && taken < 0)
        {
            return Offer(spec);
        }

        var text = Head(spec);
        for (var at = 0; at < session.Media.Length; at++)
        {
            text.Append(at == taken ? Audio(spec) : Refused(session.Media[at]));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static StringBuilder Head(SdpSpec spec)
    {
        var where = (spec.Slot.Address.Contains(':') ? "IN IP6 " : "IN IP4 ") + spec.Slot.Address;
        return new StringBuilder(320).Append(
            CultureInfo.InvariantCulture,
            $"v=0\r\no=- {spec.SessionId} {spec.Version} {where}\r\ns=-\r\nc={where}\r\nt=0 0\r\n");
    }

    private static string Audio(SdpSpec spec)
    {
        var events = spec.TelephoneEvent;
        var formats = string.Join(' ', spec.Payloads.Concat(events is { } payload ? [payload] : []));
        var key = spec.Web is null ? null : spec.Slot.Web?.Of(spec.Side);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"m=audio {spec.Slot.PortOf(spec.Side)} {(key is null ? "RTP/AVP" : SdpAudio.WebProtocol)} {formats}\r\n");
        foreach (var codec in spec.Payloads)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{codec} {CodecOf(codec)}/8000\r\n");
        }

        if (events is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{events} telephone-event/8000\r\na=fmtp:{events} 0-15\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"a=ptime:20\r\na={Name(spec.Direction)}\r\n");
        return (key is null ? text : text.Append(WebLines(spec, key))).ToString();
    }

    /// <summary>One port, and one address to reach it (RFC 8839 section 4.2, RFC 5761, RFC 8842).</summary>
    private static string WebLines(SdpSpec spec, IceKey key) => string.Create(
        CultureInfo.InvariantCulture,
        $"a=rtcp-mux\r\na=ice-ufrag:{key.Name}\r\na=ice-pwd:{key.Password}\r\na=fingerprint:{spec.Slot.Web!.Fingerprint}\r\na=setup:{SdpWeb.Name(spec.Web!.Value)}\r\n"
            + $"a=candidate:{IceCandidate.Host(spec.Slot.Address, spec.Slot.PortOf(spec.Side))}\r\na=end-of-candidates\r\n");

    private static string Refused(SdpMedia media) => $"m={media.Kind} 0 {media.Protocol} {string.Join(' ', media.Formats)}\r\n";

    private static string Name(MediaDirection direction) => direction switch
    {
        MediaDirection.SendOnly => "sendonly",
        MediaDirection.ReceiveOnly => "recvonly",
        MediaDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    private static string CodecOf(int payload) => payload == 8 ? "PCMA" : "PCMU";
}
