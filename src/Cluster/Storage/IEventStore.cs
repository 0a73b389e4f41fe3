using CallCenter.Actors;

namespace CallCenter.Cluster.Storage;

/// <summary>
/// The journal. One contract suite holds for every implementation (tests/Cluster.Tests/EventStoreContract). Batches come one at a time;
/// a batch is appended wholly or not at all, after checking the epoch of every shard it touches. A task that fails is an unknown.
/// </summary>
public interface IEventStore
{
    /// <summary>How many shards the center has; chosen when it was created and never changed.</summary>
    int ShardCount { get; }

    /// <summary>Events of one stream from <paramref name="fromVersion"/> on, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop);

    /// <summary>The first events of each of these streams, at most <paramref name="maxEach"/>, in order: one list for each, as they were named.</summary>
    Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop);

    /// <summary>Asks "are these rows already there?" before the fence, so that an identical batch may be sent again after an unknown.</summary>
    Task<AppendResult> Append(AppendBatch batch, CancellationToken stop);

    /// <summary>Events of one shard after <paramref name="position"/>, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop);

    /// <summary>The last position of each shard that has one, and when that event was stored.</summary>
    Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop);

    /// <summary>What a take-over of these shards begins with, all of it in one reading: one for each, as they were named.</summary>
    Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop);
}

/// <summary>Where a shard ends: positions are dense, so it has this many events.</summary>
public readonly record struct ShardHead(long Position, DateTimeOffset StoredAt);

/// <summary>A shard as its new owner finds it.</summary>
/// <param name="Head">Where it ends; null: it has no events.</param>
/// <param name="Live">The streams with duties, in order of their names: what a take-over brings back.</param>
public sealed record ShardStart(ShardHead? Head, IReadOnlyList<ActorId> Live);

/// <summary>
/// Events in lane order, changes to the live set in the same transaction, and the epoch under which each touched shard was owned.
/// A batch without events only asks the fence: answers leave under it too.
/// </summary>
public sealed record AppendBatch(
    IReadOnlyList<NewEvent> Events,
    IReadOnlyList<LiveChange> Live,
    IReadOnlyDictionary<int, long> Epochs);

/// <summary>An event with its place already assigned by the owner.</summary>
public sealed record NewEvent(int Shard, long Position, ActorId Stream, long Version, string Tag, ReadOnlyMemory<byte> Body);

public sealed record LiveChange(int Shard, ActorId Stream, bool HasDuties);

public abstract record AppendResult
{
    private AppendResult()
    {
    }

    public sealed record Appended(DateTimeOffset StoredAt) : AppendResult;

    /// <summary>These shards are no longer ours; nothing was written.</summary>
    public sealed record Fenced(IReadOnlyList<int> Shards) : AppendResult;

    /// <summary>A (stream, version) or (shard, position) was there with other content: somebody else wrote; nothing was written.</summary>
    public sealed record Conflict(string What) : AppendResult;

    /// <summary>May or may not have happened. Send the identical batch again.</summary>
    public sealed record Unknown(string Why) : AppendResult;
}
