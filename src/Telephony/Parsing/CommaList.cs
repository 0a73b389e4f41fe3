using System.Collections.Immutable;

namespace CallCenter.Telephony.Parsing;

/// <summary>Values that share a line (RFC 3261 7.3.1): a comma separates, except in a quoted string or between angle brackets.</summary>
internal static class CommaList
{
    /// <summary>Empty elements are skipped.</summary>
    public static void Split(ReadOnlySpan<char> line, ImmutableArray<string>.Builder values)
    {
        while (!line.IsEmpty)
        {
            var end = End(line);
            var value = line[..end].Trim(" \t");
            if (!value.IsEmpty)
            {
                values.Add(value.ToString());
            }

            line = end < line.Length ? line[(end + 1)..] : [];
        }
    }

    /// <summary>Where the first element ends: at its comma, or at the end of the line.</summary>
    public static int End(ReadOnlySpan<char> line)
    {
        var quoted = false;
        var bracketed = false;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\\' when quoted:
                    at++;
                    break;
                case '"' when !bracketed:
                    quoted = !quoted;
                    break;
                case '<' when !quoted:
                    bracketed = true;
                    break;
                case '>' when !quoted:
                    bracketed = false;
                    break;
                case ',' when !quoted && !bracketed:
                    return at;
            }
        }

        return line.Length;
    }
}
