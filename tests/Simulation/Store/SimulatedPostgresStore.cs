using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Store;

/// <summary>The journal of one process, through its connection to the simulated PostgreSQL: RELIABILITY 3.2, recipe A.</summary>
internal sealed class SimulatedPostgresStore(SimulatedConnection connection) : IEventStore, ISnapshots
{
    private const int WritesMax = 20;
    private static readonly TimeSpan BetweenStatements = TimeSpan.FromMilliseconds(50);

    private readonly SimulatedServer server = connection.Server;
    private readonly SimulatedDatabase database = connection.Server.Database;

    public int ShardCount => database.ShardCount;

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop) => server.LocksAreOfSessions ? AppendInTwo(batch) : connection.Run(LocksOf(batch), () =>
    {
        var result = database.Judge(batch);
        return (result, result is AppendResult.Appended ? () => database.Commit(batch) : (Func<AppendResult>?)null);
    });

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
        connection.Read<IReadOnlyList<CommittedEvent>>(() => [.. database.Stream(stream).Skip((int)fromVersion - 1).Take(max)]);

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop) =>
        connection.Read<IReadOnlyList<IReadOnlyList<CommittedEvent>>>(() => [.. streams.Select(stream => database.Stream(stream).Take(maxEach).ToList())]);

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) =>
        connection.Read<IReadOnlyList<CommittedEvent>>(() => [.. database.Shard(shard).Skip((int)position).Take(max)]);

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) => connection.Read<IReadOnlyDictionary<int, ShardHead>>(() =>
        Enumerable.Range(0, ShardCount).Where(shard => database.HeadOf(shard) is not null).ToDictionary(shard => shard, shard => database.HeadOf(shard)!.Value));

    public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) => connection.Read<IReadOnlyList<ShardStart>>(() =>
        [.. shards.Select(shard => new ShardStart(database.HeadOf(shard), database.LiveSet(shard)))]);

    public Task<FoundSnapshot> Read(ActorId stream, CancellationToken stop) => connection.Read(() => database.ReadSnapshot(stream));

    public Task Write(Snapshot snapshot, CancellationToken stop) => connection.Run<bool>([], () => (true, () => Keep(snapshot)));

    private bool Keep(Snapshot snapshot)
    {
        database.Keep(snapshot);
        return true;
    }

    /// <summary>Planted: one statement locks and looks, the next one writes after a while, if need be in a session that has no locks.</summary>
    private async Task<AppendResult> AppendInTwo(AppendBatch batch)
    {
        var session = server.OpenSession();
        try
        {
            var judged = await connection.Run<AppendResult>(LocksOf(batch), () => (database.Judge(batch), null), session).ConfigureAwait(false);
            await connection.Pause(BetweenStatements).ConfigureAwait(false);
            for (var attempt = 1; judged is AppendResult.Appended; attempt++)
            {
                try
                {
                    return await connection.Run<AppendResult>(Ends(batch), () => (judged, () => database.Commit(batch))).ConfigureAwait(false);
                }
                catch (Exception failure) when (attempt < WritesMax && failure is IOException or TimeoutException)
                {
                    server.CloseSession(session);
                }
            }

            return judged;
        }
        finally
        {
            server.CloseSession(session);
        }
    }

    private IReadOnlyList<(int, LockMode)> Ends(AppendBatch batch) => [.. batch.Events.Select(item => item.Shard).Distinct().Order().Select(server.EndOf)];

    /// <summary>Shared ones of all shards in ascending order, then the ends of those that get rows. What writes nothing only looks.</summary>
    private List<(int, LockMode)> LocksOf(AppendBatch batch)
    {
        var locks = new List<(int, LockMode)>();
        if (!server.IsFenceUnlocked && batch is not { Events.Count: 0, Live.Count: 0 })
        {
            locks.AddRange(batch.Epochs.Keys.Order().Select(shard => (shard, LockMode.Shared)));
        }

        if (!server.LocksAreOfSessions)
        {
            locks.AddRange(Ends(batch));
        }

        return locks;
    }
}
