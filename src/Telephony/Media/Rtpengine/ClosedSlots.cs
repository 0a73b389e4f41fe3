using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media.Rtpengine;

/// <summary>The leases that were closed here last: what comes late for them is done already. Safe for use by many threads.</summary>
internal sealed class ClosedSlots
{
    public const int KeptMax = 10_000;

    private readonly Lock gate = new();
    private readonly HashSet<long> leases = [];
    private readonly Queue<long> order = new();

    public bool Has(MediaSlot slot)
    {
        lock (gate)
        {
            return leases.Contains(slot.Lease);
        }
    }

    public void Add(MediaSlot slot)
    {
        lock (gate)
        {
            if (!leases.Add(slot.Lease))
                return;
            order.Enqueue(slot.Lease);
            if (order.Count > KeptMax)
                leases.Remove(order.Dequeue());
        }
    }
}
