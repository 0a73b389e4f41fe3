using System.Globalization;
using CallCenter.Actors.Calls;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Session timers (RFC 4028) in what is said of them: a far end that asks for one is taken at its word, and refreshes it itself unless it wants us to. Where only a
/// proxy on the way asks for one, it is we who can. We begin none of our own: the call asks after its dialogs itself.
/// </summary>
internal static class SessionTimer
{
    /// <summary>The option tag, in Supported and Require.</summary>
    public const string Option = "timer";

    public const uint SecondsMin = LegSession.SecondsMin;

    private const string Uac = "uac";
    private const string Uas = "uas";

    /// <summary>
    /// The interval in seconds that is agreed on when this request is accepted, and whether it is ours to refresh; null: none. Where whoever asks does not
    /// understand session timers, nobody can be told that its interval is too short: then there is none.
    /// </summary>
    public static (uint Seconds, bool IsOurs)? Agreed(SipRequest request) => Written(request) switch
    {
        null => null,
        var (seconds, refresher) when IsUnderstood(request) => (seconds, Is(refresher, Uas)),
        var (seconds, _) => seconds < SecondsMin ? null : (seconds, true),
    };

    /// <summary>422 is for those only who understand it (section 9).</summary>
    public static bool IsTooShort(SipRequest request) => IsUnderstood(request) && Written(request) is { Seconds: < SecondsMin };

    /// <summary>
    /// "If the refresher parameter in the Session-Expires header field in the 2xx response has a value of 'uac', … a Require header field with 'timer'" (section 9).
    /// </summary>
    public static SipHeaders Accepting(SipHeaders headers, uint seconds, bool isOurs) => isOurs
        ? headers.Add(HeaderNames.SessionExpires, Text(seconds, Uas))
        : headers.Add(HeaderNames.SessionExpires, Text(seconds, Uac)).Add(HeaderNames.Require, Option);

    /// <summary>What an INVITE had asked for, as far as its 2xx needs it.</summary>
    public static SipHeaders Asking(SipHeaders headers, uint? seconds, bool isOurs) =>
        seconds is { } agreed ? headers.Add(HeaderNames.SessionExpires, Text(agreed, isOurs ? Uas : Uac)).Add(HeaderNames.Supported, Option) : headers;

    /// <summary>In a request of ours within a dialog: the interval as it is, and who refreshes it from now on. Without one they may ask for it in their 2xx.</summary>
    public static SipRequest Telling(SipRequest request, uint? seconds, bool isOurs)
    {
        var able = request.Headers.Add(HeaderNames.Supported, Option);
        return request.With(seconds is { } agreed ? able.Add(HeaderNames.SessionExpires, Text(agreed, isOurs ? Uac : Uas)) : able);
    }

    /// <summary>What a 2xx to a request of ours asks for; without a refresher it is the one who sent the request. Null: none, or one that nobody could keep.</summary>
    public static (uint Seconds, bool IsOurs)? Answered(SipResponse response) =>
        Written(response) is var (seconds, refresher) && seconds >= SecondsMin ? (seconds, !Is(refresher, Uas)) : null;

    /// <summary>What a 422 says that it takes.</summary>
    public static uint? Least(SipResponse response) => response.Headers.First(HeaderNames.MinSessionExpires)?.Split(';')[0] is { } least ? SipNumber.Saturated(least.Trim()) : null;

    private static bool IsUnderstood(SipRequest request) =>
        request.Headers.Values(HeaderNames.Supported).Concat(request.Headers.Values(HeaderNames.Require)).Contains(Option, StringComparer.OrdinalIgnoreCase);

    private static bool Is(string refresher, string name) => refresher.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Text(uint seconds, string refresher) => string.Create(CultureInfo.InvariantCulture, $"{seconds};refresher={refresher}");

    private static (uint Seconds, string Refresher)? Written(SipMessage message)
    {
        var parts = message.Headers.First(HeaderNames.SessionExpires)?.Split(';') ?? [];
        if (parts.Length == 0 || SipNumber.Saturated(parts[0]) is not { } seconds)
        {
            return null;
        }

        var refresher = parts.Skip(1).Select(part => part.Split('=')).FirstOrDefault(part => part.Length == 2 && part[0].Trim().Equals("refresher", StringComparison.OrdinalIgnoreCase));
        return (seconds, refresher?[1].Trim() ?? Uac);
    }
}
