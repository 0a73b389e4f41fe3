using System.Buffers;
using System.Text;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>What is at the front of a stream.</summary>
public enum FrameKind
{
    /// <summary>Not whole yet: read more.</summary>
    Partial,

    /// <summary>A message, to be parsed.</summary>
    Message,

    /// <summary>CRLF CRLF: answer with one CRLF (RFC 5626 4.4.1).</summary>
    Ping,

    /// <summary>A single CRLF between messages: nothing to do.</summary>
    Pong,

    /// <summary>
    /// Where the next message begins cannot be known: a Content-Length that is missing, repeated or no number, or too many octets without
    /// an end. Parse what is there, which rejects it, send that answer, and close.
    /// </summary>
    Broken,
}

/// <summary>One piece of a stream: its octets, and how many to advance.</summary>
public readonly record struct Frame(FrameKind Kind, ReadOnlySequence<byte> Bytes)
{
    public static readonly Frame Partial = new(FrameKind.Partial, default);

    /// <summary>Parses a message or a broken one.</summary>
    public ParseResult Parse() => Bytes.IsSingleSegment ? SipParser.Parse(Bytes.FirstSpan, framed: true) : SipParser.Parse(Bytes.ToArray(), framed: true);
}

/// <summary>Cuts messages out of a stream (RFC 3261 7.5, 18.3): Content-Length says where each ends.</summary>
public static class StreamFraming
{
    /// <summary>The first piece of the buffer; the caller advances by its length.</summary>
    public static Frame First(ReadOnlySequence<byte> buffer)
    {
        var window = buffer.Length > SipLimits.MessageBytesMax ? buffer.Slice(0, SipLimits.MessageBytesMax) : buffer;
        var bytes = window.IsSingleSegment ? window.FirstSpan : window.ToArray();
        if (bytes.IsEmpty || bytes is [(byte)'\r'])
        {
            return Frame.Partial;
        }

        if (bytes.StartsWith("\r\n"u8))
        {
            return KeepAlive(buffer, bytes);
        }

        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length >= SipLimits.HeaderSectionBytesMax ? Broken(buffer, bytes.Length) : Frame.Partial;
        }

        var head = end + 4;
        if (end > SipLimits.HeaderSectionBytesMax || ContentLength(bytes[..end]) is not { } length || length > SipLimits.MessageBytesMax - head)
        {
            return Broken(buffer, head);
        }

        return buffer.Length < head + length ? Frame.Partial : new Frame(FrameKind.Message, buffer.Slice(0, head + length));
    }

    private static Frame KeepAlive(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\r\n\r\n"u8))
        {
            return new Frame(FrameKind.Ping, buffer.Slice(0, 4));
        }

        // "\r\n\r" may still become a ping. So may "\r\n", which is taken for a pong at once: a ping comes in one piece.
        return bytes.Length == 3 && bytes[2] == '\r' ? Frame.Partial : new Frame(FrameKind.Pong, buffer.Slice(0, 2));
    }

    private static Frame Broken(ReadOnlySequence<byte> buffer, int length) => new(FrameKind.Broken, buffer.Slice(0, length));

    /// <summary>The one Content-Length of a header section, or null.</summary>
    private static uint? ContentLength(ReadOnlySpan<byte> section)
    {
        var text = Encoding.Latin1.GetString(section).AsSpan();
        var lineEnd = text.IndexOf("\r\n");
        var (headers, _) = HeaderReader.Read(lineEnd < 0 ? [] : text[(lineEnd + 2)..]);
        return headers.CountOf(HeaderNames.ContentLength) == 1 ? SipNumber.Saturated(headers.First(HeaderNames.ContentLength)) : null;
    }
}
