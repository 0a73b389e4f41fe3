using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>
/// A journal for hundreds of thousands of calls: it commits at once, holds every stream to its versions, and keeps no event. So nobody may come
/// back from it: an actor that is read after it has left memory is an error of the run (<see cref="CalmCenter"/> keeps them long enough).
/// </summary>
internal sealed class CalmJournal(TimeProvider time) : IEventStore
{
    private static readonly Task<IReadOnlyList<CommittedEvent>> NoEvents = Task.FromResult<IReadOnlyList<CommittedEvent>>([]);
    private readonly Dictionary<ActorId, long> versions = [];

    public int ShardCount => 4;

    /// <summary>The first stream that was asked for again; null: none.</summary>
    public ActorId? ReadAgain { get; private set; }

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop)
    {
        ReadAgain ??= versions.ContainsKey(stream) ? stream : null;
        return NoEvents;
    }

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<CommittedEvent>>>([.. streams.Select(_ => Array.Empty<CommittedEvent>())]);

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop)
    {
        foreach (var item in batch.Events)
        {
            if (item.Version != versions.GetValueOrDefault(item.Stream) + 1)
            {
                return Task.FromResult<AppendResult>(new AppendResult.Conflict($"{item.Stream} {item.Version}"));
            }

            versions[item.Stream] = item.Version;
        }

        return Task.FromResult<AppendResult>(new AppendResult.Appended(time.GetUtcNow()));
    }

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) => NoEvents;

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) =>
        Task.FromResult<IReadOnlyDictionary<int, ShardHead>>(new Dictionary<int, ShardHead>());

    public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<ShardStart>>([.. shards.Select(_ => new ShardStart(null, []))]);
}
