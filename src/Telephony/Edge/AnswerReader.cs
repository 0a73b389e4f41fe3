using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;
using CallCenter.Telephony.Transports;

namespace CallCenter.Telephony.Edge;

/// <summary>What a 2xx to our INVITE says of its dialog (RFC 3261 12.1.2).</summary>
internal static class AnswerReader
{
    public static DialogAnswer Of(SipResponse response, Dialog dialog) => Of(response, dialog.RemoteTarget);

    /// <summary>Without a Contact, which a 2xx must have, only the address that was called is left.</summary>
    public static DialogAnswer Of(SipResponse response, string called)
    {
        var session = SessionTimer.Answered(response);
        return new DialogAnswer(
            response.To.Tag,
            response.Contacts is [{ Uri: not null } contact, ..] ? contact.Address : called,
            [.. DialogRequest.RouteSetOf(response)],
            SdpAudio.Peer(response.Body.Span))
        {
            SessionSeconds = session?.Seconds,
            SessionIsOurs = session is { IsOurs: true },
            TakesUpdate = DialogRequest.Allows(response, SipMethod.Update),
        };
    }

    /// <summary>The early dialog of a provisional response; null: it has no tag and makes none (12.1), or nothing is to be done in it.</summary>
    public static EarlyDialog? Early(SipResponse response, Dialog dialog)
    {
        if (response.To.Tag.Length == 0)
        {
            return null;
        }

        var answer = Of(response, dialog);
        var events = response.Headers.Values(HeaderNames.AllowEvents).Select(value => value.Trim());
        var takesTalk = events.Contains("talk", StringComparer.OrdinalIgnoreCase);
        return takesTalk || answer.Media is not null || ReliableResponse.NumberOf(response) is not null ? new EarlyDialog(answer.RemoteTag, answer.RemoteTarget, answer.RouteSet, answer.Media, takesTalk) : null;
    }

    /// <summary>
    /// The dialog as the 2xx alone tells it, for an ACK or a BYE. Those go back the way it came and nowhere else: a forged 2xx must not send them to
    /// others.
    /// </summary>
    public static Dialog Dialog(SipResponse response, DialogAnswer answer, LegToken token, Hop from) => new()
    {
        CallId = response.CallId,
        LocalTag = response.From.Tag,
        RemoteTag = answer.RemoteTag,
        LocalParty = response.From.WithoutTag().ToString(),
        RemoteParty = response.To.WithoutTag().ToString(),
        RemoteTarget = answer.RemoteTarget,
        RouteSet = answer.RouteSet,
        LocalCSeq = response.CSeq.Number,
        Flow = from.ToFlow(),
        Token = token.ToString(),
    };
}
