using System.Text;
using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Messages;

/// <summary>
/// The value of From, To, Contact, Route, Record-Route, Path and P-Asserted-Identity (RFC 3261 20.10): a display name, a URI, parameters.
/// The URI may be of any scheme; <see cref="Uri"/> is null unless it is sip or sips.
/// </summary>
public sealed class NameAddress
{
    /// <summary>Without quotes and escapes; empty when there is none.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The URI as written.</summary>
    public required string Address { get; init; }

    public SipUri? Uri { get; init; }

    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>Empty when there is none.</summary>
    public string Tag => Parameters.Value("tag") ?? "";

    /// <summary>The display name as it may be stored and shown: no control characters, at most <see cref="CaptionMax"/> characters.</summary>
    public string Caption => Printable.Of(DisplayName, CaptionMax);

    public const int CaptionMax = 128;

    public static NameAddress Of(SipUri uri, string displayName = "", string? tag = null) => new()
    {
        DisplayName = displayName,
        Address = uri.ToString(),
        Uri = uri,
        Parameters = tag is null ? SipParameters.Empty : SipParameters.Empty.With("tag", tag),
    };

    public static NameAddress? Parse(string text) => TryParse(text, out var address) ? address : null;

    /// <summary>
    /// name-addr or addr-spec, then parameters. Without angle brackets a ";" begins a parameter of the header, and a "?" or a comma is an
    /// error (RFC 3261 20). White space inside the angle brackets is an error too (RFC 4475 3.1.2.14).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NameAddress address)
    {
        address = null!;
        var scanner = new Scanner(text);
        scanner.SkipWhite();
        if (!TryAddress(ref scanner, out var displayName, out var uriText) || !TryUri(uriText, out var uri)
            || !SipParameters.TryRead(ref scanner, out var parameters))
        {
            return false;
        }

        scanner.SkipWhite();
        if (!scanner.AtEnd)
        {
            return false;
        }

        address = new NameAddress { DisplayName = displayName, Address = uriText.ToString(), Uri = uri, Parameters = parameters };
        return true;
    }

    public NameAddress WithParameter(string name, string? value) => With(Parameters.With(name, value));

    public NameAddress WithTag(string tag) => WithParameter("tag", tag);

    public NameAddress WithoutTag() => With(Parameters.Without("tag"));

    public override string ToString()
    {
        var text = new StringBuilder();
        if (DisplayName.Length > 0)
        {
            text.Append(QuotedText.Quote(DisplayName)).Append(' ');
        }

        return Parameters.Append(text.Append('<').Append(Address).Append('>')).ToString();
    }

    private NameAddress With(SipParameters parameters) => new() { DisplayName = DisplayName, Address = Address, Uri = Uri, Parameters = parameters };

    private static bool TryAddress(ref Scanner scanner, out string displayName, out ReadOnlySpan<char> uri)
    {
        displayName = "";
        uri = default;
        if (scanner.Next == '"')
        {
            if (!scanner.TryQuoted(out var quoted))
            {
                return false;
            }

            displayName = QuotedText.Unquote(quoted);
            scanner.SkipWhite();
            return TryBracketed(ref scanner, out uri);
        }

        var bracket = scanner.Rest.IndexOf('<');
        if (bracket < 0)
        {
            uri = scanner.Until(';', ' ');
            return !uri.ContainsAny("?,\t");
        }

        var name = scanner.Rest[..bracket].TrimEnd(" \t");
        if (!IsTokens(name))
        {
            return false;
        }

        displayName = name.ToString();
        scanner.Skip(bracket);
        return TryBracketed(ref scanner, out uri);
    }

    private static bool TryBracketed(ref Scanner scanner, out ReadOnlySpan<char> uri)
    {
        uri = default;
        var end = scanner.Rest.IndexOf('>');
        if (scanner.Next != '<' || end < 2)
        {
            return false;
        }

        uri = scanner.Rest[1..end];
        scanner.Skip(end + 1);
        return true;
    }

    /// <summary>display-name = *(token LWS), and, as phones send it, letters beyond ASCII.</summary>
    private static bool IsTokens(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!SipCharacters.Token.Contains(character) && !SipCharacters.IsWhite(character) && !char.IsLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A sip or sips URI must be whole; of any other only the scheme is looked at.</summary>
    private static bool TryUri(ReadOnlySpan<char> text, out SipUri? uri)
    {
        uri = null;
        if (text.Length > SipLimits.UriMax)
        {
            return false;
        }

        return UriScheme.Of(text) switch
        {
            UriSchemeKind.Sip => SipUri.TryParse(text, out uri!),
            UriSchemeKind.Other => !text.ContainsAny(" \t<>\""),
            _ => false,
        };
    }
}
