using System.Buffers;
using System.Buffers.Text;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Transports;

internal enum FrameKind
{
    /// <summary>More bytes are needed.</summary>
    Partial,

    Message,

    /// <summary>CRLFCRLF (RFC 5626 section 4.4.1): answered by one CRLF.</summary>
    Ping,

    /// <summary>A CRLF alone: the answer to a ping, or a stray line end before a message (RFC 3261 7.5). Ignored.</summary>
    Pong,

    /// <summary>No message can be found any more: the connection ends.</summary>
    Broken,
}

/// <summary>Finds messages in a stream: RFC 3261 section 18.3, by Content-Length, which a stream must have. Pure.</summary>
internal static class StreamFramer
{
    /// <summary>What the buffer begins with, and how many bytes of it that takes.</summary>
    public static (FrameKind Kind, long Length) Next(ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return (FrameKind.Partial, 0);
        }

        return buffer.FirstSpan[0] is (byte)'\r' or (byte)'\n' ? LineEnds(buffer) : Message(buffer);
    }

    private static (FrameKind, long) LineEnds(ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[4];
        var length = (int)Math.Min(4, buffer.Length);
        buffer.Slice(0, length).CopyTo(start);
        start = start[..length];
        return start switch
        {
            _ when start.SequenceEqual("\r\n\r\n"u8) => (FrameKind.Ping, 4),
            _ when "\r\n\r\n"u8.StartsWith(start) && length != 2 => (FrameKind.Partial, 0),
            _ when start.StartsWith("\r\n"u8) => (FrameKind.Pong, 2),
            _ when start[0] == '\n' => (FrameKind.Pong, 1),
            _ => (FrameKind.Broken, 0),
        };
    }

    private static (FrameKind, long) Message(ReadOnlySequence<byte> buffer)
    {
        var head = buffer.Slice(0, Math.Min(buffer.Length, SipLimits.HeaderSectionBytesMax));
        var rented = head.IsSingleSegment ? null : ArrayPool<byte>.Shared.Rent((int)head.Length);
        try
        {
            var span = Contiguous(head, rented);
            var end = span.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return (head.Length == SipLimits.HeaderSectionBytesMax ? FrameKind.Broken : FrameKind.Partial, 0);
            }

            if (ContentLength(span[..(end + 2)]) is not { } body || end + 4 + body > SipLimits.MessageBytesMax)
            {
                return (FrameKind.Broken, 0);
            }

            return buffer.Length >= end + 4 + body ? (FrameKind.Message, end + 4 + body) : (FrameKind.Partial, 0);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static ReadOnlySpan<byte> Contiguous(ReadOnlySequence<byte> sequence, byte[]? rented)
    {
        if (rented is null)
        {
            return sequence.FirstSpan;
        }

        sequence.CopyTo(rented);
        return rented.AsSpan(0, (int)sequence.Length);
    }

    /// <summary>Null when it is missing or no number. When it comes twice the values must agree, or the stream could be read in two ways.</summary>
    private static long? ContentLength(ReadOnlySpan<byte> lines)
    {
        long? found = null;
        while (lines.IndexOf("\r\n"u8) is var end and >= 0)
        {
            var line = lines[..end];
            lines = lines[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !IsContentLength(line[..colon].TrimEnd(" \t"u8)))
            {
                continue;
            }

            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (!Utf8Parser.TryParse(value, out uint length, out var used) || used != value.Length || (found is not null && found != length))
            {
                return null;
            }

            found = length;
        }

        return found;
    }

    private static bool IsContentLength(ReadOnlySpan<byte> name) =>
        System.Text.Ascii.EqualsIgnoreCase(name, "content-length"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "l"u8);
}
