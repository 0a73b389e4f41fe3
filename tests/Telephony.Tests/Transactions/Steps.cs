using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>A machine alone: gives it inputs and says what it did, in words.</summary>
internal sealed class Steps(Func<TransactionState, TransactionInput, TransactionTimes, TransactionStep> next, TransactionState initial)
{
    public TransactionState State { get; private set; } = initial;

    public string Give(TransactionInput input)
    {
        var step = next(State, input, TransactionTimes.Default);
        State = step.State;
        return string.Join(", ", step.Acts.Select(Words));
    }

    private static string Words(TransactionAct act) => act.Kind switch
    {
        TransactionActKind.StartTimer => $"{act.Timer} in {act.After.TotalSeconds:0.###}",
        TransactionActKind.StopTimer => $"no {act.Timer}",
        _ => act.Kind.ToString(),
    };
}
