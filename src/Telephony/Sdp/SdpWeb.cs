using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Sdp;

/// <summary>
/// The attributes that browsers need besides those of plain RTP: ICE (RFC 8839) and DTLS (RFC 8842). What cannot be used is skipped; without one of
/// them nobody can be talked with.
/// </summary>
public sealed record SdpWeb
{
    public static readonly SdpWeb None = new();

    /// <summary>RFC 8839 section 5.4: at least so long, and no longer than that.</summary>
    private const int NameMin = 4;
    private const int PasswordMin = 22;
    private const int KeyMax = 256;

    /// <summary>The octets of the longest hash that certificates are known by (SHA-512).</summary>
    private const int HashOctetsMax = 64;

    public string? IceName { get; init; }

    public string? IcePassword { get; init; }

    public string? Fingerprint { get; init; }

    public DtlsRole? Role { get; init; }

    public bool Muxes { get; init; }

    public ImmutableArray<string> Candidates { get; init; } = [];

    /// <summary>With what this attribute says, if it is one of these.</summary>
    public SdpWeb With(ReadOnlySpan<char> attribute)
    {
        var colon = attribute.IndexOf(':');
        var value = colon < 0 ? [] : attribute[(colon + 1)..].Trim(' ');
        return (colon < 0 ? attribute : attribute[..colon]) switch
        {
            "ice-ufrag" when IsKey(value, NameMin) => this with { IceName = value.ToString() },
            "ice-pwd" when IsKey(value, PasswordMin) => this with { IcePassword = value.ToString() },
            "fingerprint" when IsFingerprint(value) && Fingerprint?.StartsWith("sha-256 ", StringComparison.OrdinalIgnoreCase) != true => this with { Fingerprint = value.ToString() },
            "setup" when RoleOf(value) is { } role => this with { Role = role },
            "rtcp-mux" => this with { Muxes = true },
            "candidate" when Candidates.Length < WebPeer.CandidatesMax && IceCandidate.Normal(value) is { } candidate => this with { Candidates = Candidates.Add(candidate) },
            _ => this,
        };
    }

    /// <summary>Null: something is missing. Without a word on it who answers opens the connection (RFC 8842 section 5.3).</summary>
    public WebPeer? Peer() => IceName is not null && IcePassword is not null && Fingerprint is not null && Muxes && Candidates.Length > 0
        ? new WebPeer(new IceKey(IceName, IcePassword), Fingerprint, Role ?? DtlsRole.Active, new EquatableArray<string>(Candidates))
        : null;

    public static string Name(DtlsRole role) => role switch
    {
        DtlsRole.Active => "active",
        DtlsRole.Passive => "passive",
        _ => "actpass",
    };

    private static DtlsRole? RoleOf(ReadOnlySpan<char> value) => value switch
    {
        "active" => DtlsRole.Active,
        "passive" => DtlsRole.Passive,
        "actpass" => DtlsRole.Either,
        _ => null,
    };

    private static bool IsKey(ReadOnlySpan<char> value, int min)
    {
        if (value.Length < min || value.Length > KeyMax)
        {
            return false;
        }

        foreach (var letter in value)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>sha-256 AB:CD:…</summary>
    private static bool IsFingerprint(ReadOnlySpan<char> value)
    {
        var space = value.IndexOf(' ');
        if (space is < 5 or > 7 || !value.StartsWith("sha-", StringComparison.OrdinalIgnoreCase) || value[4..space].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var octets = value[(space + 1)..];
        if (octets.Length % 3 != 2 || octets.Length > (HashOctetsMax * 3) - 1)
        {
            return false;
        }

        for (var at = 0; at < octets.Length; at++)
        {
            if (at % 3 == 2 ? octets[at] != ':' : !char.IsAsciiHexDigit(octets[at]))
            {
                return false;
            }
        }

        return true;
    }
}
