using System.Buffers;
using System.Globalization;

namespace CallCenter.Telephony.Parsing;

/// <summary>Reads one unfolded header value from left to right. Each Try moves on only when it succeeds.</summary>
internal ref struct Scanner(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    public readonly ReadOnlySpan<char> Rest => rest;

    public readonly bool AtEnd => rest.IsEmpty;

    public readonly char Next => rest.IsEmpty ? '\0' : rest[0];

    public void SkipWhite() => rest = rest.TrimStart(" \t");

    /// <summary>One separator with the white space that is allowed around it (SWS).</summary>
    public bool TrySeparator(char separator)
    {
        var trimmed = rest.TrimStart(" \t");
        if (trimmed.IsEmpty || trimmed[0] != separator)
        {
            return false;
        }

        rest = trimmed[1..].TrimStart(" \t");
        return true;
    }

    public bool TryToken(out ReadOnlySpan<char> token) => TryRun(SipCharacters.Token, out token);

    public bool TryRun(SearchValues<char> allowed, out ReadOnlySpan<char> run)
    {
        run = Take(allowed);
        return !run.IsEmpty;
    }

    /// <summary>Decimal digits, at most <paramref name="max"/>; leading zeros are fine.</summary>
    public bool TryNumber(uint max, out uint number)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > max)
        {
            number = 0;
            return false;
        }

        number = (uint)value;
        rest = rest[digits.Length..];
        return true;
    }

    /// <summary>A quoted string with its quotes (RFC 3261 25.1).</summary>
    public bool TryQuoted(out ReadOnlySpan<char> quoted)
    {
        quoted = default;
        if (Next != '"')
        {
            return false;
        }

        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '\\')
            {
                at++;
            }
            else if (rest[at] == '"')
            {
                quoted = rest[..(at + 1)];
                rest = rest[(at + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>host: a name, an IPv4 address, or an IPv6 address in brackets.</summary>
    public bool TryHost(out ReadOnlySpan<char> host)
    {
        host = default;
        if (Next != '[')
        {
            return TryRun(SipCharacters.HostName, out host);
        }

        var end = rest.IndexOf(']');
        if (end < 3 || rest[1..end].ContainsAnyExcept(SipCharacters.Ipv6))
        {
            return false;
        }

        host = rest[..(end + 1)];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Everything up to one of these, or to the end.</summary>
    public ReadOnlySpan<char> Until(char first, char second)
    {
        var end = rest.IndexOfAny(first, second);
        var part = end < 0 ? rest : rest[..end];
        rest = rest[part.Length..];
        return part;
    }

    public void Skip(int count) => rest = rest[count..];

    private ReadOnlySpan<char> Take(SearchValues<char> allowed)
    {
        var end = rest.IndexOfAnyExcept(allowed);
        var run = end < 0 ? rest : rest[..end];
        rest = rest[run.Length..];
        return run;
    }
}
