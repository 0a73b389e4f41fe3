using static CallCenter.Telephony.Transactions.TransactionAct;
using static CallCenter.Telephony.Transactions.TransactionTimer;
using Phase = CallCenter.Telephony.Transactions.TransactionPhase;

namespace CallCenter.Telephony.Transactions;

/// <summary>
/// The non-INVITE client transaction: RFC 3261 section 17.1.2.
/// <code>
///           1xx              200–699
///   Trying ────► Proceeding ────────► Completed ──K──► Terminated
///     E: request again, pauses to T2;  in Proceeding always T2;  F: timed out
/// </code>
/// </summary>
internal static class NonInviteClient
{
    public static TransactionState Initial(bool reliable) => new(Phase.Trying, reliable);

    public static TransactionStep Next(TransactionState state, TransactionInput input, TransactionTimes times) => (state.Phase, input) switch
    {
        (Phase.Trying, TransactionInput.Begin) => Begin(state, times),
        (Phase.Trying, TransactionInput.Fired { Timer: E }) => Repeat(state, times.Next(state.Interval)),

        // "If timer E fires while in the Proceeding state, the request MUST be passed to the transport layer …, and Timer E MUST be reset with a value of T2."
        (Phase.Proceeding, TransactionInput.Fired { Timer: E }) => Repeat(state, times.T2),
        (Phase.Trying or Phase.Proceeding, TransactionInput.Fired { Timer: F }) => state.To(Phase.Terminated, Stop(E), TimedOut, Terminate),

        (Phase.Trying or Phase.Proceeding, TransactionInput.Response { Status: < 200 }) => state.To(Phase.Proceeding, Pass),
        (Phase.Trying or Phase.Proceeding, TransactionInput.Response) => Complete(state, times),
        (Phase.Completed, TransactionInput.Fired { Timer: K }) => state.To(Phase.Terminated, Terminate),

        (Phase.Trying or Phase.Proceeding, TransactionInput.SendFailed) => state.To(Phase.Terminated, Stop(E), Stop(F), Failed, Terminate),

        _ => state.Stay(),
    };

    private static TransactionStep Begin(TransactionState state, TransactionTimes times)
    {
        var begun = state with { Interval = times.T1 };
        return state.Reliable
            ? begun.Stay(Start(F, times.Timeout), SendRequest)
            : begun.Stay(Start(E, times.T1), Start(F, times.Timeout), SendRequest);
    }

    private static TransactionStep Repeat(TransactionState state, TimeSpan interval) =>
        (state with { Interval = interval }).Stay(Start(E, interval), SendRequest);

    private static TransactionStep Complete(TransactionState state, TransactionTimes times) => state.Reliable
        ? state.To(Phase.Terminated, Stop(F), Pass, Terminate)
        : state.To(Phase.Completed, Stop(E), Stop(F), Start(K, times.T4), Pass);
}
