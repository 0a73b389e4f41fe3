using CallCenter.Actors;

namespace CallCenter.Cluster.Hosting;

internal enum Phase
{
    /// <summary>Its stream is being read.</summary>
    Loading = 1,

    Ready = 2,

    /// <summary>Its behaviour crashed twice; everything is refused for a while.</summary>
    Impaired = 3,

    /// <summary>Out of memory for good; a successor may exist.</summary>
    Dropped = 4,
}

/// <summary>How far the reading of a stream has got; higher is further.</summary>
internal enum LoadStage
{
    None = 0,

    /// <summary>Its turn comes with the live set's.</summary>
    Owing = 1,

    /// <summary>Somebody waits for it.</summary>
    Asked = 2,

    Reading = 3,
}

/// <summary>An actor in memory: its state as decided, its state as durable, its mailbox and its duties. Belongs to one node's loop.</summary>
internal sealed class Activation(ActorId id, ActorType type, int shard, long epoch)
{
    internal Mailbox Mailbox;

    internal SnapshotMark Snapshot;

    // its place among the idle ones
    internal Activation? Older;
    internal Activation? Newer;

    public ActorId Id { get; } = id;

    public ActorType Type { get; } = type;

    public int Shard { get; } = shard;

    public long Epoch { get; } = epoch;

    public Phase Phase { get; set; } = Phase.Loading;

    /// <summary>What the next decision sees: every event decided so far, durable or not.</summary>
    public Remembered Latest { get; set; } = new(type.Initial(id), 0, DateTimeOffset.MinValue, false);

    /// <summary>What a failure rolls back to.</summary>
    public Remembered Durable { get; set; } = new(type.Initial(id), 0, DateTimeOffset.MinValue, false);

    /// <summary>The highest lane position that <see cref="Latest"/> rests on; 0 when loaded.</summary>
    public long Horizon { get; set; }

    /// <summary>Entries with events or a live change that are not durable yet.</summary>
    public int Undurable { get; set; }

    public bool IsScheduled { get; set; }

    public LoadStage Load { get; set; }

    /// <summary>The live set lists it and it is not back yet: recovery is not over.</summary>
    public bool IsOwed { get; set; }

    /// <summary>Null while there is none, so that an idle actor costs little.</summary>
    public Dictionary<string, DutyRun>? Runs { get; set; }

    /// <summary>What its latest state owes, computed anew: for comparing, not for running.</summary>
    public IReadOnlyList<Duty> DutiesNow() => Type.Duties(Latest.State);

    public int DutyCount => Runs?.Count ?? 0;

    public int Crashes { get; set; }

    public DateTimeOffset LastCrash { get; set; }

    public DateTimeOffset IdleSince { get; set; }

    public bool IsIdle { get; set; }

    /// <summary>May leave memory: nothing owed, nothing waiting, nothing above the durable mark (rule 9).</summary>
    public bool MayPassivate => Phase == Phase.Ready && DutyCount == 0 && Undurable == 0 && Mailbox.Count == 0;
}

/// <summary>A state by reference with what belongs to it: its version, the time of its last event, and whether the live set lists its stream.</summary>
internal sealed record Remembered(object State, long Version, DateTimeOffset LastTime, bool IsListed);
