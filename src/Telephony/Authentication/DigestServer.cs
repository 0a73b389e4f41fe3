using System.Security.Cryptography;
using System.Text;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Authentication;

/// <summary>What a request proves about who sent it.</summary>
public enum DigestVerdict
{
    /// <summary>It knows the secret, and this proof was not used before.</summary>
    Accepted,

    /// <summary>It knows the secret; its nonce is too old or used up: challenge with stale, and it tries again by itself.</summary>
    Stale,

    /// <summary>No credentials for this realm, a nonce that is not ours, an unknown user or a wrong password: all alike.</summary>
    Challenge,
}

/// <summary>
/// The server side of digest authentication (RFC 3261 22, RFC 7616, RFC 8760). Keeps no state of users, only which nonce counts were used;
/// the same work is done for unknown users, so that neither answer nor time tells who exists.
/// </summary>
public sealed class DigestServer(byte[] secret, TimeProvider time, IReadOnlyList<DigestAlgorithm>? algorithms = null)
{
    private readonly IReadOnlyList<DigestAlgorithm> algorithms = algorithms ?? Enum.GetValues<DigestAlgorithm>();
    private readonly NonceMint mint = new(secret, time);
    private readonly NonceLedger ledger = new(time.GetUtcNow());
    private readonly DigestSecret nobody = DigestResponse.SecretOf("", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), "");

    /// <summary>
    /// Judges the credentials of a request; <paramref name="known"/> is null for an unknown user. Once for each request that is not a
    /// retransmission: a proof is good once.
    /// </summary>
    public DigestVerdict Verify(SipRequest request, DigestCredentials? credentials, DigestSecret? known)
    {
        if (credentials is null || !algorithms.Contains(credentials.Algorithm))
        {
            return DigestVerdict.Challenge;
        }

        var expected = DigestResponse.Of(credentials.Algorithm, known ?? nobody, request.Method.Name, credentials.Proof);
        var proven = IsSame(expected, credentials.Response) & IsFor(request, credentials.Uri) & known?.Realm == credentials.Realm;
        if (mint.IssuedAt(credentials.Nonce) is not { } issuedAt || !proven)
        {
            return DigestVerdict.Challenge;
        }

        // A client of RFC 2069 counts nothing: its nonce is good once.
        var count = credentials.HasQop ? credentials.NonceCount : uint.MaxValue;
        return !mint.IsOld(issuedAt) && ledger.TryUse(credentials.Nonce, issuedAt, count) ? DigestVerdict.Accepted : DigestVerdict.Stale;
    }

    /// <summary>The 401: a challenge for each algorithm offered, in their order (RFC 8760 2.3).</summary>
    public SipResponse Challenge(SipRequest request, string realm, string toTag, bool stale = false)
    {
        var nonce = mint.Issue();
        var values = algorithms.Select(algorithm => new DigestChallenge(realm, nonce, algorithm, stale).ToString());
        var response = SipResponse.For(request, 401, null, toTag);
        return response.With(response.Headers.AddRange(HeaderNames.WwwAuthenticate, values));
    }

    private static bool IsSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given.ToLowerInvariant()));

    /// <summary>
    /// RFC 7616 3.4.6: the proof is for this target. Port and parameters may differ: clients leave them out, and proxies change them.
    /// </summary>
    private static bool IsFor(SipRequest request, string uri) =>
        uri == request.RequestUri
        || (SipUri.Parse(uri) is { } proven && request.Uri is { } asked && proven.UserName == asked.UserName
            && proven.Host.Equals(asked.Host, StringComparison.OrdinalIgnoreCase));
}
