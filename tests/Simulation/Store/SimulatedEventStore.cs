using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Store;

/// <summary>
/// One node's connection to the simulated database. Without <paramref name="later"/> every call completes at once; with it each takes its
/// drawn time on the simulator's clock, calls overtake each other as on the wire, and <see cref="Faults"/> happen.
/// </summary>
public sealed class SimulatedEventStore(SimulatedDatabase database, int seed = 0, Action<TimeSpan, Action>? later = null) : IEventStore, ISnapshots
{
    private readonly Random random = new(seed);

    /// <summary>May be changed at any time.</summary>
    public StoreFaults Faults { get; set; } = StoreFaults.None;

    /// <summary>Asked first about each batch: a result here is what happens instead. For tests of one fault.</summary>
    public Func<AppendBatch, AppendResult?>? Script { get; set; }

    /// <summary>Appends hang until this is opened; for tests of what may happen meanwhile.</summary>
    public bool IsHeld { get; private set; }

    public List<AppendBatch> Batches { get; } = [];

    /// <summary>The streams of each reading of many.</summary>
    public List<IReadOnlyList<ActorId>> Groups { get; } = [];

    public int ShardCount => database.ShardCount;

    private readonly Queue<Action> held = new();

    public void Hold() => IsHeld = true;

    public void LetGo()
    {
        IsHeld = false;
        while (held.TryDequeue(out var append))
        {
            append();
        }
    }

    public Task<AppendResult> Append(AppendBatch batch, CancellationToken stop)
    {
        Batches.Add(batch);
        return After(() => Appended(batch));
    }

    public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, int shard, long fromVersion, int max, CancellationToken stop) =>
        AfterRead<IReadOnlyList<CommittedEvent>>(() => [.. database.Stream(stream).Skip((int)fromVersion - 1).Take(max)]);

    public Task<IReadOnlyList<IReadOnlyList<CommittedEvent>>> ReadMany(IReadOnlyList<ActorId> streams, int maxEach, CancellationToken stop)
    {
        Groups.Add(streams);
        return AfterRead<IReadOnlyList<IReadOnlyList<CommittedEvent>>>(() => [.. streams.Select(stream => database.Stream(stream).Take(maxEach).ToList())]);
    }

    public Task<IReadOnlyList<CommittedEvent>> Follow(int shard, long position, int max, CancellationToken stop) =>
        AfterRead<IReadOnlyList<CommittedEvent>>(() => [.. database.Shard(shard).Skip((int)position).Take(max)]);

    public Task<IReadOnlyDictionary<int, ShardHead>> Heads(CancellationToken stop) => AfterRead<IReadOnlyDictionary<int, ShardHead>>(() =>
        Enumerable.Range(0, ShardCount).Where(shard => database.HeadOf(shard) is not null).ToDictionary(shard => shard, shard => database.HeadOf(shard)!.Value));

    public Task<IReadOnlyList<ShardStart>> Starts(IReadOnlyList<int> shards, CancellationToken stop) => AfterRead<IReadOnlyList<ShardStart>>(() =>
        [.. shards.Select(shard => new ShardStart(database.HeadOf(shard), database.LiveSet(shard)))]);

    public Task<FoundSnapshot> Read(ActorId stream, CancellationToken stop) => AfterRead(() => new FoundSnapshot(Rotten(database.ReadSnapshot(stream).Snapshot)));

    public Task Write(Snapshot snapshot, CancellationToken stop) => After(() =>
    {
        if (random.NextDouble() < Faults.SnapshotsLost)
        {
            throw new IOException("lost on the way");
        }

        database.Keep(snapshot);
        return true;
    });

    /// <summary>Some of what is read back is not what was written.</summary>
    private Snapshot? Rotten(Snapshot? kept)
    {
        if (kept is null || random.NextDouble() >= Faults.SnapshotRots)
        {
            return kept;
        }

        var body = kept.Body.ToArray();
        body[random.Next(body.Length)] ^= 1;
        return kept with { Body = body };
    }

    private AppendResult Appended(AppendBatch batch)
    {
        if (Script?.Invoke(batch) is { } scripted)
        {
            return scripted;
        }

        var drawn = random.NextDouble();
        if ((drawn -= Faults.LostBefore) < 0)
        {
            return new AppendResult.Unknown("lost on the way");
        }

        if ((drawn -= Faults.LostAfter) < 0)
        {
            database.Append(batch);
            return new AppendResult.Unknown("answer lost");
        }

        if (drawn - Faults.LateTwin < 0 && later is not null)
        {
            later(Delay() + Delay(), () => database.Append(batch));
            return new AppendResult.Unknown("still open");
        }

        return database.Append(batch);
    }

    private Task<T> AfterRead<T>(Func<T> read) => After(() =>
        random.NextDouble() < Faults.ReadFails ? throw new IOException("read failed") : read());

    private Task<T> After<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>();
        void Run()
        {
            T result;
            try
            {
                result = call();
            }
            catch (IOException failure)
            {
                done.SetException(failure);
                return;
            }

            done.SetResult(result);
        }

        if (IsHeld && typeof(T) == typeof(AppendResult))
        {
            held.Enqueue(Run);
        }
        else if (later is null)
        {
            Run();
        }
        else
        {
            // The transaction happens halfway, its answer comes at the end: others get in between on both sides.
            later(Delay(), Run);
        }

        return done.Task;
    }

    private TimeSpan Delay() => (random.Next(100) == 0 ? Faults.StallMax : Faults.DelayMax) * random.NextDouble();
}
