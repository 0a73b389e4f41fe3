using CallCenter.Actors;

namespace CallCenter.Cluster;

/// <summary>Reading what happened to one actor: a call's whole story. Committed events only.</summary>
public interface IJournal
{
    /// <summary>Events of <paramref name="stream"/> from <paramref name="fromVersion"/> (the first is 1) on, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop);
}
