using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallCenter.Actors;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Sdp;

/// <summary>
/// Which of the far end's media we take: the first audio over plain RTP, or encrypted as browsers do it (RFC 8827), with a codec of ours and somewhere
/// to send.
/// </summary>
public static class SdpAudio
{
    /// <summary>How browsers write RTP over DTLS-SRTP (RFC 5764 section 8, RFC 8829 section 5.1.2).</summary>
    public const string WebProtocol = "UDP/TLS/RTP/SAVPF";

    /// <summary>The far end, or null when there is nothing that we can talk with (488).</summary>
    public static MediaPeer? Peer(SdpSession session) => IndexOf(session) is var at and >= 0 ? PeerOf(session, session.Media[at], []) : null;

    /// <summary>The same from a body: null for one that is malformed, and for one without usable audio.</summary>
    public static MediaPeer? Peer(ReadOnlySpan<byte> body) => Peer(body, []);

    /// <summary>The same; of the codecs that are offered the first of these is taken, if there is one.</summary>
    public static MediaPeer? Peer(ReadOnlySpan<byte> body, EquatableArray<int> wanted) =>
        SdpReader.Read(body) is { } session && IndexOf(session) is var at and >= 0 ? PeerOf(session, session.Media[at], wanted) : null;

    /// <summary>The place of that m= line, -1 when there is none.</summary>
    internal static int IndexOf(SdpSession session)
    {
        for (var at = 0; at < session.Media.Length; at++)
        {
            if (PeerOf(session, session.Media[at], []) is not null)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The direction that answers an offered one when nothing is held on our side (RFC 3264 6.1).</summary>
    public static MediaDirection Answering(MediaDirection offered) => offered switch
    {
        MediaDirection.SendOnly => MediaDirection.ReceiveOnly,
        MediaDirection.ReceiveOnly => MediaDirection.SendOnly,
        _ => offered,
    };

    private static MediaPeer? PeerOf(SdpSession session, SdpMedia media, EquatableArray<int> wanted)
    {
        if (media.Kind != "audio" || media.Port == 0 || PayloadOf(media, wanted) is not { } payload
            || !IPAddress.TryParse(media.Address ?? session.Address, out var address) || IsToMany(address))
        {
            return null;
        }

        var direction = media.Direction ?? session.Direction ?? MediaDirection.SendReceive;
        if (media.Protocol == WebProtocol)
        {
            // Before it knows its addresses a browser writes 0.0.0.0 and port 9: where it is, is among its candidates.
            return media.Web.Peer() is { } web && (IsNowhere(address) ? FirstOf(web, address.AddressFamily) : new IceCandidate(address, media.Port)) is { } at
                ? new MediaPeer(at.Address.ToString(), at.Port, payload, media.TelephoneEvent, direction) { Web = web }
                : null;
        }

        return media.Protocol is "RTP/AVP" or "RTP/AVPF"
            ? new MediaPeer(address.ToString(), media.Port, payload, media.TelephoneEvent, IsNowhere(address) ? Held(direction) : direction)
            : null;
    }

    private static IceCandidate? FirstOf(WebPeer web, AddressFamily family) =>
        web.Candidates.Select(IceCandidate.Read).Where(candidate => candidate.Address.AddressFamily == family).Select(candidate => (IceCandidate?)candidate).FirstOrDefault();

    /// <summary>Of the payload types of ours the one that is wanted most, else the first in the far end's order.</summary>
    private static int? PayloadOf(SdpMedia media, EquatableArray<int> wanted)
    {
        int[] offered = [.. media.Formats.Where(format => format is "0" or "8").Select(format => int.Parse(format, CultureInfo.InvariantCulture))];
        return offered.Length == 0 ? null : wanted.Where(payload => offered.Contains(payload)).Append(offered[0]).First();
    }

    /// <summary>Who says 0.0.0.0 wants nothing sent: hold as RFC 2543 knew it (RFC 3264 8.4).</summary>
    private static bool IsNowhere(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static MediaDirection Held(MediaDirection direction) =>
        direction is MediaDirection.SendReceive or MediaDirection.SendOnly ? MediaDirection.SendOnly : MediaDirection.Inactive;

    /// <summary>Multicast and broadcast: nobody may point us at a network.</summary>
    internal static bool IsToMany(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [>= 224 and not 255, ..] or [255, 255, 255, 255]
        : address.IsIPv6Multicast;
}
