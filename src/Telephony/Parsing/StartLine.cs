using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Parsing;

/// <summary>Request-Line and Status-Line (RFC 3261 7.1, 7.2): single spaces, nothing behind.</summary>
internal static class StartLine
{
    private const string Version = "SIP/2.0";

    /// <summary>It has the shape of a request of some SIP: worth an answer when something is wrong with it.</summary>
    public static bool LooksLikeRequest(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        return space > 0 && SipCharacters.IsToken(line[..space]) && line[space..].Contains(" SIP/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The method and Request-URI, and the status of what is wrong with them, 0 for nothing.</summary>
    public static (SipMethod Method, string Uri, int Status, string Reason) Request(ReadOnlySpan<char> line)
    {
        var first = line.IndexOf(' ');
        var last = line.LastIndexOf(' ');
        var method = SipMethod.Of(line[..first]);
        if (last == first)
        {
            return (method, "", 400, "Malformed Request-Line");
        }

        var version = line[(last + 1)..];
        var uri = line[(first + 1)..last];
        var (status, reason) = Judge(line[..first], uri, version);
        return (method, status == 0 ? uri.ToString() : "", status, reason);
    }

    /// <summary>Status and phrase, or false: a response that is not understood is never answered.</summary>
    public static bool TryStatus(ReadOnlySpan<char> line, out int status, out string reason)
    {
        status = 0;
        reason = "";
        if (!line.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = line[(Version.Length + 1)..];
        if (rest.Length < 3 || rest[..3].ContainsAnyExceptInRange('0', '9') || (rest.Length > 3 && rest[3] != ' '))
        {
            return false;
        }

        status = ((rest[0] - '0') * 100) + ((rest[1] - '0') * 10) + (rest[2] - '0');
        reason = rest.Length > 4 ? rest[4..].ToString() : "";
        return status is >= 100 and <= 699 && !reason.AsSpan().ContainsAny('\r', '\n');
    }

    private static (int Status, string Reason) Judge(ReadOnlySpan<char> method, ReadOnlySpan<char> uri, ReadOnlySpan<char> version)
    {
        if (!version.Equals(Version, StringComparison.OrdinalIgnoreCase))
        {
            return IsVersion(version) ? (505, "Version Not Supported") : (400, "Malformed Request-Line");
        }

        if (method.Length > SipLimits.MethodMax)
        {
            return (400, "Method Too Long");
        }

        if (uri.Length > SipLimits.UriMax)
        {
            return (414, "Request-URI Too Long");
        }

        if (uri.ContainsAny(SipCharacters.NeverInUri))
        {
            return (400, "Malformed Request-URI");
        }

        return UriScheme.Of(uri) switch
        {
            UriSchemeKind.Sip when !SipUri.TryParse(uri, out var parsed) || parsed.Headers is not null => (400, "Malformed Request-URI"),
            UriSchemeKind.None => (400, "Malformed Request-URI"),
            _ => (0, ""),
        };
    }

    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var number = text[4..];
        var dot = number.IndexOf('.');
        return dot > 0 && dot < number.Length - 1 && !number[..dot].ContainsAnyExceptInRange('0', '9')
            && !number[(dot + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
