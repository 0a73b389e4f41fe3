using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Taking over shards: where each ends, and who in it has duties. A shard counts as owned only when that is known: nobody's place in the live set
/// is ever guessed. All that came together is read at once and owned at once; who asks for it meanwhile waits (<see cref="WaitingRoom"/>).
/// </summary>
internal sealed class Acquisition(Node node)
{
    /// <summary>Of one reading: a hand-over or a take-over is one, the start of a process that owns everything a few.</summary>
    private const int ReadingShardsMax = 256;

    /// <summary>Readings at a time: their round trips overlap, and the loading of actors keeps connections too.</summary>
    private const int ReadingsMax = 2;

    private readonly Dictionary<int, long> epochs = [];

    // Told to take over and not owned yet, with the reading that is under way for it. What another reading says of it is worth nothing.
    private readonly SortedDictionary<int, Reading?> pending = [];
    private int readings;
    private bool isToldOf = true;

    /// <summary>Some shard is told to take over and not owned yet.</summary>
    public bool IsRunning => pending.Count > 0;

    /// <summary>All wanted shards are owned and nobody was told yet that their actors are back.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>It will be owned when it is read.</summary>
    public bool IsTaking(int shard) => pending.ContainsKey(shard);

    public void Add(IReadOnlyDictionary<int, long> shards)
    {
        foreach (var (shard, epoch) in shards)
        {
            if (!IsKnown(shard, epoch))
            {
                epochs[shard] = epoch;
                pending[shard] = null;
                IsAnnounced = isToldOf = false;
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
            pending.Remove(shard);
        }
    }

    /// <summary>Told again: it is owned under this epoch, or being read.</summary>
    private bool IsKnown(int shard, long epoch) =>
        epochs.GetValueOrDefault(shard) >= epoch
        && (node.Shards.Owns(shard) || pending.ContainsKey(shard));

    private void Run()
    {
        while (readings < ReadingsMax && Unread() is { Length: > 0 } shards)
        {
            readings++;
            var reading = new Reading(shards);
            foreach (var shard in shards)
            {
                pending[shard] = reading;
            }

            // A shard that comes back under the epoch it had: what was decided before must not be written behind our reading.
            node.WhenSettled(() => StoreCall.Run(() => node.Store.Starts(shards, CancellationToken.None), node.Post, (starts, failure) => Read(reading, starts, failure)));
        }

        if (pending.Count == 0 && !isToldOf)
        {
            IsAnnounced = isToldOf = true;
            node.AllOwned();
            node.RecoveryMayBeOver();
        }
    }

    private int[] Unread() => [.. pending.Where(item => item.Value is null).Select(item => item.Key).Take(ReadingShardsMax)];

    private void Read(Reading reading, IReadOnlyList<ShardStart>? starts, Exception? failure)
    {
        readings--;
        if (starts is null)
        {
            Again(reading, failure!);
            return;
        }

        // The others were lost meanwhile, or taken over anew.
        List<(int Shard, ShardStart Start)> read = [.. reading.Shards.Zip(starts).Where(item => pending.GetValueOrDefault(item.First) == reading)];
        Own(read);
        Run();
    }

    private void Own(List<(int Shard, ShardStart Start)> read)
    {
        int[] shards = [.. read.Select(item => item.Shard)];
        node.HeadsRead(read.Where(item => item.Start.Head is not null).ToDictionary(item => item.Shard, item => item.Start.Head!.Value));
        node.Failures.Lose([.. shards.Where(node.Shards.Owns)]);
        foreach (var (shard, start) in read)
        {
            pending.Remove(shard);
            node.Shards.Own(shard, epochs[shard], start.Head?.Position ?? 0);
        }

        foreach (var (shard, start) in read)
        {
            node.BringBack(shard, start.Live);
        }

        node.Owned(shards);
    }

    private void Again(Reading failed, Exception failure)
    {
        node.Log.AcquireFailed(failure);
        node.Timers.Set(new Retry(this, failed), node.Now + node.Options.RetryMax);
    }

    private void ReadAgain(Reading failed)
    {
        foreach (var shard in failed.Shards.Where(shard => pending.GetValueOrDefault(shard) == failed))
        {
            pending[shard] = null;
        }

        Run();
    }

    private sealed class Reading(int[] shards)
    {
        public int[] Shards { get; } = shards;
    }

    private sealed class Retry(Acquisition acquisition, Reading failed) : Due
    {
        public override void Fire() => acquisition.ReadAgain(failed);
    }
}
