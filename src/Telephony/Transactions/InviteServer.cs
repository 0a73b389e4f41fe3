using static CallCenter.Telephony.Transactions.TransactionAct;
using static CallCenter.Telephony.Transactions.TransactionTimer;
using Phase = CallCenter.Telephony.Transactions.TransactionPhase;

namespace CallCenter.Telephony.Transactions;

/// <summary>
/// The INVITE server transaction: RFC 3261 section 17.2.1, with the Accepted state of RFC 6026 section 7.1.
/// <code>
///              2xx
///   Proceeding ───► Accepted ──L──► Terminated      INVITE again is absorbed; the user repeats the 2xx (13.3.1.4)
///      │ INVITE again: last 1xx again
///      │ 300–699          ACK
///      └──► Completed ───────► Confirmed ──I──► Terminated
///             │ G: response again    ACK again is absorbed
///             │ H: nobody acknowledged
/// </code>
/// </summary>
internal static class InviteServer
{
    public static TransactionState Initial(bool reliable) => new(Phase.Proceeding, reliable);

    public static TransactionStep Next(TransactionState state, TransactionInput input, TransactionTimes times) => (state.Phase, input) switch
    {
        (Phase.Proceeding, TransactionInput.Begin) => state.Stay(Pass),
        (Phase.Proceeding, TransactionInput.Repeat) => state.Stay(SendResponse),
        (Phase.Proceeding, TransactionInput.Respond { Status: < 200 }) => state.Stay(SendResponse),
        (Phase.Proceeding, TransactionInput.Respond { Status: < 300 }) => state.To(Phase.Accepted, Start(L, times.Timeout), SendResponse),
        (Phase.Proceeding, TransactionInput.Respond) => Complete(state, times),

        (Phase.Completed, TransactionInput.Repeat) => state.Stay(SendResponse),
        (Phase.Completed, TransactionInput.Fired { Timer: G }) => Repeat(state, times),
        (Phase.Completed, TransactionInput.Fired { Timer: H }) => state.To(Phase.Terminated, Stop(G), TimedOut, Terminate),
        (Phase.Completed, TransactionInput.Ack) => Confirm(state, times),

        (Phase.Confirmed, TransactionInput.Fired { Timer: I }) => state.To(Phase.Terminated, Terminate),

        (Phase.Accepted, TransactionInput.Respond { Status: >= 200 and < 300 }) => state.Stay(SendResponse),
        (Phase.Accepted, TransactionInput.Ack) => state.Stay(Pass),
        (Phase.Accepted, TransactionInput.Fired { Timer: L }) => state.To(Phase.Terminated, Terminate),

        // RFC 6026 section 7.1: a transport error in Proceeding, Accepted or Completed is reported, and only in Completed is it the end.
        (Phase.Proceeding or Phase.Accepted, TransactionInput.SendFailed) => state.Stay(Failed),
        (Phase.Completed, TransactionInput.SendFailed) => state.To(Phase.Terminated, Stop(G), Stop(H), Failed, Terminate),

        _ => state.Stay(),
    };

    private static TransactionStep Complete(TransactionState state, TransactionTimes times) => state.Reliable
        ? state.To(Phase.Completed, Start(H, times.Timeout), SendResponse)
        : (state with { Interval = times.T1 }).To(Phase.Completed, Start(G, times.T1), Start(H, times.Timeout), SendResponse);

    private static TransactionStep Repeat(TransactionState state, TransactionTimes times)
    {
        var slower = state with { Interval = times.Next(state.Interval) };
        return slower.Stay(Start(G, slower.Interval), SendResponse);
    }

    private static TransactionStep Confirm(TransactionState state, TransactionTimes times) => state.Reliable
        ? state.To(Phase.Terminated, Stop(H), Pass, Terminate)
        : state.To(Phase.Confirmed, Stop(G), Stop(H), Start(I, times.T4), Pass);
}
