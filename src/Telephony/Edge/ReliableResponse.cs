using System.Globalization;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>Provisional responses that are acknowledged (RFC 3262), in what is said of them.</summary>
internal static class ReliableResponse
{
    /// <summary>The option tag, in Supported and Require.</summary>
    public const string Option = "100rel";

    /// <summary>Whoever only supports them gets none of ours: they cost a message more, and what they bring a caller that waits it hears anyway.</summary>
    public static bool IsRequired(SipMessage message) => message.Headers.Values(HeaderNames.Require).Contains(Option, StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of a provisional response that asks for a PRACK; null: it asks for none.</summary>
    public static uint? NumberOf(SipResponse response) =>
        response is { IsProvisional: true, Status: > 100 } && IsRequired(response) && response.Headers.First(HeaderNames.RSeq) is { } number ? SipNumber.Saturated(number) : null;

    public static SipResponse Asking(SipResponse response, uint number) => response.With(response.Headers
        .Add(HeaderNames.Require, Option)
        .Add(HeaderNames.RSeq, number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>RAck (section 7.2): the number of the response, and the CSeq of its request. Null: it is none, or not of an INVITE.</summary>
    public static (uint RSeq, uint Invite)? Acknowledged(SipRequest prack)
    {
        var value = prack.Headers.First(HeaderNames.RAck)?.Trim() ?? "";
        var space = value.IndexOfAny([' ', '\t']);
        return space > 0 && SipNumber.Saturated(value.AsSpan(0, space)) is { } number && CSeq.TryParse(value.AsSpan(space), out var of) && of.Method == SipMethod.Invite ? (number, of.Number) : null;
    }

    public static string Acknowledging(uint rseq, uint invite) => string.Create(CultureInfo.InvariantCulture, $"{rseq} {new CSeq(invite, SipMethod.Invite)}");
}
