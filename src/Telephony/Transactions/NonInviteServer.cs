using static CallCenter.Telephony.Transactions.TransactionAct;
using static CallCenter.Telephony.Transactions.TransactionTimer;
using Phase = CallCenter.Telephony.Transactions.TransactionPhase;

namespace CallCenter.Telephony.Transactions;

/// <summary>
/// The non-INVITE server transaction: RFC 3261 section 17.2.2.
/// <code>
///           1xx              200–699
///   Trying ────► Proceeding ────────► Completed ──J──► Terminated
///     request again: absorbed;  then the last response again
/// </code>
/// </summary>
internal static class NonInviteServer
{
    public static TransactionState Initial(bool reliable) => new(Phase.Trying, reliable);

    public static TransactionStep Next(TransactionState state, TransactionInput input, TransactionTimes times) => (state.Phase, input) switch
    {
        (Phase.Trying, TransactionInput.Begin) => state.Stay(Pass),
        (Phase.Trying or Phase.Proceeding, TransactionInput.Respond { Status: < 200 }) => state.To(Phase.Proceeding, SendResponse),
        (Phase.Trying or Phase.Proceeding, TransactionInput.Respond) => Complete(state, times),

        (Phase.Proceeding or Phase.Completed, TransactionInput.Repeat) => state.Stay(SendResponse),
        (Phase.Completed, TransactionInput.Fired { Timer: J }) => state.To(Phase.Terminated, Terminate),

        (Phase.Proceeding or Phase.Completed, TransactionInput.SendFailed) => state.To(Phase.Terminated, Stop(J), Failed, Terminate),

        _ => state.Stay(),
    };

    private static TransactionStep Complete(TransactionState state, TransactionTimes times) => state.Reliable
        ? state.To(Phase.Terminated, SendResponse, Terminate)
        : state.To(Phase.Completed, Start(J, times.Timeout), SendResponse);
}
