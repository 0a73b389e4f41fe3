using static CallCenter.Telephony.Transactions.TransactionAct;
using static CallCenter.Telephony.Transactions.TransactionTimer;
using Phase = CallCenter.Telephony.Transactions.TransactionPhase;

namespace CallCenter.Telephony.Transactions;

/// <summary>
/// The INVITE client transaction: RFC 3261 section 17.1.1, with the Accepted state of RFC 6026 section 7.2.
/// <code>
///             INVITE            1xx              2xx
///   Calling ──────────► Proceeding ───► Accepted ──M──► Terminated
///      │ A: INVITE again     │             │ 2xx to the user, each time
///      │ B: timed out        │ 300–699: ACK
///      └─────────────► Completed ──D──► Terminated     300–699 again: ACK again
/// </code>
/// </summary>
internal static class InviteClient
{
    public static TransactionState Initial(bool reliable) => new(Phase.Calling, reliable);

    public static TransactionStep Next(TransactionState state, TransactionInput input, TransactionTimes times) => (state.Phase, input) switch
    {
        (Phase.Calling, TransactionInput.Begin) => Begin(state, times),

        // "When timer A fires, the client transaction MUST retransmit the request … and MUST reset the timer with a value of 2*T1" (17.1.1.2).
        (Phase.Calling, TransactionInput.Fired { Timer: A }) => Repeat(state),
        (Phase.Calling, TransactionInput.Fired { Timer: B }) => state.To(Phase.Terminated, TimedOut, Stop(A), Terminate),
        (Phase.Calling, TransactionInput.Response { Status: < 200 }) => state.To(Phase.Proceeding, Stop(A), Stop(B), Pass),
        (Phase.Proceeding, TransactionInput.Response { Status: < 200 }) => state.Stay(Pass),

        (Phase.Calling or Phase.Proceeding, TransactionInput.Response { Status: < 300 }) =>
            state.To(Phase.Accepted, Stop(A), Stop(B), Start(M, times.Timeout), Pass),
        (Phase.Calling or Phase.Proceeding, TransactionInput.Response) => Complete(state, times),

        (Phase.Accepted, TransactionInput.Response { Status: >= 200 and < 300 }) => state.Stay(Pass),
        (Phase.Accepted, TransactionInput.Fired { Timer: M }) => state.To(Phase.Terminated, Terminate),

        // "Any retransmissions of the final response … MUST cause the ACK to be re-passed to the transport layer" but not to the user.
        (Phase.Completed, TransactionInput.Response { Status: >= 300 }) => state.Stay(SendAck),
        (Phase.Completed, TransactionInput.Fired { Timer: D }) => state.To(Phase.Terminated, Terminate),

        (Phase.Calling or Phase.Proceeding or Phase.Completed, TransactionInput.SendFailed) =>
            state.To(Phase.Terminated, Stop(A), Stop(B), Stop(D), Failed, Terminate),

        _ => state.Stay(),
    };

    private static TransactionStep Begin(TransactionState state, TransactionTimes times)
    {
        var begun = state with { Interval = times.T1 };
        return state.Reliable
            ? begun.Stay(Start(B, times.Timeout), SendRequest)
            : begun.Stay(Start(A, times.T1), Start(B, times.Timeout), SendRequest);
    }

    private static TransactionStep Repeat(TransactionState state)
    {
        var slower = state with { Interval = state.Interval * 2 };
        return slower.Stay(Start(A, slower.Interval), SendRequest);
    }

    private static TransactionStep Complete(TransactionState state, TransactionTimes times) => state.Reliable
        ? state.To(Phase.Terminated, Stop(B), SendAck, Pass, Terminate)
        : state.To(Phase.Completed, Stop(A), Stop(B), Start(D, times.D), SendAck, Pass);
}
