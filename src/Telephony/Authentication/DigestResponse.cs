namespace CallCenter.Telephony.Authentication;

/// <summary>The computations of RFC 7616 3.4.1 to 3.4.3.</summary>
public static class DigestResponse
{
    /// <summary>The hashes that stand for a user's password: what a configuration turns it into.</summary>
    public static DigestSecret SecretOf(string user, string realm, string password) => new(
        realm,
        DigestAlgorithm.Md5.Hash($"{user}:{realm}:{password}"),
        DigestAlgorithm.Sha256.Hash($"{user}:{realm}:{password}"));

    /// <summary>request-digest; without qop that of RFC 2069.</summary>
    internal static string Of(DigestAlgorithm algorithm, DigestSecret secret, string method, DigestProof proof)
    {
        var who = algorithm == DigestAlgorithm.Sha256 ? secret.Sha256 : secret.Md5;
        var what = algorithm.Hash($"{method}:{proof.Uri}");
        return algorithm.Hash(proof.HasQop
            ? $"{who}:{proof.Nonce}:{proof.NonceCount:x8}:{proof.ClientNonce}:auth:{what}"
            : $"{who}:{proof.Nonce}:{what}");
    }
}

/// <summary>What goes into a response besides the secret and the method.</summary>
internal readonly record struct DigestProof(string Uri, string Nonce, bool HasQop, uint NonceCount, string ClientNonce);
