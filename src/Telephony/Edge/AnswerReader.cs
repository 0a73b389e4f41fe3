using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Sdp;

namespace CallCenter.Telephony.Edge;

/// <summary>What a 2xx to our INVITE says of its dialog (RFC 3261 12.1.2).</summary>
internal static class AnswerReader
{
    public static DialogAnswer Of(SipResponse response, Dialog dialog) => Of(response, dialog.RemoteTarget);

    /// <summary>Without a Contact, which a 2xx must have, only the address that was called is left.</summary>
    public static DialogAnswer Of(SipResponse response, string called) => new(
        response.To.Tag,
        response.Contacts is [{ Uri: not null } contact, ..] ? contact.Address : called,
        [.. DialogRequest.RouteSetOf(response)],
        SdpAudio.Peer(response.Body.Span));
}
