using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace CallCenter.Actors.Calls;

/// <summary>
/// User-to-user information (RFC 7433): what a caller's system sends along with the call, and ours sends on. It is an attached value of a fixed key, so
/// that rules see it and desktops may set it.
/// </summary>
public static partial class UserToUser
{
    /// <summary>The key of the attached value.</summary>
    public const string Key = "user-to-user";

    /// <summary>Octets of what is written in hex: what the ISDN carries at most (Q.931 section 4.5.30, less the protocol's own).</summary>
    private const int OctetsMax = 128;

    /// <summary>
    /// Whether this is a value of the header as section 4.1 has it: <c>(token / quoted-string) *(";" generic-param)</c>, of no more characters than an attached
    /// value has.
    /// </summary>
    public static bool IsValue(string text) => text.Length <= AttachedData.ValueMax && Value().IsMatch(text);

    /// <summary>
    /// What an INVITE says of these values; null: nothing. Text that is no value of the header is written in hex, as UTF-8; what is longer than
    /// the ISDN carries, or sensitive, stays here.
    /// </summary>
    public static string? Of(ImmutableSortedDictionary<string, AttachedValue> attached) => attached.GetValueOrDefault(Key) switch
    {
        null or { Sensitive: true } or { Text: "" } => null,
        { Text: var text } when IsValue(text) => text,
        { Text: var text } => Encoding.UTF8.GetBytes(text) is { Length: <= OctetsMax } octets ? $"{Convert.ToHexStringLower(octets)};encoding=hex" : null,
    };

    /// <summary>What came with an INVITE, as the first of what is attached.</summary>
    public static ImmutableSortedDictionary<string, AttachedValue> Attached(CallArrival arrival) =>
        arrival.UserToUser is { } text ? AttachedData.Empty.Add(Key, new AttachedValue(AttachedType.Text, text)) : AttachedData.Empty;

    private const string Token = "[A-Za-z0-9.!%*_+`'~-]+";
    private const string Quoted = """
        "(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"
        """;

    [GeneratedRegex($"^(?:{Token}|{Quoted})(?: *; *{Token}(?: *= *(?:{Token}|{Quoted}))?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
