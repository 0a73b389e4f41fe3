namespace CallCenter.Telephony.Messages;

/// <summary>What a URI begins with.</summary>
internal enum UriSchemeKind
{
    None,
    Sip,
    Other,
}

internal static class UriScheme
{
    /// <summary>scheme = ALPHA *(ALPHA / DIGIT / "+" / "-" / ".") ":" (RFC 3261 25.1).</summary>
    public static UriSchemeKind Of(ReadOnlySpan<char> uri)
    {
        var colon = uri.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(uri[0]))
        {
            return UriSchemeKind.None;
        }

        var scheme = uri[..colon];
        foreach (var character in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
            {
                return UriSchemeKind.None;
            }
        }

        var ours = scheme.Equals("sip", StringComparison.OrdinalIgnoreCase) || scheme.Equals("sips", StringComparison.OrdinalIgnoreCase);
        return ours ? UriSchemeKind.Sip : UriSchemeKind.Other;
    }
}
