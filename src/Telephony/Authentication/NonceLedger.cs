namespace CallCenter.Telephony.Authentication;

/// <summary>
/// Which nonce counts were used: each only once, and only upwards (RFC 7616 3.4). Bounded: when full, the oldest nonces are forgotten, and
/// whatever was issued before them, or before we began, counts as used up.
/// </summary>
public sealed class NonceLedger(DateTimeOffset begin, int capacity = NonceLedger.CapacityMax)
{
    public const int CapacityMax = 65_536;

    private readonly Lock gate = new();
    private readonly Dictionary<string, uint> highest = [];
    private readonly PriorityQueue<string, DateTimeOffset> byAge = new();
    private DateTimeOffset forgottenUntil = begin;

    /// <summary>True the first time; false for a count that was used, or may have been.</summary>
    public bool TryUse(string nonce, DateTimeOffset issuedAt, uint count)
    {
        lock (gate)
        {
            if (highest.TryGetValue(nonce, out var last))
            {
                highest[nonce] = Math.Max(last, count);
                return count > last;
            }

            if (issuedAt < forgottenUntil)
            {
                return false;
            }

            if (highest.Count == capacity && byAge.TryDequeue(out var oldest, out var age))
            {
                highest.Remove(oldest);
                forgottenUntil = age.AddMilliseconds(1);
            }

            highest.Add(nonce, count);
            byAge.Enqueue(nonce, issuedAt);
            return true;
        }
    }
}
