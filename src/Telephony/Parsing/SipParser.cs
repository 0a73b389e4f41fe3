using System.Text;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>
/// Bytes of one message to a <see cref="ParseResult"/> (RFC 3261 7 and 25). Work and memory are linear in the length, and every count has
/// a limit of <see cref="SipLimits"/>. Lines end with CRLF and nothing else; text that is not UTF-8 reads as U+FFFD.
/// </summary>
public static class SipParser
{
    private static ReadOnlySpan<byte> EndOfHeaders => "\r\n\r\n"u8;

    /// <summary>
    /// A whole datagram, or a message that <see cref="StreamFraming"/> has cut out. Octets behind Content-Length are ignored, fewer are an
    /// error (18.3), and <paramref name="framed"/>, out of a stream, it must be there (20.14). The message keeps no reference to
    /// <paramref name="bytes"/>.
    /// </summary>
    public static ParseResult Parse(ReadOnlySpan<byte> bytes, bool framed = false)
    {
        var message = bytes.TrimStart("\r\n"u8);
        if (message.IsEmpty)
        {
            return new ParseResult.Dropped("Keep-Alive");
        }

        if (bytes.Length > SipLimits.MessageBytesMax)
        {
            return new ParseResult.Dropped("Message Too Large");
        }

        var end = message.IndexOf(EndOfHeaders);
        var section = end < 0 ? message : message[..end];
        var rest = end < 0 ? [] : message[(end + EndOfHeaders.Length)..];
        var flaw = end < 0 ? "No Empty Line Behind the Headers" : section.Length > SipLimits.HeaderSectionBytesMax ? "Headers Too Large" : null;
        return Parse(Encoding.UTF8.GetString(section), rest, framed, flaw);
    }

    private static ParseResult Parse(ReadOnlySpan<char> text, ReadOnlySpan<byte> rest, bool framed, string? flaw)
    {
        var lineEnd = text.IndexOf("\r\n");
        var line = lineEnd < 0 ? text : text[..lineEnd];
        if (line.Length > SipLimits.StartLineMax)
        {
            flaw ??= "Start Line Too Long";
        }

        var isResponse = line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase);
        if (!isResponse && !StartLine.LooksLikeRequest(line))
        {
            return new ParseResult.Dropped("Not SIP");
        }

        var (headers, headerFlaw) = HeaderReader.Read(lineEnd < 0 ? [] : text[(lineEnd + 2)..]);
        flaw ??= headerFlaw ?? (framed && !headers.Has(HeaderNames.ContentLength) ? "Missing Content-Length" : null);
        return isResponse ? Response(line, headers, rest, flaw) : Request(line, headers, rest, flaw);
    }

    private static ParseResult Request(ReadOnlySpan<char> line, SipHeaders headers, ReadOnlySpan<byte> rest, string? flaw)
    {
        var (method, uri, status, reason) = StartLine.Request(line);
        MandatoryHeaders mandatory = null!;
        ReadOnlySpan<byte> body = [];
        if (status == 0 || status == 400)
        {
            flaw ??= (status == 400 ? reason : null) ?? HeaderCheck.Flaw(headers, out mandatory) ?? FlawOfBranch(mandatory) ?? Body(headers, rest, out body);
            (status, reason) = flaw is null ? (0, "") : (400, flaw);
        }

        if (status != 0)
        {
            return Rejected(method, status, reason, headers);
        }

        var request = new SipRequest(method, uri, headers, body.ToArray());
        request.Keep(mandatory);
        return new ParseResult.Parsed(request);
    }

    private static ParseResult Response(ReadOnlySpan<char> line, SipHeaders headers, ReadOnlySpan<byte> rest, string? flaw)
    {
        if (!StartLine.TryStatus(line, out var status, out var reason))
        {
            return new ParseResult.Dropped("Malformed Status-Line");
        }

        MandatoryHeaders mandatory = null!;
        ReadOnlySpan<byte> body = [];
        flaw ??= HeaderCheck.Flaw(headers, out mandatory) ?? Body(headers, rest, out body);
        if (flaw is not null)
        {
            return new ParseResult.Dropped(flaw);
        }

        // RFC 3261 8.1.3.3: a response with a second Via is not for us, and we are no proxy to send it on (RFC 4475 3.3.10).
        if (mandatory.Vias.Length > 1)
        {
            return new ParseResult.Dropped("Response for Another");
        }

        var response = new SipResponse(status, reason, headers, body.ToArray());
        response.Keep(mandatory);
        return new ParseResult.Parsed(response);
    }

    /// <summary>A bare magic cookie promises a transaction identifier and gives none (RFC 4475 3.2.1).</summary>
    private static string? FlawOfBranch(MandatoryHeaders mandatory) =>
        mandatory.Vias[0] is { HasUniqueBranch: false, Branch: var branch } && branch.StartsWith(Via.MagicCookie, StringComparison.OrdinalIgnoreCase)
            ? "Branch Without Identifier"
            : null;

    private static string? Body(SipHeaders headers, ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> body)
    {
        body = rest;
        if (headers.First(HeaderNames.ContentLength) is not { } value)
        {
            return null;
        }

        if (SipNumber.Saturated(value) is not { } length)
        {
            return "Malformed Content-Length";
        }

        if (length > rest.Length)
        {
            return "Content-Length Beyond the Message";
        }

        body = rest[..(int)length];
        return null;
    }

    private static ParseResult Rejected(SipMethod method, int status, string reason, SipHeaders headers)
    {
        // An ACK is never answered (17.1.1.3), and without a Via nobody has asked.
        if (method == SipMethod.Ack || !headers.Has(HeaderNames.Via))
        {
            return new ParseResult.Dropped(reason);
        }

        var top = headers.First(HeaderNames.Via)!;
        return new ParseResult.Rejected(status, reason, headers, Via.Parse(top[..CommaList.End(top)]));
    }
}
