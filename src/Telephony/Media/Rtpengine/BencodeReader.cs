using System.Buffers.Text;
using System.Text;

namespace CallCenter.Telephony.Media.Rtpengine;

internal enum BencodeReading
{
    Whole,

    /// <summary>More octets may make it whole.</summary>
    Partial,

    Malformed,
}

/// <summary>
/// Reads bencode that anybody may have sent: linear in its length, bounded in depth, number of values and octets, and nothing is reserved that has
/// not arrived. Keys of dictionaries may come in any order: rtpengine does not sort its own.
/// </summary>
internal ref struct BencodeReader
{
    public const int DepthMax = 16;
    public const int ValuesMax = 65_536;
    public const int OctetsMax = 4 * 1024 * 1024;

    private const int NumberLengthMax = 20;

    private readonly ReadOnlyMemory<byte> memory;
    private readonly ReadOnlySpan<byte> octets;
    private int at;
    private int values;

    private BencodeReader(ReadOnlyMemory<byte> memory)
    {
        this.memory = memory;
        octets = memory.Span;
    }

    /// <summary>The value at the start, which keeps the memory it was read from; <paramref name="length"/> is how much of it was read.</summary>
    public static BencodeReading Read(ReadOnlyMemory<byte> memory, out NgValue? value, out int length)
    {
        var reader = new BencodeReader(memory);
        var reading = reader.Value(0, out value);
        length = reader.at;
        return reading;
    }

    private BencodeReading Value(int depth, out NgValue? value)
    {
        value = null;
        if (depth > DepthMax || ++values > ValuesMax)
            return BencodeReading.Malformed;
        if (at >= octets.Length)
            return BencodeReading.Partial;

        switch (octets[at])
        {
            case (byte)'i':
                return Whole(out value);
            case (byte)'l':
                return Sequence(depth, out value);
            case (byte)'d':
                return Table(depth, out value);
            default:
                var reading = Octets(out var found);
                value = found;
                return reading;
        }
    }

    private BencodeReading Whole(out NgValue? value)
    {
        value = null;
        at++;
        var reading = Number((byte)'e', out var number);
        if (reading == BencodeReading.Whole)
            value = new NgValue.Number(number);
        return reading;
    }

    private BencodeReading Octets(out NgValue.Octets? value)
    {
        value = null;
        var reading = Number((byte)':', out var length);
        if (reading != BencodeReading.Whole)
            return reading;
        if (length is < 0 or > OctetsMax)
            return BencodeReading.Malformed;
        if (length > octets.Length - at)
            return BencodeReading.Partial;

        value = new NgValue.Octets(memory.Slice(at, (int)length));
        at += (int)length;
        return BencodeReading.Whole;
    }

    private BencodeReading Sequence(int depth, out NgValue? value)
    {
        value = null;
        at++;
        var items = new List<NgValue>();
        while (at < octets.Length && octets[at] != (byte)'e')
        {
            if (Value(depth + 1, out var item) is var reading and not BencodeReading.Whole)
                return reading;
            items.Add(item!);
        }

        value = new NgValue.Sequence(items);
        return Ended();
    }

    private BencodeReading Table(int depth, out NgValue? value)
    {
        value = null;
        at++;
        var entries = new List<KeyValuePair<string, NgValue>>();
        while (at < octets.Length && octets[at] != (byte)'e')
        {
            if (Octets(out var name) is var named and not BencodeReading.Whole)
                return named;
            if (Value(depth + 1, out var item) is var reading and not BencodeReading.Whole)
                return reading;
            entries.Add(KeyValuePair.Create(Encoding.UTF8.GetString(name!.Bytes.Span), item!));
        }

        value = new NgValue.Table(entries);
        return Ended();
    }

    private BencodeReading Ended()
    {
        if (at >= octets.Length)
            return BencodeReading.Partial;
        at++;
        return BencodeReading.Whole;
    }

    /// <summary>One spelling for each number: no leading zero, no minus zero, no plus.</summary>
    private BencodeReading Number(byte end, out long number)
    {
        number = 0;
        var rest = octets[at..];
        var length = rest[..Math.Min(rest.Length, NumberLengthMax + 1)].IndexOf(end);
        if (length < 0)
            return rest.Length > NumberLengthMax || !IsNumber(rest, whole: false) ? BencodeReading.Malformed : BencodeReading.Partial;
        if (!IsNumber(rest[..length], whole: true) || !Utf8Parser.TryParse(rest[..length], out number, out var read) || read != length)
            return BencodeReading.Malformed;

        at += length + 1;
        return BencodeReading.Whole;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, bool whole)
    {
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        if (digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        if (digits.IsEmpty)
            return !whole;
        return digits[0] != (byte)'0' || (digits.Length == 1 && digits.Length == text.Length);
    }
}
