using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Store;

/// <summary>The journal of one process, through its connection to the simulated PostgreSQL: RELIABILITY 3.2, recipe A.</summary>
internal sealed class SimulatedPostgresStore(SimulatedConnection connection) : IEventStore
{
    private readonly SimulatedServer server = connection.Server;
    private readonly SimulatedDatabase database = connection.Server.Database;

    public int ShardCount => database.ShardCount;

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop) => connection.Run(LocksOf(batch), () =>
    {
        var result = database.Judge(batch);
        return (result, result is AppendResult.Appended ? () => database.Commit(batch) : (Func<AppendResult>?)null);
    });

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
        connection.Read<IReadOnlyList<CommittedEvent>>(() => [.. database.Stream(stream).Skip((int)fromVersion - 1).Take(max)]);

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) =>
        connection.Read<IReadOnlyList<CommittedEvent>>(() => [.. database.Shard(shard).Skip((int)position).Take(max)]);

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) => connection.Read<IReadOnlyDictionary<int, ShardHead>>(() =>
        Enumerable.Range(0, ShardCount).Where(shard => database.Shard(shard).Count > 0)
            .ToDictionary(shard => shard, shard => new ShardHead(database.Shard(shard)[^1].Position, database.Shard(shard)[^1].StoredAt)));

    public Task<IReadOnlyList<ActorId>> LiveSet(int shard, CancellationToken stop) => connection.Read(() => database.LiveSet(shard));

    /// <summary>Shared ones of all shards in ascending order, then the ends of those that get rows.</summary>
    private List<(int, LockMode)> LocksOf(AppendBatch batch)
    {
        var locks = new List<(int, LockMode)>();
        if (!server.IsFenceUnlocked)
        {
            locks.AddRange(batch.Epochs.Keys.Order().Select(shard => (shard, LockMode.Shared)));
        }

        locks.AddRange(batch.Events.Select(item => item.Shard).Distinct().Order().Select(server.EndOf));
        return locks;
    }
}
