using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Lane;

/// <summary>Entries that are sent together, and the bytes of them that are sent again and again until somebody knows.</summary>
internal sealed class LaneBatch
{
    private Resend? again;

    public required IReadOnlyList<LaneEntry> Entries { get; init; }

    public required AppendBatch Content { get; init; }

    public required long Bytes { get; init; }

    public int Attempt { get; set; }

    /// <summary>From the front of the queue: up to the limits, and up to a shard that comes back under another epoch.</summary>
    public static LaneBatch Take(Queue<LaneEntry> waiting, LaneLimits limits)
    {
        var entries = new List<LaneEntry>();
        var events = new List<NewEvent>();
        var live = new List<LiveChange>();
        var epochs = new Dictionary<int, long>();
        long bytes = 0;
        while (waiting.TryPeek(out var entry) && entries.Count < limits.BatchEntriesMax && (entries.Count == 0 || bytes + entry.Bytes <= limits.BatchBytesMax))
        {
            if (!epochs.TryAdd(entry.Shard, entry.Epoch) && epochs[entry.Shard] != entry.Epoch)
            {
                break;
            }

            waiting.Dequeue();
            entries.Add(entry);
            events.AddRange(entry.Events);
            bytes += entry.Bytes;
            if (entry.Live is { } change)
            {
                live.Add(change);
            }
        }

        return new LaneBatch { Entries = entries, Content = new AppendBatch(events, live, epochs), Bytes = bytes };
    }

    public Due Again(Action send) => again ??= new Resend(send);

    private sealed class Resend(Action send) : Due
    {
        public override void Fire() => send();
    }
}
