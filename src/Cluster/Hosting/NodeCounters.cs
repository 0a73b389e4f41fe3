namespace CallCenter.Cluster.Hosting;

/// <summary>What a node counts. Written by its loop, read by anybody.</summary>
public sealed class NodeCounters
{
    /// <summary>Commands decided.</summary>
    public long Messages { get; set; }

    /// <summary>Messages skipped because nobody waits for them or what they rest on never happened.</summary>
    public long Discarded { get; set; }

    /// <summary>Asks turned away for want of room.</summary>
    public long Refused { get; set; }

    /// <summary>Events made durable.</summary>
    public long Events { get; set; }

    /// <summary>Batches made durable, those with answers only included.</summary>
    public long Batches { get; set; }

    /// <summary>Batches with events: one flush of the disk each.</summary>
    public long Commits { get; set; }

    /// <summary>Times that nobody knew whether a batch was written.</summary>
    public long InDoubt { get; set; }

    /// <summary>Entries that never happened.</summary>
    public long Killed { get; set; }

    public long Loaded { get; set; }

    /// <summary>States kept beside their streams, and loads that began with one.</summary>
    public long SnapshotsKept { get; set; }
    public long SnapshotsUsed { get; set; }

    public long Passivated { get; set; }

    public long Crashes { get; set; }

    /// <summary>Asks of this process that another node was given.</summary>
    public long AskedElsewhere { get; set; }

    /// <summary>Asks that reached a node without the shard and were asked again elsewhere.</summary>
    public long NotHere { get; set; }

    /// <summary>Messages between actors that left for another node, and that came from one.</summary>
    public long ParcelsSent { get; set; }
    public long ParcelsReceived { get; set; }

    /// <summary>Messages to actors of other nodes that found no owner or no link; their duties repeat.</summary>
    public long ParcelsUnroutable { get; set; }

    /// <summary>Duties given to the ports of another process.</summary>
    public long PerformedElsewhere { get; set; }

    /// <summary>Durable events that a full link did not take; their readers find them in the journal.</summary>
    public long EventsNotPushed { get; set; }

    // gauges, as of the last turn of the loop
    public long Residents { get; set; }
    public long Timers { get; set; }
    public long LaneDepth { get; set; }
    public long LaneBytes { get; set; }
    public long ShardsOwned { get; set; }
    public long Owed { get; set; }

    /// <summary>1 while nothing is decided because the lease may be over.</summary>
    public long Held { get; set; }
}
