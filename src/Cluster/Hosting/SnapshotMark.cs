namespace CallCenter.Cluster.Hosting;

/// <summary>How far the journal of one actor has gone on since its state was last kept.</summary>
internal struct SnapshotMark
{
    /// <summary>Bytes of durable events that the kept state does not hold; of the whole stream while none is kept.</summary>
    public long BytesSince;

    /// <summary>Bytes of the kept state; 0: none known.</summary>
    public int Size;

    /// <summary>This load has looked for one.</summary>
    public bool IsAsked;

    /// <summary>This load rests on one.</summary>
    public bool IsUsed;

    /// <summary>The last event in it has not been seen in the journal yet: a journal that was restored may end before it.</summary>
    public bool IsUnproved;

    public bool IsBeingTaken;

    /// <summary>Events of a newer program were skipped: the newer one must not read this state as if they were in it.</summary>
    public bool LacksEvents;
}
