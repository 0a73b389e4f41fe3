using System.Security.Cryptography;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Authentication;

/// <summary>The client side: how a phone answers a 401 or 407.</summary>
public static class DigestClient
{
    /// <summary>
    /// The request again, with credentials for the best challenge and the next CSeq (RFC 3261 22.2). Its Via is taken off: a new transaction
    /// has a new branch. Null when there is no challenge that we can answer, or when it was answered before and is not stale: the password is wrong.
    /// </summary>
    public static SipRequest? Answer(SipRequest request, SipResponse response, string user, string password)
    {
        var header = response.Status == 407 ? HeaderNames.ProxyAuthorization : HeaderNames.Authorization;
        if (response.Status is not (401 or 407) || DigestChallenge.BestOf(response) is not { } challenge
            || (request.Headers.Has(header) && !challenge.Stale))
        {
            return null;
        }

        var credentials = Credentials(request, challenge, user, password, 1);
        return request.With(request.Headers
            .Without(HeaderNames.Via)
            .With(HeaderNames.CSeq, new CSeq(request.CSeq.Number + 1, request.Method).ToString())
            .With(header, credentials.ToString()));
    }

    /// <summary>Credentials for a challenge, also for a further request with the same nonce and the next count.</summary>
    public static DigestCredentials Credentials(SipRequest request, DigestChallenge challenge, string user, string password, uint nonceCount)
    {
        var proof = new DigestProof(
            request.RequestUri,
            challenge.Nonce,
            challenge.OffersQop,
            challenge.OffersQop ? nonceCount : 0,
            challenge.OffersQop ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : "");
        var secret = DigestResponse.SecretOf(user, challenge.Realm, password);
        return new DigestCredentials
        {
            Username = user,
            Realm = challenge.Realm,
            Nonce = challenge.Nonce,
            Uri = proof.Uri,
            Response = DigestResponse.Of(challenge.Algorithm, secret, request.Method.Name, proof),
            Algorithm = challenge.Algorithm,
            HasQop = proof.HasQop,
            NonceCount = proof.NonceCount,
            ClientNonce = proof.ClientNonce,
            Opaque = challenge.Opaque,
        };
    }
}
