using CallCenter.Telephony.Parsing;

namespace CallCenter.Telephony.Authentication;

/// <summary>A scheme and its fields, as in Authorization and WWW-Authenticate (RFC 3261 20.7, 20.44), out of hostile text.</summary>
internal sealed class AuthenticationFields
{
    private const int FieldsMax = 32;
    private const int ValueMax = 1024;

    private readonly Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);

    private AuthenticationFields()
    {
    }

    public string? this[string name] => fields.GetValueOrDefault(name);

    /// <summary>The fields of a Digest value; null for another scheme, anything malformed, and a field that comes twice.</summary>
    public static AuthenticationFields? OfDigest(string value)
    {
        var scanner = new Scanner(value.AsSpan().Trim(" \t"));
        if (!scanner.TryToken(out var scheme) || !scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase) || !SipCharacters.IsWhite(scanner.Next))
        {
            return null;
        }

        var read = new AuthenticationFields();
        do
        {
            scanner.SkipWhite();
            if (read.fields.Count == FieldsMax || !scanner.TryToken(out var name) || !scanner.TrySeparator('=')
                || !(scanner.TryQuoted(out var text) || scanner.TryToken(out text)) || text.Length > ValueMax
                || !read.fields.TryAdd(name.ToString(), QuotedText.Unquote(text)))
            {
                return null;
            }
        }
        while (scanner.TrySeparator(','));

        scanner.SkipWhite();
        return scanner.AtEnd ? read : null;
    }
}
