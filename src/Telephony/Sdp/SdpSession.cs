using System.Collections.Immutable;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Sdp;

/// <summary>What we read of a session description (RFC 4566): the rest is skipped.</summary>
/// <param name="Address">Of the session's c= line: an IPv4 or IPv6 address, a name as written, or null.</param>
/// <param name="Direction">Of the session, for media that say none.</param>
public sealed record SdpSession(string? Address, MediaDirection? Direction, ImmutableArray<SdpMedia> Media);

/// <summary>One m= line with what belongs to it.</summary>
/// <param name="Kind">audio, video, …</param>
/// <param name="Protocol">RTP/AVP, …</param>
/// <param name="Formats">Payload types as written, in the order of preference.</param>
/// <param name="TelephoneEvent">The payload type of telephone-event/8000 (RFC 4733), if it is among the formats.</param>
public sealed record SdpMedia(
    string Kind,
    int Port,
    string Protocol,
    ImmutableArray<string> Formats,
    string? Address,
    MediaDirection? Direction,
    int? TelephoneEvent)
{
    /// <summary>What it says for ICE and DTLS, itself or for the whole session.</summary>
    public SdpWeb Web { get; init; } = SdpWeb.None;
}
