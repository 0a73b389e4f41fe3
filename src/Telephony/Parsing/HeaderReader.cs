using System.Collections.Immutable;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>Header lines out of the decoded text behind the start line (RFC 3261 7.3.1): folded lines joined, names made uniform.</summary>
internal static class HeaderReader
{
    /// <summary>All that could be read, and what was wrong with the first line that could not; null when nothing was.</summary>
    public static (SipHeaders Headers, string? Flaw) Read(ReadOnlySpan<char> text)
    {
        var lines = ImmutableArray.CreateBuilder<SipHeader>(16);
        string? flaw = null;
        while (!text.IsEmpty)
        {
            if (lines.Count == SipLimits.HeadersMax)
            {
                flaw ??= "Too Many Header Lines";
                break;
            }

            var line = TakeLine(ref text);
            if (TryHeader(line, out var header))
            {
                lines.Add(header);
            }
            else
            {
                flaw ??= "Malformed Header Line";
            }
        }

        return (new SipHeaders(lines.ToImmutable()), flaw);
    }

    /// <summary>A line with its continuations: those that begin with white space belong to it.</summary>
    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> text)
    {
        var end = 0;
        do
        {
            var next = text[end..].IndexOf("\r\n");
            end = next < 0 ? text.Length : end + next + 2;
        }
        while (end < text.Length && SipCharacters.IsWhite(text[end]));

        var line = text[..end];
        text = text[end..];
        return line.EndsWith("\r\n") ? line[..^2] : line;
    }

    private static bool TryHeader(ReadOnlySpan<char> line, out SipHeader header)
    {
        header = default;
        var colon = line.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        var name = line[..colon].TrimEnd(" \t");
        var value = line[(colon + 1)..].Trim(" \t\r\n");
        if (name.Length > SipLimits.HeaderNameMax || !SipCharacters.IsToken(name) || value.Length > SipLimits.HeaderValueMax)
        {
            return false;
        }

        var unfolded = value.Contains('\n') ? Unfolded(value) : value.ToString();
        if (unfolded.AsSpan().ContainsAny('\r', '\n'))
        {
            return false;
        }

        header = new SipHeader(HeaderNames.Canonical(name), unfolded);
        return true;
    }

    /// <summary>Each fold, with the white space around it, is one space (7.3.1).</summary>
    private static string Unfolded(ReadOnlySpan<char> value)
    {
        Span<char> joined = value.Length <= 1024 ? stackalloc char[value.Length] : new char[value.Length];
        var length = 0;
        while (true)
        {
            var fold = value.IndexOf("\r\n");
            var part = (fold < 0 ? value : value[..fold]).TrimEnd(" \t");
            part.CopyTo(joined[length..]);
            length += part.Length;
            if (fold < 0)
            {
                return joined[..length].ToString();
            }

            joined[length++] = ' ';
            value = value[(fold + 2)..].TrimStart(" \t");
        }
    }
}
