using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Engine;

/// <summary>A journal that takes everything at once and keeps nothing: what is left is the engine.</summary>
internal sealed class MemoryStore : IEventStore
{
    private static readonly Task<IReadOnlyList<CommittedEvent>> NoEvents = Task.FromResult<IReadOnlyList<CommittedEvent>>([]);

    public int ShardCount => 256;

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) => NoEvents;

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<CommittedEvent>>>([.. streams.Select(_ => Array.Empty<CommittedEvent>())]);

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop) =>
        Task.FromResult<AppendResult>(new AppendResult.Appended(DateTimeOffset.UnixEpoch));

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) => NoEvents;

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) =>
        Task.FromResult<IReadOnlyDictionary<int, ShardHead>>(new Dictionary<int, ShardHead>());

    public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<ShardStart>>([.. shards.Select(_ => new ShardStart(null, []))]);
}
