using System.Buffers.Binary;
using System.Text;
using CallCenter.Actors;

namespace CallCenter.Cluster.Links.Wire;

/// <summary>
/// Builds one frame in memory that is used again. Numbers are zigzag varints (most are small), text is UTF-8 with its length before it. Not thread safe.
/// </summary>
internal sealed class FrameWriter
{
    /// <summary>What is kept between frames; a larger frame's memory is given up after it.</summary>
    private const int KeptBytesMax = 2 * 1024 * 1024;

    private const int VarintBytesMax = 10;
    private byte[] buffer = new byte[4 * 1024];
    private int used;

    /// <summary>Prefix and frame; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, used);

    public void Begin(FrameKind kind)
    {
        if (buffer.Length > KeptBytesMax)
        {
            buffer = new byte[KeptBytesMax];
        }

        used = FrameLimits.PrefixBytes;
        Byte((byte)kind);
    }

    public void End() => BinaryPrimitives.WriteInt32LittleEndian(buffer, used - FrameLimits.PrefixBytes);

    public void Byte(byte value)
    {
        Reserve(1);
        buffer[used++] = value;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Number(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public void Count(int value) => Varint((ulong)value);

    public void Text(string value)
    {
        Reserve(VarintBytesMax + Encoding.UTF8.GetMaxByteCount(value.Length));
        Count(Encoding.UTF8.GetByteCount(value));
        used += Encoding.UTF8.GetBytes(value, buffer.AsSpan(used));
    }

    /// <summary>Null is told from empty.</summary>
    public void OptionalText(string? value)
    {
        Bool(value is not null);
        if (value is not null)
        {
            Text(value);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(used));
        used += value.Length;
    }

    public void Actor(ActorId id)
    {
        Text(id.Tenant);
        Text(id.Site);
        Byte((byte)id.Kind);
        Text(id.Key);
    }

    private void Varint(ulong value)
    {
        Reserve(VarintBytesMax);
        while (value >= 0x80)
        {
            buffer[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[used++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (buffer.Length - used < bytes)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + bytes));
        }
    }
}
