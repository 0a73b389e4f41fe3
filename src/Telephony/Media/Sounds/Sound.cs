using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media.Sounds;

/// <summary>Music or an announcement, encoded once for both laws in frames of 20 ms. Shared by all sessions that play it.</summary>
internal sealed class Sound
{
    public const int Rate = 8_000;

    /// <summary>Samples, and in G.711 also octets, of 20 ms.</summary>
    public const int FrameSamples = 160;

    private readonly byte[] mu;
    private readonly byte[] a;

    public Sound(string name, ReadOnlySpan<short> samples)
    {
        Name = name;
        Frames = Math.Max((samples.Length + FrameSamples - 1) / FrameSamples, 1);
        mu = Encode(samples, Law.Mu);
        a = Encode(samples, Law.A);
    }

    public string Name { get; }

    public int Frames { get; }

    public ReadOnlySpan<byte> Frame(int index, Law law) => (law == Law.Mu ? mu : a).AsSpan(index * FrameSamples, FrameSamples);

    private byte[] Encode(ReadOnlySpan<short> samples, Law law)
    {
        var octets = new byte[Frames * FrameSamples];
        for (var i = 0; i < octets.Length; i++)
        {
            octets[i] = G711.Encode(law, i < samples.Length ? samples[i] : (short)0);
        }

        return octets;
    }
}
