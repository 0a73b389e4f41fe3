using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>Who calls: number and name as they may be shown, bounded; empty when withheld.</summary>
internal readonly record struct CallerIdentity(string Number, string Name)
{
    public const int LengthMax = 64;

    private static readonly CallerIdentity Withheld = new("", "");

    /// <summary>
    /// P-Asserted-Identity is believed from a trunk only (RFC 3325 section 5); a phone is who it proved to be. Privacy of RFC 3323 is kept.
    /// </summary>
    public static CallerIdentity Of(SipRequest request, Origin origin) => origin switch
    {
        _ when IsPrivate(request) => Withheld,
        Origin.Phone phone => new CallerIdentity(Bounded(phone.User), Shown(request.From.Caption)),
        Origin.Trunk when request.Addresses(HeaderNames.PAssertedIdentity) is [var asserted, ..] => From(asserted),
        _ => From(request.From),
    };

    private static CallerIdentity From(NameAddress party) => party.Uri is { HostAddress: "anonymous.invalid" }
        ? Withheld
        : new CallerIdentity(Bounded(party.Uri?.UserName.Split(';')[0] ?? NumberOfTel(party.Address)), Shown(party.Caption));

    /// <summary>tel:+86-10-5555;phone-context=… (RFC 3966): visual separators go.</summary>
    private static string NumberOfTel(string address)
    {
        var number = address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? address[4..].Split(';')[0] : "";
        return string.Concat(number.Where(character => character is not ('-' or '.' or '(' or ')')));
    }

    private static bool IsPrivate(SipRequest request) =>
        (request.Headers.First(HeaderNames.Privacy) ?? "").Split(';', ',').Any(value => value.Trim() is "id" or "user" or "header");

    private static string Bounded(string text)
    {
        var plain = string.Concat(text.Where(character => !char.IsControl(character)));
        return plain.Length <= LengthMax ? plain : plain[..LengthMax];
    }

    private static string Shown(string name) => Bounded(name.Trim());
}
