using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>Writes bencode (BEP 3): <c>4:octets</c>, <c>i42e</c>, <c>l…e</c>, <c>d…e</c>.</summary>
internal static class BencodeWriter
{
    private const int NumberLengthMax = 20;

    public static void Write(NgValue value, IBufferWriter<byte> to)
    {
        switch (value)
        {
            case NgValue.Octets octets:
                Octets(octets.Bytes.Span, to);
                break;
            case NgValue.Number number:
                to.Write("i"u8);
                Number(number.Value, to);
                to.Write("e"u8);
                break;
            case NgValue.Sequence sequence:
                to.Write("l"u8);
                foreach (var item in sequence.Items)
                {
                    Write(item, to);
                }

                to.Write("e"u8);
                break;
            case NgValue.Table table:
                to.Write("d"u8);
                foreach (var (name, entry) in table.Entries)
                {
                    Octets(Encoding.UTF8.GetBytes(name), to);
                    Write(entry, to);
                }

                to.Write("e"u8);
                break;
        }
    }

    private static void Octets(ReadOnlySpan<byte> octets, IBufferWriter<byte> to)
    {
        Number(octets.Length, to);
        to.Write(":"u8);
        to.Write(octets);
    }

    private static void Number(long number, IBufferWriter<byte> to)
    {
        Utf8Formatter.TryFormat(number, to.GetSpan(NumberLengthMax), out var length);
        to.Advance(length);
    }
}
