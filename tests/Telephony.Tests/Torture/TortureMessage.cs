using System.Text;
using System.Text.RegularExpressions;

namespace CallCenter.Telephony.Tests.Torture;

/// <summary>
/// The messages of RFC 4475 and RFC 5118, kept in the notation of the former's section 2: <c>allOneLine</c> joins lines, <c>hex</c> writes octets,
/// <c>repeat</c> repeats, and each line ends with CRLF.
/// </summary>
internal static partial class TortureMessage
{
    public static IEnumerable<string> Names => typeof(TortureMessage).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sip", StringComparison.Ordinal))
        .Select(name => name[..^4]);

    public static byte[] Octets(string name)
    {
        using var stream = typeof(TortureMessage).Assembly.GetManifestResourceStream(name + ".sip")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = AllOneLine().Replace(reader.ReadToEnd(), match => match.Groups[1].Value.Replace("\n", "", StringComparison.Ordinal) + "\n");
        text = Repeat().Replace(text, match => string.Concat(Enumerable.Repeat(match.Groups[2].Value, int.Parse(match.Groups[1].Value))));
        text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        text = Hex().Replace(text, match => Encoding.Latin1.GetString(Convert.FromHexString(match.Groups[1].Value)));
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex("<allOneLine>\n(.*?)</allOneLine>\n", RegexOptions.Singleline)]
    private static partial Regex AllOneLine();

    [GeneratedRegex("<repeat count=([0-9]+)>(.*?)</repeat>")]
    private static partial Regex Repeat();

    [GeneratedRegex("<hex>([0-9A-F]*)</hex>")]
    private static partial Regex Hex();
}
