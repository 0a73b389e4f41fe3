using CallCenter.Telephony.Authentication;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Tests.Messages;

namespace CallCenter.Telephony.Tests.Authentication;

public sealed class DigestServerTests
{
    private const string Realm = "acd.example.com";
    private static readonly DigestSecret Known = DigestResponse.SecretOf("6001", Realm, "secret-6001");
    private readonly VirtualTime time = new();
    private readonly DigestServer server;
    private readonly SipRequest request = Sample.Request();

    public DigestServerTests() => server = new DigestServer("a secret of the cluster"u8.ToArray(), time);

    [Fact]
    public void A_challenge_offers_SHA256_before_MD5()
    {
        var values = server.Challenge(request, Realm, "t").Headers.Lines(HeaderNames.WwwAuthenticate);

        Assert.Equal([DigestAlgorithm.Sha256, DigestAlgorithm.Md5], values.Select(value => DigestChallenge.Parse(value)!.Algorithm));
        Assert.All(values, value => Assert.Contains("qop=\"auth\"", value, StringComparison.Ordinal));
        Assert.All(values, value => Assert.DoesNotContain("stale", value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_phone_that_knows_the_password_gets_in_at_its_second_try()
    {
        var again = Answered(request, "secret-6001");

        Assert.Equal(request.CSeq.Number + 1, again.CSeq.Number);
        Assert.False(again.Headers.Has(HeaderNames.Via));
        Assert.Equal(DigestVerdict.Accepted, Verify(again, Known));
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void Both_algorithms_are_good(DigestAlgorithm algorithm) =>
        Assert.Equal(DigestVerdict.Accepted, server.Verify(request, Credentials(algorithm: algorithm), Known));

    [Fact]
    public void A_wrong_password_an_unknown_user_and_no_credentials_look_alike()
    {
        Assert.Equal(DigestVerdict.Challenge, Verify(Answered(request, "wrong"), Known));
        Assert.Equal(DigestVerdict.Challenge, Verify(Answered(request, "secret-6001"), null));
        Assert.Equal(DigestVerdict.Challenge, Verify(request, Known));
        Assert.Equal(DigestVerdict.Challenge, server.Verify(request, Credentials() with { Nonce = "made up" }, Known));
    }

    [Fact]
    public void A_proof_for_another_method_target_or_realm_proves_nothing()
    {
        var credentials = Credentials();
        var bye = new SipRequest(SipMethod.Bye, request.RequestUri, request.Headers);
        var other = new SipRequest(SipMethod.Invite, "sip:4001@acd.example.com", request.Headers);

        Assert.Equal(DigestVerdict.Challenge, server.Verify(bye, credentials, Known));
        Assert.Equal(DigestVerdict.Challenge, server.Verify(other, credentials, Known));
        Assert.Equal(DigestVerdict.Challenge, server.Verify(request, credentials, Known with { Realm = "other.example.com" }));
        Assert.Equal(DigestVerdict.Accepted, server.Verify(request, credentials, Known));
    }

    [Fact]
    public void A_target_may_differ_in_port_and_parameters()
    {
        var sent = new SipRequest(SipMethod.Invite, "sip:4000@ACD.example.com:5060;transport=udp", request.Headers);

        Assert.Equal(DigestVerdict.Accepted, server.Verify(sent, Credentials(), Known));
    }

    [Fact]
    public void A_proof_is_good_once_and_counts_only_go_up()
    {
        var challenge = Challenge();

        Assert.Equal(DigestVerdict.Accepted, server.Verify(request, Credentials(challenge, 1), Known));
        Assert.Equal(DigestVerdict.Stale, server.Verify(request, Credentials(challenge, 1), Known));
        Assert.Equal(DigestVerdict.Accepted, server.Verify(request, Credentials(challenge, 5), Known));
        Assert.Equal(DigestVerdict.Stale, server.Verify(request, Credentials(challenge, 4), Known));
    }

    [Fact]
    public void A_client_without_qop_uses_a_nonce_once()
    {
        var challenge = Challenge() with { OffersQop = false };

        Assert.Equal(DigestVerdict.Accepted, server.Verify(request, Credentials(challenge), Known));
        Assert.Equal(DigestVerdict.Stale, server.Verify(request, Credentials(challenge), Known));
    }

    [Fact]
    public void An_old_nonce_is_stale_only_for_who_knows_the_password()
    {
        var right = Credentials();
        var wrong = Credentials(password: "wrong");
        time.Advance(NonceMint.AgeMax + TimeSpan.FromSeconds(1));

        Assert.Equal(DigestVerdict.Stale, server.Verify(request, right, Known));
        Assert.Equal(DigestVerdict.Challenge, server.Verify(request, wrong, Known));
        Assert.Contains("stale=true", server.Challenge(request, Realm, "t", stale: true).Headers.First(HeaderNames.WwwAuthenticate), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_restart_with_the_same_secret_earlier_nonces_are_stale()
    {
        var credentials = Credentials();
        time.Advance(TimeSpan.FromSeconds(1));
        var successor = new DigestServer("a secret of the cluster"u8.ToArray(), time);

        Assert.Equal(DigestVerdict.Stale, successor.Verify(request, credentials, Known));
    }

    [Fact]
    public void A_client_tries_a_password_once_and_again_only_when_the_nonce_was_stale()
    {
        var again = Answered(request, "wrong");

        Assert.Null(DigestClient.Answer(again, server.Challenge(again, Realm, "t"), "6001", "wrong"));
        Assert.NotNull(DigestClient.Answer(again, server.Challenge(again, Realm, "t", stale: true), "6001", "wrong"));
        Assert.Null(DigestClient.Answer(request, SipResponse.For(request, 401), "6001", "x"));
    }

    [Fact]
    public void A_proxy_is_answered_in_its_own_header()
    {
        var response = SipResponse.For(request, 407).WithHeader(HeaderNames.ProxyAuthenticate, "Digest realm=\"p\", nonce=\"n\", algorithm=MD5, qop=\"auth,auth-int\"");

        var again = DigestClient.Answer(request, response, "6001", "x")!;

        Assert.Equal("p", DigestCredentials.Parse(again.Headers.First(HeaderNames.ProxyAuthorization)!)!.Realm);
    }

    private DigestChallenge Challenge() => DigestChallenge.BestOf(server.Challenge(request, Realm, "t"))!;

    private DigestCredentials Credentials(DigestChallenge? challenge = null, uint count = 1, DigestAlgorithm? algorithm = null, string password = "secret-6001")
    {
        var taken = challenge ?? Challenge();
        return DigestClient.Credentials(request, taken with { Algorithm = algorithm ?? taken.Algorithm }, "6001", password, count);
    }

    private SipRequest Answered(SipRequest sent, string password) => DigestClient.Answer(sent, server.Challenge(sent, Realm, "t"), "6001", password)!;

    private DigestVerdict Verify(SipRequest received, DigestSecret? known) => server.Verify(received, DigestCredentials.Of(received, Realm), known);
}
