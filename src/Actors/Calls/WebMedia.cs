using System.Text.Json.Serialization;
using CallCenter.Actors.Calls.Dialogs;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What a far end in a browser says besides where it is (RFC 8827): what its packets are checked by until they flow (ICE, RFC 8839), whose keys they
/// are encrypted with (DTLS-SRTP, RFC 5763), and who opens that.
/// </summary>
/// <param name="Ice">Its name and password for connectivity checks.</param>
/// <param name="Fingerprint">Of its certificate, as the attribute has it: hash function and octets.</param>
/// <param name="Role">Who opens the DTLS connection.</param>
/// <param name="Candidates">Where it may be reached, as the attribute has it; at most <see cref="CandidatesMax"/>.</param>
public sealed record WebPeer(IceKey Ice, string Fingerprint, DtlsRole Role, EquatableArray<string> Candidates)
{
    /// <summary>A browser on a machine of several networks says one for each, and one for each beyond a NAT.</summary>
    public const int CandidatesMax = 12;
}

/// <summary>ice-ufrag and ice-pwd (RFC 8839 section 5.4).</summary>
public sealed record IceKey(string Name, string Password);

/// <summary>a=setup (RFC 8842), seen from who says it. Written in journals: append only.</summary>
public enum DtlsRole
{
    /// <summary>"actpass": the other may choose. Only in an offer.</summary>
    Either = 1,

    /// <summary>It opens the connection.</summary>
    Active = 2,

    /// <summary>It waits for the connection.</summary>
    Passive = 3,
}

/// <summary>What this media session is to browsers, on each of its sides; it stays so for the session's life.</summary>
public sealed record WebSlot(string Fingerprint, IceKey Caller, IceKey Other)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IceKey? Third { get; init; }

    public IceKey? Of(MediaSide side) => side switch
    {
        MediaSide.Caller => Caller,
        MediaSide.Third => Third,
        _ => Other,
    };
}

/// <summary>Who opens DTLS, and which phones are browsers.</summary>
internal static class Web
{
    /// <summary>One that registered over WebSocket, with us or with a proxy before us: no other phones do that (RFC 7118).</summary>
    public static bool IsBrowser(PhoneTarget phone) =>
        phone.Flow?.Transport is Transport.WebSocket or Transport.SecureWebSocket
        || phone.Contact.TrimEnd('>').Split(';').Any(parameter => parameter.Equals("transport=ws", StringComparison.OrdinalIgnoreCase) || parameter.Equals("transport=wss", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whoever may choose is waited for no longer: we open.</summary>
    public static DtlsRole Answering(DtlsRole offered) => offered == DtlsRole.Active ? DtlsRole.Passive : DtlsRole.Active;

    /// <summary>
    /// What the far end says now, with the part that it has in DTLS: an offer in the middle of a call leaves it open, and means the connection that there is
    /// (RFC 8842 section 5.5).
    /// </summary>
    public static MediaPeer? Settled(MediaPeer? said, MediaPeer? before) => said is { Web: { Role: DtlsRole.Either } web }
        ? said with { Web = web with { Role = before?.Web?.Role ?? DtlsRole.Passive } }
        : said;
}
