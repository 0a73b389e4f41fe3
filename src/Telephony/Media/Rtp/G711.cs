using System.Numerics;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>ITU-T G.711: 16-bit linear samples to µ-law and A-law octets and back, and each law to the other.</summary>
internal static class G711
{
    private const int MuBias = 0x84;
    private const int MuClip = 32_635;

    private static readonly short[] LinearOfMu = Table(DecodeMu);
    private static readonly short[] LinearOfA = Table(DecodeA);
    private static readonly byte[] AOfMu = Table(octet => EncodeA(DecodeMu(octet)));
    private static readonly byte[] MuOfA = Table(octet => EncodeMu(DecodeA(octet)));

    public static byte Encode(Law law, short sample) => law == Law.Mu ? EncodeMu(sample) : EncodeA(sample);

    public static short Decode(Law law, byte octet) => (law == Law.Mu ? LinearOfMu : LinearOfA)[octet];

    /// <summary>Copies a payload, octet by octet in the other law when the two differ.</summary>
    public static void Transcode(ReadOnlySpan<byte> source, Law from, Span<byte> target, Law to)
    {
        if (from == to)
        {
            source.CopyTo(target);
            return;
        }

        var table = from == Law.Mu ? AOfMu : MuOfA;
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = table[source[i]];
        }
    }

    private static byte EncodeMu(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), MuClip) + MuBias;
        var segment = BitOperations.Log2((uint)magnitude) - 7;
        var step = (magnitude >> (segment + 3)) & 0x0F;
        return (byte)~(sign | segment << 4 | step);
    }

    private static short DecodeMu(byte octet)
    {
        var bits = ~octet;
        var magnitude = ((((bits & 0x0F) << 3) + MuBias) << ((bits >> 4) & 7)) - MuBias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    // A-law sends even bits inverted (0x55), and its sign bit means positive.
    private static byte EncodeA(short sample)
    {
        var sign = sample >= 0 ? 0x80 : 0;
        var magnitude = sample >= 0 ? sample : ~sample;
        var segment = Math.Max(BitOperations.Log2((uint)magnitude | 1) - 7, 0);
        var step = (magnitude >> (segment == 0 ? 4 : segment + 3)) & 0x0F;
        return (byte)((sign | segment << 4 | step) ^ 0x55);
    }

    private static short DecodeA(byte octet)
    {
        var bits = octet ^ 0x55;
        var segment = (bits >> 4) & 7;
        var step = (bits & 0x0F) << 4;
        var magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static T[] Table<T>(Func<byte, T> value)
    {
        var table = new T[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = value((byte)i);
        }

        return table;
    }
}
