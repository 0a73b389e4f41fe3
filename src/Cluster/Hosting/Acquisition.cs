using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Taking over shards: where each ends, and who in it has duties. They count as owned only when that is known of all of them: nobody's place in
/// the live set is ever guessed, and the first message of a recovered actor finds the others. Until then asks are answered unknown.
/// </summary>
internal sealed class Acquisition(Node node)
{
    /// <summary>Live sets read at a time: round trips overlap, and the loading of actors keeps connections too.</summary>
    private const int LiveSetReadsMax = 4;

    private readonly Dictionary<int, long> epochs = [];
    private readonly SortedSet<int> wanted = [];

    // Told to take over, and not owned yet.
    private readonly HashSet<int> pending = [];

    // What one reading of the heads is good for; what is added meanwhile waits for the next.
    private readonly Queue<int> current = new();
    private readonly List<(int Shard, IReadOnlyList<ActorId> Live)> read = [];
    private Exception? failed;
    private int reading;
    private bool isRunning;

    public bool IsRunning => isRunning || wanted.Count + current.Count > 0;

    /// <summary>All wanted shards are owned and nobody was told yet that their actors are back.</summary>
    public bool IsAnnounced { get; set; }

    public void Add(IReadOnlyDictionary<int, long> shards)
    {
        foreach (var (shard, epoch) in shards.OrderBy(pair => pair.Key))
        {
            if (!IsKnown(shard, epoch))
            {
                epochs[shard] = epoch;
                wanted.Add(shard);
                pending.Add(shard);
            }
        }

        Run();
    }

    /// <summary>Under the epochs they had.</summary>
    public void AddAgain(IReadOnlyList<int> shards) => Add(shards.Where(epochs.ContainsKey).ToDictionary(shard => shard, shard => epochs[shard]));

    /// <summary>Not ours after all.</summary>
    public void Forget(IReadOnlyCollection<int> shards)
    {
        foreach (var shard in shards)
        {
            epochs.Remove(shard);
            wanted.Remove(shard);
            pending.Remove(shard);
        }
    }

    /// <summary>Told again: it is owned under this epoch, or being read.</summary>
    private bool IsKnown(int shard, long epoch) =>
        epochs.GetValueOrDefault(shard) >= epoch
        && (node.Shards.Owns(shard) || pending.Contains(shard));

    private void Run()
    {
        if (!isRunning && wanted.Count + current.Count > 0)
        {
            isRunning = true;
            IsAnnounced = false;
            wanted.UnionWith(current.Where(pending.Contains));
            current.Clear();
            foreach (var shard in wanted)
            {
                current.Enqueue(shard);
            }

            wanted.Clear();

            // A shard that comes back under the epoch it had: what was decided before must not be written behind our reading.
            node.WhenSettled(() => StoreCall.Run(() => node.Store.Heads(CancellationToken.None), node.Post, HeadsRead));
        }
    }

    private void HeadsRead(IReadOnlyDictionary<int, ShardHead>? heads, Exception? failure)
    {
        if (heads is null)
        {
            Again(failure!);
            return;
        }

        foreach (var head in heads.Values)
        {
            node.Clock.Raise(head.StoredAt);
        }

        node.HeadsRead(heads);
        Next(heads);
    }

    private void Next(IReadOnlyDictionary<int, ShardHead> heads)
    {
        while (failed is null && reading < LiveSetReadsMax && current.TryDequeue(out var shard))
        {
            reading++;
            StoreCall.Run(() => node.Store.LiveSet(shard, CancellationToken.None), node.Post, (live, failure) => LiveSetRead(heads, shard, live, failure));
        }

        if (reading > 0)
        {
            return;
        }

        if (failed is { } why)
        {
            failed = null;
            Again(why);
        }
        else
        {
            Finish(heads);
        }
    }

    private void LiveSetRead(IReadOnlyDictionary<int, ShardHead> heads, int shard, IReadOnlyList<ActorId>? live, Exception? failure)
    {
        reading--;
        if (live is null)
        {
            current.Enqueue(shard);
            failed = failure;
        }
        else
        {
            read.Add((shard, live));
        }

        Next(heads);
    }

    private void Finish(IReadOnlyDictionary<int, ShardHead> heads)
    {
        // Lost meanwhile, or taken over anew: what was read of it is worth nothing.
        read.RemoveAll(item => wanted.Contains(item.Shard) || !pending.Contains(item.Shard));
        read.Sort((left, right) => left.Shard.CompareTo(right.Shard));
        node.Failures.Lose([.. read.Select(item => item.Shard).Where(node.Shards.Owns)]);
        foreach (var (shard, _) in read)
        {
            pending.Remove(shard);
            node.Shards.Own(shard, epochs[shard], heads.TryGetValue(shard, out var head) ? head.Position : 0);
        }

        foreach (var (shard, live) in read)
        {
            node.BringBack(shard, live);
        }

        read.Clear();
        isRunning = false;
        if (wanted.Count > 0)
        {
            Run();
            return;
        }

        IsAnnounced = true;
        node.AllOwned();
        node.RecoveryMayBeOver();
    }

    private void Again(Exception failure)
    {
        node.Log.AcquireFailed(failure);
        read.ForEach(item => current.Enqueue(item.Shard));
        read.Clear();
        isRunning = false;
        node.Timers.Set(new Retry(this), node.Now + node.Options.RetryMax);
    }

    private sealed class Retry(Acquisition acquisition) : Due
    {
        public override void Fire() => acquisition.Run();
    }
}
