using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>
/// A SIP or SIPS URI (RFC 3261 19.1). Its parts are kept as written, escapes included, so that writing it gives the same text;
/// <see cref="UserName"/> is the user without escapes.
/// </summary>
public sealed class SipUri
{
    public bool Secure { get; init; }

    /// <summary>As written, null when there is no "@".</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>A name or an address; an IPv6 address with its brackets.</summary>
    public required string Host { get; init; }

    public int? Port { get; init; }

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>What is behind "?", as written; null when there is none.</summary>
    public string? Headers { get; init; }

    public string Scheme => Secure ? "sips" : "sip";

    /// <summary>The user with its escapes resolved.</summary>
    public string UserName => User is null ? "" : Uri.UnescapeDataString(User);

    /// <summary>A loose router (RFC 3261 16.12).</summary>
    public bool IsLooseRouter => Parameters.Has("lr");

    public string? Transport => Parameters.Value("transport");

    /// <summary>The host without brackets: what an address parser or resolver takes.</summary>
    public string HostAddress => Host.StartsWith('[') ? Host[1..^1] : Host;

    public static SipUri? Parse(ReadOnlySpan<char> text) => TryParse(text, out var uri) ? uri : null;

    public static bool TryParse(ReadOnlySpan<char> text, out SipUri uri)
    {
        uri = null!;
        var colon = text.IndexOf(':');
        var secure = colon == 4 && text[..4].Equals("sips", StringComparison.OrdinalIgnoreCase);
        if (text.Length > SipLimits.UriMax || !(secure || (colon == 3 && text[..3].Equals("sip", StringComparison.OrdinalIgnoreCase))))
        {
            return false;
        }

        var rest = text[(colon + 1)..];
        if (!TryUserInfo(ref rest, out var user, out var password))
        {
            return false;
        }

        var scanner = new Scanner(rest);
        if (!scanner.TryHost(out var host) || !TryPort(ref scanner, out var port) || !TryParameters(ref scanner, out var parameters)
            || !TryHeaders(ref scanner, out var headers) || !scanner.AtEnd)
        {
            return false;
        }

        uri = new SipUri
        {
            Secure = secure,
            User = user,
            Password = password,
            Host = host.ToString(),
            Port = port,
            Parameters = parameters,
            Headers = headers,
        };
        return true;
    }

    public SipUri WithParameter(string name, string? value) => With(Parameters.With(name, value), Headers);

    /// <summary>What may stand in a Request-URI (RFC 3261 19.1.1, table 1): no headers, no method.</summary>
    public SipUri ForRequest() => Headers is null && !Parameters.Has("method") ? this : With(Parameters.Without("method"), null);

    public override string ToString()
    {
        var text = new StringBuilder().Append(Scheme).Append(':');
        if (User is not null)
        {
            text.Append(User);
            if (Password is not null)
            {
                text.Append(':').Append(Password);
            }

            text.Append('@');
        }

        text.Append(Host);
        if (Port is { } port)
        {
            text.Append(CultureInfo.InvariantCulture, $":{port}");
        }

        Parameters.Append(text);
        return (Headers is null ? text : text.Append('?').Append(Headers)).ToString();
    }

    private SipUri With(SipParameters parameters, string? headers) => new()
    {
        Secure = Secure,
        User = User,
        Password = Password,
        Host = Host,
        Port = Port,
        Parameters = parameters,
        Headers = headers,
    };

    private static bool TryUserInfo(ref ReadOnlySpan<char> rest, out string? user, out string? password)
    {
        user = null;
        password = null;
        var at = rest.IndexOf('@');
        if (at < 0)
        {
            return true;
        }

        var part = rest[..at];
        rest = rest[(at + 1)..];
        if (part.IsEmpty || part.ContainsAnyExcept(SipCharacters.User) || !SipCharacters.EscapesAreWhole(part))
        {
            return false;
        }

        var colon = part.IndexOf(':');
        user = (colon < 0 ? part : part[..colon]).ToString();
        password = colon < 0 ? null : part[(colon + 1)..].ToString();
        return user.Length > 0;
    }

    private static bool TryPort(ref Scanner scanner, out int? port)
    {
        port = null;
        if (scanner.Next != ':')
        {
            return true;
        }

        scanner.Skip(1);
        if (!scanner.TryNumber(ushort.MaxValue, out var number))
        {
            return false;
        }

        port = (int)number;
        return true;
    }

    /// <summary>uri-parameters: unlike those of a header they have no white space and no quotes.</summary>
    private static bool TryParameters(ref Scanner scanner, out SipParameters parameters)
    {
        parameters = SipParameters.Empty;
        if (scanner.Next != ';')
        {
            return true;
        }

        var items = ImmutableArray.CreateBuilder<SipParameter>();
        while (scanner.Next == ';')
        {
            scanner.Skip(1);
            var part = scanner.Until(';', '?');
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? default : part[(equals + 1)..];
            if (items.Count == SipLimits.ParametersMax || name.IsEmpty || name.ContainsAnyExcept(SipCharacters.UriParameter)
                || value.ContainsAnyExcept(SipCharacters.UriParameter) || !SipCharacters.EscapesAreWhole(part))
            {
                return false;
            }

            items.Add(new SipParameter(name.ToString(), equals < 0 ? null : value.ToString()));
        }

        parameters = new SipParameters(items.ToImmutable());
        return true;
    }

    private static bool TryHeaders(ref Scanner scanner, out string? headers)
    {
        headers = null;
        if (scanner.Next != '?')
        {
            return true;
        }

        scanner.Skip(1);
        if (!scanner.TryRun(SipCharacters.UriHeader, out var found) || !SipCharacters.EscapesAreWhole(found))
        {
            return false;
        }

        headers = found.ToString();
        return true;
    }
}
