using System.Buffers.Binary;
using CallCenter.Telephony.Media.Rtp;

namespace CallCenter.Telephony.Media.Sounds;

/// <summary>Reads a WAV file: 16-bit and 8-bit PCM, µ-law and A-law, mono or several channels mixed into one, any rate that <see cref="Resampling"/> takes.</summary>
internal static class WavFile
{
    private const int ChannelsMax = 8;
    private const ushort Extensible = 0xFFFE;

    /// <summary>Mono samples at 8 kHz.</summary>
    /// <exception cref="InvalidDataException">It is no WAV file, or of a kind that we do not play; the message says which.</exception>
    public static short[] Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("not a RIFF WAVE file");

        var format = Format.Of(Chunk(file, "fmt "u8));
        return Resampling.To8K(Mixed(Chunk(file, "data"u8), format), format.Rate);
    }

    // A chunk: four letters, its length, the content, and a pad octet when the length is odd. A last chunk that was cut off is taken as far as it goes.
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            var header = file.Slice((int)at, 8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var content = file[((int)at + 8)..];
            if (header[..4].SequenceEqual(name))
                return content[..(int)Math.Min(length, content.Length)];
            at += 8 + length + (length & 1);
        }

        throw new InvalidDataException("a fmt or data chunk is missing");
    }

    private static short[] Mixed(ReadOnlySpan<byte> content, Format format)
    {
        var width = format.BytesPerSample * format.Channels;
        var samples = new short[content.Length / width];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += format.Sample(content[(i * width + channel * format.BytesPerSample)..]);
            }

            samples[i] = (short)(sum / format.Channels);
        }

        return samples;
    }

    private enum Coding
    {
        Pcm = 1,
        ALaw = 6,
        MuLaw = 7,
    }

    private readonly record struct Format(Coding Coding, int Channels, int Rate, int Bits)
    {
        public int BytesPerSample => Bits / 8;

        public static Format Of(ReadOnlySpan<byte> chunk)
        {
            if (chunk.Length < 16)
                throw new InvalidDataException("the fmt chunk is too short");

            var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
            if (tag == Extensible && chunk.Length >= 26)
                tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);

            var format = new Format(
                (Coding)tag,
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]),
                BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]),
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]));
            return format.Plays
                ? format
                : throw new InvalidDataException($"format {tag} with {format.Bits} bits, {format.Channels} channels at {format.Rate} Hz is not played; use 16-bit PCM");
        }

        public short Sample(ReadOnlySpan<byte> content) => (Coding, Bits) switch
        {
            (Coding.MuLaw, _) => G711.Decode(Law.Mu, content[0]),
            (Coding.ALaw, _) => G711.Decode(Law.A, content[0]),
            (_, 8) => (short)((content[0] - 128) << 8),
            _ => BinaryPrimitives.ReadInt16LittleEndian(content),
        };

        private bool Plays =>
            Channels is >= 1 and <= ChannelsMax
            && Rate is >= Resampling.RateMin and <= Resampling.RateMax
            && (Coding, Bits) is (Coding.Pcm, 8 or 16) or (Coding.ALaw or Coding.MuLaw, 8);
    }
}
