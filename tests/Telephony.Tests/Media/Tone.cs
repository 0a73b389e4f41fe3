using System.Buffers.Binary;

namespace CallCenter.Telephony.Tests.Media;

/// <summary>Sine tones at 8 kHz, and how much of a frequency some samples hold (Goertzel), as a share of their whole energy.</summary>
internal static class Tone
{
    public const int Rate = 8_000;

    public static short[] Of(double frequency, int samples, int rate = Rate, double level = 8_000)
    {
        var tone = new short[samples];
        for (var i = 0; i < samples; i++)
        {
            tone[i] = (short)Math.Round(level * Math.Sin(2 * Math.PI * frequency * i / rate));
        }

        return tone;
    }

    /// <summary>1 for a pure tone of this frequency, near 0 for anything else.</summary>
    public static double Share(ReadOnlySpan<short> samples, double frequency)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / Rate);
        double last = 0, beforeLast = 0, energy = 0;
        foreach (var sample in samples)
        {
            (last, beforeLast) = (sample + coefficient * last - beforeLast, last);
            energy += (double)sample * sample;
        }

        var power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
        return energy == 0 ? 0 : power / (energy * samples.Length / 2);
    }

    /// <summary>A mono WAV file of 16-bit PCM.</summary>
    public static byte[] Wav(ReadOnlySpan<short> samples, int rate = Rate)
    {
        var content = new byte[samples.Length * 2];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(i * 2), samples[i]);
        }

        return Wav(content, tag: 1, channels: 1, rate, bits: 16);
    }

    public static byte[] Wav(ReadOnlySpan<byte> content, short tag, short channels, int rate, short bits)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + content.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(tag);
        writer.Write(channels);
        writer.Write(rate);
        writer.Write(rate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write(bits);
        writer.Write("data"u8);
        writer.Write(content.Length);
        writer.Write(content);
        return file.ToArray();
    }
}
