namespace CallCenter.Telephony.Transactions;

internal enum TransactionActKind
{
    /// <summary>Send the request of this client transaction (again).</summary>
    SendRequest,

    /// <summary>Send the ACK of a non-2xx final response (17.1.1.3).</summary>
    SendAck,

    /// <summary>Send the last response of this server transaction (again).</summary>
    SendResponse,

    StartTimer,

    StopTimer,

    /// <summary>Give the message that came in to the user.</summary>
    Pass,

    /// <summary>Tell the user that nobody answered.</summary>
    TimedOut,

    /// <summary>Tell the user that the message could not be sent.</summary>
    Failed,

    /// <summary>Forget the transaction.</summary>
    Terminate,
}

/// <summary>One thing a machine wants done.</summary>
internal readonly record struct TransactionAct(TransactionActKind Kind, TransactionTimer Timer = default, TimeSpan After = default)
{
    public static readonly TransactionAct SendRequest = new(TransactionActKind.SendRequest);
    public static readonly TransactionAct SendAck = new(TransactionActKind.SendAck);
    public static readonly TransactionAct SendResponse = new(TransactionActKind.SendResponse);
    public static readonly TransactionAct Pass = new(TransactionActKind.Pass);
    public static readonly TransactionAct TimedOut = new(TransactionActKind.TimedOut);
    public static readonly TransactionAct Failed = new(TransactionActKind.Failed);
    public static readonly TransactionAct Terminate = new(TransactionActKind.Terminate);

    public static TransactionAct Start(TransactionTimer timer, TimeSpan after) => new(TransactionActKind.StartTimer, timer, after);

    public static TransactionAct Stop(TransactionTimer timer) => new(TransactionActKind.StopTimer, timer);
}
