namespace CallCenter.Telephony.Transactions;

/// <summary>Everything that can happen to a transaction.</summary>
internal abstract record TransactionInput
{
    private TransactionInput()
    {
    }

    /// <summary>The user starts a client transaction; a server transaction begins with the request that makes it.</summary>
    public sealed record Begin : TransactionInput
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>A response came in (client).</summary>
    public sealed record Response(int Status) : TransactionInput;

    /// <summary>The same request came again (server).</summary>
    public sealed record Repeat : TransactionInput
    {
        public static readonly Repeat Instance = new();
    }

    /// <summary>An ACK came in (INVITE server).</summary>
    public sealed record Ack : TransactionInput
    {
        public static readonly Ack Instance = new();
    }

    /// <summary>The user answers (server).</summary>
    public sealed record Respond(int Status) : TransactionInput;

    public sealed record Fired(TransactionTimer Timer) : TransactionInput;

    /// <summary>The transport could not send.</summary>
    public sealed record SendFailed : TransactionInput
    {
        public static readonly SendFailed Instance = new();
    }
}
