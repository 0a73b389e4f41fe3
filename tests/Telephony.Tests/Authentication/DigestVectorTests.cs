using CallCenter.Telephony.Authentication;

namespace CallCenter.Telephony.Tests.Authentication;

/// <summary>The examples printed in the RFCs.</summary>
public sealed class DigestVectorTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void RFC_7616_section_3_9_1(DigestAlgorithm algorithm, string response)
    {
        var secret = DigestResponse.SecretOf("Mufasa", "http-auth@example.org", "Circle of Life");
        var proof = new DigestProof("/dir/index.html", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", true, 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.Equal(response, DigestResponse.Of(algorithm, secret, "GET", proof));
    }

    [Fact]
    public void RFC_2617_section_3_5()
    {
        var secret = DigestResponse.SecretOf("Mufasa", "testrealm@host.com", "Circle Of Life");

        Assert.Equal("939e7578ed9e3c518a452acee763bce9", secret.Md5);
        Assert.Equal(
            "6629fae49393a05397450978507c4ef1",
            DigestResponse.Of(DigestAlgorithm.Md5, secret, "GET", new DigestProof("/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093", true, 1, "0a4f113b")));
    }
}
