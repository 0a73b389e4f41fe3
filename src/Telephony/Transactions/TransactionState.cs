namespace CallCenter.Telephony.Transactions;

/// <summary>The states of the four machines (RFC 3261 section 17 with RFC 6026).</summary>
internal enum TransactionPhase
{
    Calling,
    Trying,
    Proceeding,
    Accepted,
    Completed,
    Confirmed,
    Terminated,
}

/// <summary>The timers by the letters the RFC gives them.</summary>
internal enum TransactionTimer
{
    A,
    B,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
}

/// <summary>A machine's whole memory. <paramref name="Interval"/> is the pause before the next retransmission.</summary>
internal readonly record struct TransactionState(TransactionPhase Phase, bool Reliable, TimeSpan Interval = default)
{
    public TransactionStep Stay(params ReadOnlySpan<TransactionAct> acts) => new(this, [.. acts]);

    public TransactionStep To(TransactionPhase phase, params ReadOnlySpan<TransactionAct> acts) => new(this with { Phase = phase }, [.. acts]);
}

/// <summary>What a machine says to an input: its new state and what to do, in this order.</summary>
internal readonly record struct TransactionStep(TransactionState State, TransactionAct[] Acts);
