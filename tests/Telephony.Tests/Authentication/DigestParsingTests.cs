using CallCenter.Telephony.Authentication;

namespace CallCenter.Telephony.Tests.Authentication;

public sealed class DigestParsingTests
{
    private const string Good = "Digest username=\"6001\", realm=\"r\", nonce=\"n\", uri=\"sip:r\", response=\"abc\"";

    [Fact]
    public void Credentials_are_written_as_they_are_read()
    {
        var credentials = DigestCredentials.Parse(Good + ",algorithm=SHA-256 , qop=auth, nc=0000000a, cnonce=\"c\\\"d\", opaque=\"o\"")!;

        Assert.Equal(DigestAlgorithm.Sha256, credentials.Algorithm);
        Assert.Equal(10u, credentials.NonceCount);
        Assert.Equal("c\"d", credentials.ClientNonce);
        Assert.Equal(credentials, DigestCredentials.Parse(credentials.ToString()));
    }

    [Fact]
    public void A_client_of_old_says_neither_algorithm_nor_qop()
    {
        var credentials = DigestCredentials.Parse(Good)!;

        Assert.Equal(DigestAlgorithm.Md5, credentials.Algorithm);
        Assert.False(credentials.HasQop);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Digest")]
    [InlineData("Digest ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("NoOneKnowsThisScheme opaque-data=here")]
    [InlineData("Digest username=\"6001\"")]
    [InlineData("Digest username=\"6001, realm=\"r\"")]
    [InlineData(Good + ",")]
    [InlineData(Good + ", realm=\"twice\"")]
    [InlineData(Good + ", algorithm=MD5-sess")]
    [InlineData(Good + ", qop=auth-int, nc=00000001, cnonce=\"c\"")]
    [InlineData(Good + ", qop=auth, cnonce=\"c\"")]
    [InlineData(Good + ", qop=auth, nc=1, cnonce=\"c\"")]
    [InlineData(Good + ", qop=auth, nc=0000000g, cnonce=\"c\"")]
    [InlineData(Good + ", qop=auth, nc=00000001")]
    [InlineData(Good + " trailing")]
    public void Malformed_credentials_are_none(string value) => Assert.Null(DigestCredentials.Parse(value));

    [Fact]
    public void Its_limits_hold()
    {
        Assert.Null(DigestCredentials.Parse(Good + string.Concat(Enumerable.Range(0, 40).Select(number => $", x{number}=y"))));
        Assert.Null(DigestCredentials.Parse(Good + $", x=\"{new string('y', 2000)}\""));
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=TRUE", true)]
    public void Challenges_are_read(string value, bool stale) => Assert.Equal(stale, DigestChallenge.Parse(value)!.Stale);

    [Theory]
    [InlineData("Digest realm=\"r\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256")]
    public void Challenges_that_we_cannot_answer_are_none(string value) => Assert.Null(DigestChallenge.Parse(value));
}
