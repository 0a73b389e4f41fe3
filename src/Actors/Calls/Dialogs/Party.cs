using System.Buffers;
using System.Globalization;
using System.Text;

namespace CallCenter.Actors.Calls.Dialogs;

/// <summary>From and To values (RFC 3261 section 20.20), without a tag, from text that may be anything.</summary>
internal static class Party
{
    private const int NameMax = 64;

    /// <summary>RFC 3323 section 4.1.1.3: what a caller is called who withholds its number.</summary>
    private const string Anonymous = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";

    private static readonly SearchValues<byte> UserCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()+"u8);

    public static string Of(CallArrival arrival) => Identity(arrival) ?? Anonymous;

    /// <summary>The identity that is asserted (RFC 3325); null when withheld.</summary>
    public static string? Identity(CallArrival arrival) =>
        arrival.Caller.Length == 0 ? null : $"{DisplayName(arrival.CallerName)}<sip:{User(arrival.Caller)}@{Host(arrival.Slot.Address)}>";

    /// <summary>Us, as a customer sees it whom an agent calls: the number that its tenant shows, or none.</summary>
    public static string Shown(CallArrival arrival) => ShownIdentity(arrival) ?? Anonymous;

    public static string? ShownIdentity(CallArrival arrival) =>
        arrival.Outbound is { Shown: { Length: > 0 } number } ? $"<sip:{User(number)}@{Host(arrival.Slot.Address)}>" : null;

    private static string DisplayName(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(NameMax))
        {
            text.Append(rune.Value is '"' or '\\' ? "\\" : "").Append(rune.ToString());
        }

        return text.Length == 0 ? "" : $"\"{text}\" ";
    }

    /// <summary>The user part: what is not plainly allowed is escaped (section 19.1.2).</summary>
    private static string User(string number)
    {
        var text = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(number))
        {
            text.Append(UserCharacters.Contains(octet) ? ((char)octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{octet:X2}"));
        }

        return text.ToString();
    }

    private static string Host(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}
