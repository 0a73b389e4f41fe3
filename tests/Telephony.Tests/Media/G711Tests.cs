using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Tests.Media;

public sealed class G711Tests
{
    // ITU-T G.711 tables 1 and 2 scaled to 16 bits: silence, the largest steps, and one in the middle of each law.
    [Theory]
    [InlineData(0, 0xFF, 0)]
    [InlineData(0, 0x7F, 0)]
    [InlineData(0, 0x80, 32_124)]
    [InlineData(0, 0x00, -32_124)]
    [InlineData(0, 0xCE, 988)]
    [InlineData(8, 0xD5, 8)]
    [InlineData(8, 0x55, -8)]
    [InlineData(8, 0xAA, 32_256)]
    [InlineData(8, 0x2A, -32_256)]
    [InlineData(8, 0xE5, 1_056)]
    public void An_octet_stands_for_the_sample_of_the_standard(int law, int octet, int sample) =>
        Assert.Equal(sample, G711.Decode((Law)law, (byte)octet));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Each_octet_survives_decoding_and_encoding(int law)
    {
        for (var octet = 0; octet < 256; octet++)
        {
            // µ-law has two zeros; the negative one becomes the positive.
            var expected = law == 0 && octet == 0x7F ? 0xFF : octet;
            Assert.Equal(expected, G711.Encode((Law)law, G711.Decode((Law)law, (byte)octet)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Every_sample_comes_back_within_half_a_step(int law)
    {
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample++)
        {
            var back = G711.Decode((Law)law, G711.Encode((Law)law, (short)sample));
            Assert.True(Math.Abs(back - sample) <= Math.Max(Math.Abs(sample) / 16, 16) + (Math.Abs(sample) > 32_000 ? 700 : 0), $"{sample} became {back}");
        }
    }

    [Fact]
    public void A_tone_stays_a_tone_through_both_laws()
    {
        var tone = Tone.Of(1_000, 800);
        var mu = Array.ConvertAll(tone, sample => G711.Encode(Law.Mu, sample));
        var a = new byte[mu.Length];
        var back = new byte[mu.Length];

        G711.Transcode(mu, Law.Mu, a, Law.A);
        G711.Transcode(a, Law.A, back, Law.Mu);

        Assert.True(Tone.Share(Array.ConvertAll(back, octet => G711.Decode(Law.Mu, octet)), 1_000) > 0.99);
    }
}
