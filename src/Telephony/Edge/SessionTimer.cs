using System.Globalization;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Session timers (RFC 4028) as one who is called: a far end that asks for one and can refresh the session itself is taken at its word; another has none
/// with us. We never ask for one: the call asks after its dialogs itself.
/// </summary>
internal static class SessionTimer
{
    /// <summary>The option tag, in Supported and Require.</summary>
    public const string Option = "timer";

    /// <summary>"The minimum … MUST NOT be less than 90 seconds" (section 5).</summary>
    public const uint SecondsMin = 90;

    private const string ByThem = "uac";
    private const string ByUs = "uas";

    /// <summary>The interval in seconds that is agreed on when this INVITE is accepted; null: none.</summary>
    public static uint? Agreed(SipRequest invite) =>
        Asked(invite) is var (seconds, refresher) && !refresher.Equals(ByUs, StringComparison.OrdinalIgnoreCase) ? seconds : null;

    /// <summary>422 is for those only who understand it (section 9).</summary>
    public static bool IsTooShort(SipRequest invite) => Asked(invite) is var (seconds, _) && seconds < SecondsMin;

    /// <summary>"If the refresher parameter in the Session-Expires header field in the 2xx response has a value of 'uac', … a Require header field with 'timer'" (section 9).</summary>
    public static SipHeaders Accepting(SipHeaders headers, uint seconds) => headers.Add(HeaderNames.SessionExpires, Written(seconds)).Add(HeaderNames.Require, Option);

    /// <summary>What an INVITE had asked for, as far as its 2xx needs it.</summary>
    public static SipHeaders Asking(SipHeaders headers, uint? seconds) =>
        seconds is { } agreed ? headers.Add(HeaderNames.SessionExpires, Written(agreed)).Add(HeaderNames.Supported, Option) : headers;

    private static string Written(uint seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds};refresher={ByThem}");

    /// <summary>What the far end itself asks for; what a proxy asked for in its place it cannot keep.</summary>
    private static (uint Seconds, string Refresher)? Asked(SipRequest invite)
    {
        var parts = invite.Headers.First(HeaderNames.SessionExpires)?.Split(';') ?? [];
        var understands = invite.Headers.Values(HeaderNames.Supported).Concat(invite.Headers.Values(HeaderNames.Require)).Contains(Option, StringComparer.OrdinalIgnoreCase);
        if (!understands || parts.Length == 0 || SipNumber.Saturated(parts[0]) is not { } seconds)
        {
            return null;
        }

        var refresher = parts.Skip(1).Select(part => part.Split('=')).FirstOrDefault(part => part.Length == 2 && part[0].Trim().Equals("refresher", StringComparison.OrdinalIgnoreCase));
        return (seconds, refresher?[1].Trim() ?? ByThem);
    }
}
