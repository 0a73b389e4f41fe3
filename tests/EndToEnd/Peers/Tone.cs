using System.Buffers.Binary;

namespace CallCenter.EndToEnd.Peers;

/// <summary>Tones as proof of what was heard: 16-bit mono WAV at 8 kHz, and Goertzel's filter over one.</summary>
public static class Tone
{
    private const int Rate = 8000;

    public static void Write(string file, int hertz, TimeSpan length)
    {
        var samples = new short[(int)(length.TotalSeconds * Rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(12_000 * Math.Sin(2 * Math.PI * hertz * i / Rate));
        }

        using var writer = new BinaryWriter(File.Create(file));
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples)
        {
            writer.Write(sample);
        }
    }

    /// <summary>Samples of a WAV that may still be open for writing: what is there.</summary>
    public static short[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var data = bytes.AsSpan().IndexOf("data"u8);
        if (data < 0)
        {
            return [];
        }

        var samples = new short[(bytes.Length - data - 8) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(data + 8 + (i * 2)));
        }

        return samples;
    }

    /// <summary>The amplitude of one frequency (Goertzel 1958) over the whole, in sample units.</summary>
    public static double Amplitude(ReadOnlySpan<short> samples, int hertz)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / Rate);
        double before = 0, last = 0;
        foreach (var sample in samples)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        return 2 * Math.Sqrt((last * last) + (before * before) - (coefficient * last * before)) / samples.Length;
    }

    /// <summary>The longest run of whole 100 ms windows in which the frequency is clearly there.</summary>
    public static TimeSpan Longest(short[] samples, int hertz)
    {
        const int window = Rate / 10;
        int run = 0, longest = 0;
        for (var at = 0; at + window <= samples.Length; at += window)
        {
            run = Amplitude(samples.AsSpan(at, window), hertz) > 3000 ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return TimeSpan.FromMilliseconds(longest * 100);
    }
}
