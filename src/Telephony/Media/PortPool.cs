using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media;

/// <summary>
/// Who holds which slot. Free slots are given out in turn, from a random first, so each rests as long as possible; one is held from
/// <see cref="Take"/>, or from <see cref="Hold"/> of a call that had it before a restart, until <see cref="Release"/> of the same lease.
/// Pure but for the random lease; the time is given in. Not for several threads at once.
/// </summary>
internal sealed class PortPool
{
    /// <summary>Behind the slots, in their order: so slots are where they were before there was a third side.</summary>
    private const int PortsOfThird = 2;

    private readonly string instance;
    private readonly string address;
    private readonly Random random;
    private readonly Queue<int> waiting = new();
    private readonly HashSet<int> queued = [];
    private readonly Dictionary<int, long> held = [];
    private readonly Dictionary<int, Closed> closed = [];
    private readonly int first;
    private readonly int firstOfThird;
    private TimeSpan opensAt;

    private readonly record struct Closed(long Lease, TimeSpan RestsUntil);

    public PortPool(EmbeddedMediaOptions options, Random random)
    {
        (instance, address, this.random, opensAt) = (options.Instance, options.Address, random, options.ReuseAfterStart);
        // RTP takes the even port (RFC 3550 section 11).
        first = options.PortFirst + (options.PortFirst & 1);
        Slots = (options.PortLast - first + 1) / (MediaSlot.PortsPerSlot + PortsOfThird);
        firstOfThird = first + Slots * MediaSlot.PortsPerSlot;
        var start = random.Next(Slots);
        for (var i = 0; i < Slots; i++)
        {
            Enqueue(first + (start + i) % Slots * MediaSlot.PortsPerSlot);
        }
    }

    public int Slots { get; }

    public int Held => held.Count;

    /// <summary>Every live call has claimed its slot: the rest is free.</summary>
    public void Open() => opensAt = TimeSpan.Zero;

    public MediaSlot? Take(TimeSpan now)
    {
        while (now >= opensAt && waiting.TryPeek(out var port))
        {
            if (!held.ContainsKey(port) && closed.TryGetValue(port, out var last) && last.RestsUntil > now)
                return null;

            waiting.Dequeue();
            queued.Remove(port);
            // A call that had it before a restart has claimed it in the meantime; it comes back with its release.
            if (held.ContainsKey(port))
                continue;

            var lease = random.NextInt64(1, 1L << 53);
            held[port] = lease;
            return new MediaSlot(instance, address, port, lease) { ThirdPort = firstOfThird + (port - first) / MediaSlot.PortsPerSlot * PortsOfThird };
        }

        return null;
    }

    public Holding Hold(MediaSlot slot)
    {
        if (slot.Instance != instance)
            return Holding.OfAnother;
        if (held.TryGetValue(slot.Port, out var lease))
            return lease == slot.Lease ? Holding.Ours : Holding.OfAnother;
        if (slot.Lease != 0 && closed.TryGetValue(slot.Port, out var last) && last.Lease == slot.Lease)
            return Holding.Over;

        held[slot.Port] = slot.Lease;
        return Holding.Ours;
    }

    /// <summary>False when this lease does not hold the slot, or not any more.</summary>
    public bool Release(MediaSlot slot, TimeSpan restsUntil)
    {
        if (Hold(slot) != Holding.Ours)
            return false;

        held.Remove(slot.Port);
        closed[slot.Port] = new Closed(slot.Lease, restsUntil);
        if (IsInRange(slot.Port) && !queued.Contains(slot.Port))
            Enqueue(slot.Port);
        return true;
    }

    private bool IsInRange(int port) => port >= first && (port - first) % MediaSlot.PortsPerSlot == 0 && (port - first) / MediaSlot.PortsPerSlot < Slots;

    private void Enqueue(int port)
    {
        waiting.Enqueue(port);
        queued.Add(port);
    }
}

internal enum Holding
{
    /// <summary>This lease holds the slot.</summary>
    Ours,

    /// <summary>This lease was closed here: what comes late for it is done already.</summary>
    Over,

    /// <summary>The slot is another instance's or another lease's.</summary>
    OfAnother,
}
