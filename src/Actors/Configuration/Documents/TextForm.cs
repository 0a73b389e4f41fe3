using System.Net;
using System.Text.RegularExpressions;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>
/// A kind of text: <paramref name="Pattern"/> decides (and stands in the JSON schema), <paramref name="Expected"/> says it to people.
/// A secret one is never repeated in a message.
/// </summary>
public sealed partial record TextForm(string Expected, string Pattern, bool IsSecret = false)
{
    private const string Host = @"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(:[0-9]{1,5})?";
    private const string Day = "(mon|tue|wed|thu|fri|sat|sun)";
    private const string Span = "([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)";
    private const string Parameters = @"(;transport=(udp|tcp))?";

    public static readonly TextForm Key = new("1 to 96 letters, digits and -_.@+~", @"^[A-Za-z0-9._@+~-]{1,96}$");

    public static readonly TextForm Skill = new("a letter, then up to 95 letters, digits and -_. (but not and, or, not, nor site. in front)", @"^(?!(?:and|or|not)$)(?!site\.)[A-Za-z][A-Za-z0-9._-]{0,95}$");

    public static readonly TextForm Number = new("1 to 32 letters, digits and +-_.*#", @"^[A-Za-z0-9+_.*#-]{1,32}$");

    public static readonly TextForm Name = new("1 to 128 characters on one line", @"^[^\u0000-\u001f\u007f\u0085\u2028\u2029]{1,128}$");

    public static readonly TextForm Music = new("1 to 64 letters, digits and -_", @"^[A-Za-z0-9_-]{1,64}$");

    public static readonly TextForm Cidr = new("an address or block such as 192.0.2.7 or 10.0.0.0/8", @"^[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?$");

    public static readonly TextForm SipContact = new(
        "a SIP URI such as sip:a17@127.0.0.1:7000", $@"^sip:[A-Za-z0-9_.!~*'()&=+$,;?/%-]{{1,96}}@{Host}{Parameters}$");

    public static readonly TextForm SipHost = new("a SIP address such as sip:192.0.2.7:5060", $"^sip:{Host}{Parameters}$");

    public static readonly TextForm TimeZone = new("an IANA time zone such as Asia/Shanghai", "^[A-Za-z0-9_+/-]{1,64}$");

    public static readonly TextForm Days = new("mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri", $"^{Day}(-{Day})?$");

    public static readonly TextForm Hours = new("a time such as 09:00-18:00", $"^{Span}$");

    public static readonly TextForm Date = new("a date such as 2026-10-01, or with its time 2026-12-31 12:00-24:00", $"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}( {Span})?$");

    public static readonly TextForm Needs = new("1 to 256 characters on one line", @"^[^\u0000-\u001f\u007f\u0085\u2028\u2029]{1,256}$");

    public static readonly TextForm DataKey = new("1 to 32 of a-z, 0-9 and -_.", "^[a-z0-9._-]{1,32}$");

    public static readonly TextForm DataValue = new("at most 256 characters on one line", @"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{0,256}$");

    public static readonly TextForm Password = new("6 to 128 characters on one line", @"^[^\u0000-\u001f\u007f]{6,128}$", IsSecret: true);

    public static readonly TextForm Site = new("1 to 16 of a-z, 0-9 and -", "^[a-z0-9-]{1,16}$");

    public static readonly TextForm Digits = new("1 to 5 digits", "^[0-9]{1,5}$");

    public static readonly TextForm HttpUrl = new(
        "an address such as https://crm.example.com/callers, without user, query and fragment", $@"^https?://{Host}(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]{{0,512}})?$");

    public static readonly TextForm Authorization = new("1 to 1,024 printable ASCII characters", "^[!-~]([ -~]{0,1022}[!-~])?$", IsSecret: true);

    public static readonly TextForm ReplyField = new("a field such as tier or customer.tier, at most 4 deep", @"^[A-Za-z0-9_-]{1,64}(\.[A-Za-z0-9_-]{1,64}){0,3}$");

    private static readonly Dictionary<string, Regex> Compiled = new[]
        {
            Key, Skill, Number, Name, Music, Cidr, SipContact, SipHost, TimeZone, Days, Hours, Date, Needs, DataKey, DataValue, Password, Site, Digits, HttpUrl, Authorization, ReplyField,
        }
        .ToDictionary(form => form.Pattern, form => new Regex(form.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    /// <summary>$ also matches before a last line break, which no form allows.</summary>
    public bool Accepts(string text) => Compiled[Pattern].IsMatch(text) && !text.EndsWith('\n') && MeansSomething(text);

    /// <summary>What a pattern cannot say: an address that is one, a port that is one, a date that is one.</summary>
    private bool MeansSomething(string text) =>
        Pattern == Cidr.Pattern ? TryBlock(text, out _)
        : Pattern == Date.Pattern ? CalendarText.IsDate(text)
        : Pattern == HttpUrl.Pattern ? Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { UserInfo: "", Host.Length: > 0 }
        : Pattern != SipContact.Pattern && Pattern != SipHost.Pattern || PortOf(text) is > 0 and <= IPEndPoint.MaxPort;

    /// <summary>A single address is a block of one.</summary>
    public static bool TryBlock(string text, out IPNetwork block)
    {
        block = default;
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out block);
        }

        if (!IPAddress.TryParse(text, out var address) || !text.Contains('.', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        block = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static int PortOf(string uri) => PortPart().Match(uri) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 5060;

    [GeneratedRegex(@":([0-9]{1,5})(?:;transport=(?:udp|tcp))?$", RegexOptions.CultureInvariant)]
    private static partial Regex PortPart();
}
