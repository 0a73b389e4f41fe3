using System.Text;
using System.Text.Unicode;
using CallCenter.Actors;

namespace CallCenter.Cluster.Links.Wire;

/// <summary>
/// Reads what <see cref="FrameWriter"/> wrote, from somebody who may be hostile: every length is checked against what is there before anything is made
/// of it. What follows the last known field belongs to a newer version and is left.
/// </summary>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    private readonly int Left => bytes.Length - position;

    public readonly bool IsAtEnd => Left == 0;

    public byte Byte() => Left > 0 ? bytes[position++] : throw new MalformedFrameException("a frame ends too early");

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new MalformedFrameException("neither true nor false"),
    };

    public long Number()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int() => Number() is var value and >= int.MinValue and <= int.MaxValue ? (int)value : throw new MalformedFrameException("a number is too large");

    /// <summary>How many items follow, each of at least so many bytes: no more than there is room for.</summary>
    public int Count(int itemBytesMin) => Varint() is var count && count <= (ulong)(Left / itemBytesMin)
        ? (int)count
        : throw new MalformedFrameException("a frame says that it holds more than it does");

    public ReadOnlySpan<byte> Bytes(int max)
    {
        var length = Count(itemBytesMin: 1);
        if (length > max)
        {
            throw new MalformedFrameException($"a field of {length} bytes, where {max} are allowed");
        }

        var value = bytes.Slice(position, length);
        position += length;
        return value;
    }

    public string Text(int max)
    {
        var text = Bytes(max);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new MalformedFrameException("text that is not UTF-8");
    }

    public string? OptionalText(int max) => Bool() ? Text(max) : null;

    public ActorId Actor()
    {
        var id = new ActorId(Part(), Part(), (ActorKind)Byte(), Part());
        return Enum.IsDefined(id.Kind) ? id : throw new MalformedFrameException("an unknown kind of actor");
    }

    private string Part() => Text(ActorId.PartMax) is var part && ActorId.IsPart(part) ? part : throw new MalformedFrameException("not the name of an actor");

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new MalformedFrameException("a number without an end");
    }
}
