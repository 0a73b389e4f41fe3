using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Authentication;

/// <summary>One value of WWW-Authenticate or Proxy-Authenticate.</summary>
public sealed record DigestChallenge(string Realm, string Nonce, DigestAlgorithm Algorithm, bool Stale = false, bool OffersQop = true, string? Opaque = null)
{
    /// <summary>Null when it is malformed, of another scheme or algorithm, or wants the body hashed too and nothing less (auth-int).</summary>
    public static DigestChallenge? Parse(string value)
    {
        if (AuthenticationFields.OfDigest(value) is not { } fields || fields["realm"] is not { } realm || fields["nonce"] is not { } nonce
            || DigestAlgorithms.Of(fields["algorithm"]) is not { } algorithm)
        {
            return null;
        }

        var qop = fields["qop"]?.Split(',', StringSplitOptions.TrimEntries);
        if (qop is not null && !qop.Contains("auth", StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var stale = "true".Equals(fields["stale"], StringComparison.OrdinalIgnoreCase);
        return new DigestChallenge(realm, nonce, algorithm, stale, qop is not null, fields["opaque"]);
    }

    /// <summary>The one of a 401 or 407 with the best algorithm of ours, the first of several (RFC 8760 2.4).</summary>
    public static DigestChallenge? BestOf(SipResponse response) => response.Headers
        .Lines(response.Status == 407 ? HeaderNames.ProxyAuthenticate : HeaderNames.WwwAuthenticate)
        .Select(Parse)
        .OfType<DigestChallenge>()
        .MinBy(challenge => challenge.Algorithm);

    public override string ToString()
    {
        var text = $"Digest realm={QuotedText.Quote(Realm)}, nonce={QuotedText.Quote(Nonce)}, algorithm={Algorithm.Name()}";
        text += OffersQop ? ", qop=\"auth\"" : "";
        text += Opaque is null ? "" : $", opaque={QuotedText.Quote(Opaque)}";
        return Stale ? text + ", stale=true" : text;
    }
}
