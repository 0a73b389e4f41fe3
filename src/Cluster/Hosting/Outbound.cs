namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Deliveries to actors of other nodes that have no answer yet, by the shard they go to: when it changes hands, they go again at once. So do
/// performs that no port has taken, when an edge is reached; and those that a port of media has taken, when it has forgotten them.
/// </summary>
internal sealed class Outbound
{
    public const int Nowhere = -1;

    /// <summary>Instead of a shard: a perform that has to be tried again.</summary>
    public const int Ports = -2;

    /// <summary>Instead of a shard: a perform that is done as long as the process stands that did it.</summary>
    public const int Held = -3;

    // Enumerated in an order that depends on what was added and removed only, never on hash codes.
    private readonly Dictionary<int, HashSet<DutyRun>> runs = [];

    public void Add(DutyRun run, int shard)
    {
        if (run.Shard == shard)
        {
            return;
        }

        Remove(run);
        run.Shard = shard;
        if (!runs.TryGetValue(shard, out var there))
        {
            runs.Add(shard, there = []);
        }

        there.Add(run);
    }

    public void Remove(DutyRun run)
    {
        if (run.Shard != Nowhere)
        {
            runs[run.Shard].Remove(run);
            run.Shard = Nowhere;
        }
    }

    public IReadOnlyCollection<DutyRun> To(int shard) => runs.TryGetValue(shard, out var there) ? there : [];
}
