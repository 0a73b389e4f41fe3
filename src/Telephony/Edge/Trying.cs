using CallCenter.Telephony.Messages;
using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// When 100 Trying is said: "The server transaction MUST generate a 100 (Trying) response unless it knows that the TU will generate a provisional or
/// final response within 200 ms" (RFC 3261 17.2.1). Not sooner: who has heard it does not repeat its INVITE any more, and over UDP the repeat is
/// what finds a process again that died before the call was durable.
/// </summary>
internal static class Trying
{
    public static readonly TimeSpan After = TimeSpan.FromMilliseconds(200);

    /// <summary>The INVITE is held from now on. Nothing is said if it is answered before.</summary>
    public static void Promise(EdgeParts edge, ServerTransaction invite) => edge.Timers.Start(After, () =>
    {
        if (invite.LastStatus == 0)
        {
            invite.Respond(SipResponse.For(invite.Request, 100));
        }
    });
}
