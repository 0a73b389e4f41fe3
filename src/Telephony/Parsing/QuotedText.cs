using System.Text;

namespace CallCenter.Telephony.Parsing;

/// <summary>Quoted strings and their escapes (RFC 3261 25.1).</summary>
internal static class QuotedText
{
    /// <summary>What a quoted string says; any other text is returned as it is.</summary>
    public static string Unquote(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return text.ToString();
        }

        var inner = text[1..^1];
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var said = new StringBuilder(inner.Length);
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '\\' && at + 1 < inner.Length)
            {
                at++;
            }

            said.Append(inner[at]);
        }

        return said.ToString();
    }

    /// <summary>A quoted string that says this. Line breaks, which no quoted string can say, become spaces.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character is '\r' or '\n' ? ' ' : character);
        }

        return quoted.Append('"').ToString();
    }
}
