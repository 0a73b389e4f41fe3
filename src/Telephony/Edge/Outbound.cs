using System.Globalization;
using CallCenter.Actors.Phones;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Connections that a phone keeps open and is called back by (RFC 5626): what a REGISTER says of them. Whether one still stands is found out by us
/// (probes of TCP, pings of WebSocket), so no Flow-Timer asks the phone for keep-alives; where it sends some, they are answered.
/// </summary>
internal static class Outbound
{
    public const string Option = "outbound";

    /// <summary>A UUID as a URN has 45 characters; what is longer is no device of ours.</summary>
    private const int InstanceMax = 128;

    private const string Instance = "+sip.instance";
    private const string Number = "reg-id";

    /// <summary>
    /// The phone asks for it and its first hop can: we ourselves, or a proxy whose Path says "ob". A proxy that does not say so may lead each request over
    /// another connection: then the phone is registered as any other, and the answer does not promise what it asked for.
    /// </summary>
    public static bool IsWanted(SipRequest request) =>
        (Names(request, HeaderNames.Supported) || Names(request, HeaderNames.Require))
        && (request.Headers.Values(HeaderNames.Via).Length == 1 || request.Headers.Values(HeaderNames.Path) is [.., var first] && NameAddress.Parse(first)?.Uri?.Parameters.Has("ob") == true);

    /// <summary>Null: "a reg-id but no instance-id is not valid … it simply ignores the reg-id parameter" (section 6), and so without one.</summary>
    public static DeviceFlow? FlowOf(NameAddress contact) =>
        contact.Parameters.Value(Instance) is { Length: > 0 and <= InstanceMax } instance && instance.All(IsPlain)
        && uint.TryParse(contact.Parameters.Value(Number), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= int.MaxValue
            ? new DeviceFlow(instance, number)
            : null;

    /// <summary>Of a Contact in the answer, each with its semicolon.</summary>
    public static string Parameters(DeviceFlow? device) => device is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $";{Instance}=\"{device.Instance}\";{Number}={device.Number}");

    private static bool Names(SipRequest request, string header) => request.Headers.Values(header).Contains(Option, StringComparer.OrdinalIgnoreCase);

    private static bool IsPlain(char character) => character is > ' ' and < (char)127 and not ('"' or '\\');
}
