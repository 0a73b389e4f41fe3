using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Store;

/// <summary>
/// The one truth that all simulated nodes share: rows, epochs, the live set, the database's clock. It outlives every node. Each call is one
/// transaction, as serial as the real ones.
/// </summary>
public sealed class SimulatedDatabase(TimeProvider time, int shardCount = 8)
{
    private readonly List<CommittedEvent>[] shards = [.. Enumerable.Range(0, shardCount).Select(_ => new List<CommittedEvent>())];
    private readonly Dictionary<ActorId, List<CommittedEvent>> streams = [];
    private readonly SortedSet<(int Shard, ActorId Stream)> live = [];
    private readonly Dictionary<ActorId, Snapshot> snapshots = [];
    private readonly long[] epochs = new long[shardCount];
    private DateTimeOffset lastStored = time.GetUtcNow();

    public int ShardCount => shards.Length;

    /// <summary>The database's own clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + ClockOffset;

    /// <summary>A standby that was promoted brings its own clock.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Every stored event, once, in the order of commits: where a simulation checks its invariants.</summary>
    public event Action<CommittedEvent>? Stored;

    /// <summary>Every state that is kept of a stream, and replaces an earlier one.</summary>
    public event Action<Snapshot>? Kept;

    /// <summary>Batches committed, with and without events.</summary>
    public int Commits { get; private set; }

    public int FencedAppends { get; private set; }

    /// <summary>Planted defect "append without expected version": whatever comes is put behind what is there, whoever sends it.</summary>
    public bool AcceptsAnything { get; set; }

    /// <summary>A new owner of all shards: the epochs it has to write under. Whoever wrote before is fenced from now on.</summary>
    public IReadOnlyDictionary<int, long> TakeOver() => Enumerable.Range(0, ShardCount).ToDictionary(shard => shard, TakeOver);

    /// <summary>A new owner of one shard.</summary>
    public long TakeOver(int shard) => ++epochs[shard];

    public long EpochOf(int shard) => epochs[shard];

    public IReadOnlyList<CommittedEvent> Stream(ActorId stream) => streams.TryGetValue(stream, out var rows) ? rows : [];

    public IReadOnlyList<CommittedEvent> Shard(int shard) => shards[shard];

    /// <summary>Null: it has no events.</summary>
    public ShardHead? HeadOf(int shard) => shards[shard] is [.., var last] ? new ShardHead(last.Position, last.StoredAt) : null;

    public IReadOnlyList<ActorId> LiveSet(int shard) => [.. live.Where(item => item.Shard == shard).Select(item => item.Stream)];

    /// <summary>States that somebody who came back was given.</summary>
    public int SnapshotsRead { get; private set; }

    public FoundSnapshot ReadSnapshot(ActorId stream)
    {
        var found = SnapshotOf(stream);
        SnapshotsRead += found is null ? 0 : 1;
        return new FoundSnapshot(found);
    }

    public Snapshot? SnapshotOf(ActorId stream) => snapshots.GetValueOrDefault(stream);

    public void Keep(Snapshot snapshot)
    {
        if (SnapshotOf(snapshot.Stream) is not { } before || (snapshot.Version, snapshot.Contract).CompareTo((before.Version, before.Contract)) > 0)
        {
            snapshots[snapshot.Stream] = snapshot;
            Kept?.Invoke(snapshot);
        }
    }

    public AppendResult Append(AppendBatch batch)
    {
        var result = Judge(batch);
        return result is AppendResult.Appended ? Commit(batch) : result;
    }

    /// <summary>
    /// The second half of an append whose first half is done: between the two the real one still holds its locks. Whoever does without them finds
    /// rows of others in the way, and the epoch moved on.
    /// </summary>
    public AppendResult Commit(AppendBatch batch)
    {
        if (!AcceptsAnything && !IsThere(batch) && Conflicting(batch) is { } taken)
        {
            return Conflict(taken);
        }

        if (!IsThere(batch))
        {
            Write(batch);
        }

        Commits++;
        return new AppendResult.Appended(lastStored);
    }

    /// <summary>The first half: is it there already, may it be written, does it fit? Writes nothing.</summary>
    public AppendResult Judge(AppendBatch batch)
    {
        if (AcceptsAnything || IsThere(batch))
        {
            return new AppendResult.Appended(lastStored);
        }

        var fenced = batch.Epochs.Where(owned => epochs[owned.Key] != owned.Value).Select(owned => owned.Key).Order().ToList();
        if (fenced.Count > 0)
        {
            FencedAppends++;
            return new AppendResult.Fenced(fenced);
        }

        if (Conflicting(batch) is { } taken)
        {
            return Conflict(taken);
        }

        lastStored = Now > lastStored ? Now : lastStored;
        return new AppendResult.Appended(lastStored);
    }

    /// <summary>The rows of an identical batch, written when its answer was lost.</summary>
    private bool IsThere(AppendBatch batch) => batch.Events.Count > 0 && batch.Events.All(item =>
        item.Position <= shards[item.Shard].Count && shards[item.Shard][(int)item.Position - 1] is var row
        && row.Stream == item.Stream && row.Version == item.Version && row.Epoch == batch.Epochs[item.Shard] && row.Body.Span.SequenceEqual(item.Body.Span));

    private static AppendResult.Conflict Conflict(NewEvent taken) => new($"{taken.Shard}:{taken.Position} {taken.Stream} {taken.Version}");

    private NewEvent? Conflicting(AppendBatch batch)
    {
        var positions = new Dictionary<int, long>();
        var versions = new Dictionary<ActorId, long>();
        foreach (var item in batch.Events)
        {
            var position = positions.GetValueOrDefault(item.Shard, shards[item.Shard].Count) + 1;
            var version = versions.GetValueOrDefault(item.Stream, Stream(item.Stream).Count) + 1;
            if (item.Position != position || item.Version != version)
            {
                return item;
            }

            (positions[item.Shard], versions[item.Stream]) = (position, version);
        }

        return null;
    }

    private void Write(AppendBatch batch)
    {
        foreach (var item in batch.Events)
        {
            if (!streams.TryGetValue(item.Stream, out var stream))
            {
                streams.Add(item.Stream, stream = []);
            }

            var shard = shards[item.Shard];
            var row = new CommittedEvent(item.Shard, shard.Count + 1, batch.Epochs[item.Shard], item.Stream, stream.Count + 1, item.Tag, item.Body, lastStored);
            shard.Add(row);
            stream.Add(row);
            Stored?.Invoke(row);
        }

        foreach (var change in batch.Live)
        {
            _ = change.HasDuties ? live.Add((change.Shard, change.Stream)) : live.Remove((change.Shard, change.Stream));
        }
    }
}
