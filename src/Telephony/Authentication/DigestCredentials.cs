using System.Globalization;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Authentication;

/// <summary>What a client sends in Authorization or Proxy-Authorization. <see cref="Response"/> is what it proves with.</summary>
public sealed record DigestCredentials
{
    public required string Username { get; init; }

    public required string Realm { get; init; }

    public required string Nonce { get; init; }

    public required string Uri { get; init; }

    public required string Response { get; init; }

    public required DigestAlgorithm Algorithm { get; init; }

    /// <summary>False for a client of RFC 2069.</summary>
    public required bool HasQop { get; init; }

    public uint NonceCount { get; init; }

    public string ClientNonce { get; init; } = "";

    public string? Opaque { get; init; }

    internal DigestProof Proof => new(Uri, Nonce, HasQop, NonceCount, ClientNonce);

    /// <summary>Null when it is malformed, of another scheme, of an algorithm or qop that is not ours.</summary>
    public static DigestCredentials? Parse(string value)
    {
        if (AuthenticationFields.OfDigest(value) is not { } fields || DigestAlgorithms.Of(fields["algorithm"]) is not { } algorithm
            || fields["username"] is not { } username || fields["realm"] is not { } realm || fields["nonce"] is not { } nonce
            || fields["uri"] is not { } uri || fields["response"] is not { } response || fields["qop"] is not (null or "auth"))
        {
            return null;
        }

        var hasQop = fields["qop"] is not null;
        if (hasQop && (fields["cnonce"] is null || !IsNonceCount(fields["nc"])))
        {
            return null;
        }

        return new DigestCredentials
        {
            Username = username,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Response = response,
            Algorithm = algorithm,
            HasQop = hasQop,
            NonceCount = hasQop ? uint.Parse(fields["nc"]!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0,
            ClientNonce = hasQop ? fields["cnonce"]! : "",
            Opaque = fields["opaque"],
        };
    }

    /// <summary>The first credentials for this realm in a request to a user agent server (RFC 3261 22.2), or null.</summary>
    public static DigestCredentials? Of(SipRequest request, string realm)
    {
        foreach (var line in request.Headers)
        {
            if (line.Is(HeaderNames.Authorization) && Parse(line.Value) is { } credentials && credentials.Realm == realm)
            {
                return credentials;
            }
        }

        return null;
    }

    public override string ToString()
    {
        var text = $"Digest username={Q(Username)}, realm={Q(Realm)}, nonce={Q(Nonce)}, uri={Q(Uri)}, response=\"{Response}\", algorithm={Algorithm.Name()}";
        if (HasQop)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", cnonce={Q(ClientNonce)}, qop=auth, nc={NonceCount:x8}");
        }

        return Opaque is null ? text : $"{text}, opaque={Q(Opaque)}";
    }

    private static string Q(string text) => Parsing.QuotedText.Quote(text);

    private static bool IsNonceCount(string? text) => text is { Length: 8 } && text.All(char.IsAsciiHexDigit);
}
