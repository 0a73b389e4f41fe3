using CallCenter.Actors;

namespace CallCenter.Cluster.Storage;

/// <summary>
/// States of long streams beside their journal, at most one of each stream. A cache: one that is lost, old or damaged costs a longer reading and
/// nothing else. One contract suite holds for every implementation (tests/Cluster.Tests/SnapshotsContract).
/// </summary>
public interface ISnapshots
{
    Task<FoundSnapshot> Read(ActorId stream, CancellationToken stop);

    /// <summary>
    /// Replaces one of a lower version, and one of the same version and a lower contract; any other stays. Needs no fence: whoever writes it, what it
    /// holds is in the journal up to its version.
    /// </summary>
    Task Write(Snapshot snapshot, CancellationToken stop);
}

/// <summary>What is kept of a stream; null: nothing.</summary>
public sealed record FoundSnapshot(Snapshot? Snapshot);
