namespace CallCenter.Telephony.Transactions;

/// <summary>
/// The three times all transaction timers come from (RFC 3261 table 4). T1 is the estimate of a round trip, T2 the longest pause between
/// retransmissions of a non-INVITE request or an INVITE response, T4 how long a message may stay in the network.
/// </summary>
public sealed record TransactionTimes(TimeSpan T1, TimeSpan T2, TimeSpan T4)
{
    public static readonly TransactionTimes Default = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));

    /// <summary>64·T1: timers B, F, H, J, L, M, and how long a 2xx is repeated (13.3.1.4).</summary>
    public TimeSpan Timeout => T1 * 64;

    /// <summary>Timer D (17.1.1.2): at least 32 s over UDP.</summary>
    public TimeSpan D => Timeout > TimeSpan.FromSeconds(32) ? Timeout : TimeSpan.FromSeconds(32);

    /// <summary>The pause after this one: doubled, at most T2.</summary>
    public TimeSpan Next(TimeSpan interval) => interval * 2 < T2 ? interval * 2 : T2;
}
