namespace CallCenter.Actors.Reports;

/// <summary>
/// Figures that are not 0, in order of their numbers. Stored as pairs of variable-length integers: the step to the next number, and the value
/// (zigzag); the same figures are always the same bytes.
/// </summary>
public sealed class FigureSet
{
    private short[] numbers = new short[8];
    private long[] values = new long[8];
    private int count;

    public static bool IsLongest(Figure figure) => figure is >= Figure.LongestWait and < Figure.AnsweredWaits;

    public long this[Figure figure] => Array.BinarySearch(numbers, 0, count, (short)figure) is var at and >= 0 ? values[at] : 0;

    public bool IsEmpty => values.AsSpan(0, count).IndexOfAnyExcept(0L) < 0;

    public void Add(Figure figure, long amount)
    {
        var at = Array.BinarySearch(numbers, 0, count, (short)figure);
        Add(at < 0 ? ~at : at, at >= 0, (short)figure, amount);
    }

    public void Add(FigureSet other)
    {
        var at = 0;
        for (var next = 0; next < other.count; next++)
        {
            at = Add(at, other.numbers[next], other.values[next]);
        }
    }

    /// <summary>Adds what <see cref="ToBytes"/> made, up to (and without) the figure <paramref name="before"/>, and of it those that are wanted.</summary>
    public void Add(ReadOnlySpan<byte> bytes, short before = short.MaxValue, Func<Figure, bool>? where = null)
    {
        var (at, number) = (0, 0);
        while (!bytes.IsEmpty)
        {
            number += (int)Read(ref bytes);
            if (number >= before)
            {
                return;
            }

            var zigzag = Read(ref bytes);
            if (where is null || where((Figure)number))
            {
                at = Add(at, (short)number, (long)(zigzag >> 1) ^ -(long)(zigzag & 1));
            }
        }
    }

    public byte[] ToBytes()
    {
        var (bytes, length, last) = (new byte[count * 13], 0, 0);
        for (var at = 0; at < count; at++)
        {
            if (values[at] != 0)
            {
                length += Write(bytes.AsSpan(length), (ulong)(numbers[at] - last));
                length += Write(bytes.AsSpan(length), ((ulong)values[at] << 1) ^ (ulong)(values[at] >> 63));
                last = numbers[at];
            }
        }

        return bytes[..length];
    }

    /// <summary>Adds to the figure at or behind <paramref name="at"/>; gives where it is.</summary>
    private int Add(int at, short number, long amount)
    {
        while (at < count && numbers[at] < number)
        {
            at++;
        }

        Add(at, at < count && numbers[at] == number, number, amount);
        return at;
    }

    private void Add(int at, bool isThere, short number, long amount)
    {
        if (!isThere)
        {
            if (count == numbers.Length)
            {
                Array.Resize(ref numbers, count * 2);
                Array.Resize(ref values, count * 2);
            }

            Array.Copy(numbers, at, numbers, at + 1, count - at);
            Array.Copy(values, at, values, at + 1, count - at);
            (numbers[at], values[at]) = (number, 0);
            count++;
        }

        values[at] = IsLongest((Figure)number) ? Math.Max(values[at], amount) : values[at] + amount;
    }

    private static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift, at) = (0UL, 0, 0);
        while (at < bytes.Length)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
            if (part < 0x80)
            {
                break;
            }
        }

        bytes = bytes[at..];
        return value;
    }

    private static int Write(Span<byte> bytes, ulong value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[at++] = (byte)(value | 0x80);
        }

        bytes[at++] = (byte)value;
        return at;
    }
}
