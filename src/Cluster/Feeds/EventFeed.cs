using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster;

/// <summary>
/// Passes on what this process made durable, and what others say that they made durable: twice, late or with gaps, which readers fill from the
/// journal. Heads only go forward. Publishing never waits for a reader.
/// </summary>
internal sealed class EventFeed(IEventStore store) : IEventFeed
{
    private readonly Lock gate = new();
    private readonly long[] heads = new long[store.ShardCount];
    private readonly List<EventSubscription> subscriptions = [];

    public int ShardCount => heads.Length;

    public long[] Heads()
    {
        lock (gate)
        {
            return [.. heads];
        }
    }

    /// <summary>The journal holds at least this much, whoever wrote it.</summary>
    public void Raise(IEnumerable<KeyValuePair<int, long>> positions)
    {
        lock (gate)
        {
            var isNews = false;
            foreach (var (shard, position) in positions)
            {
                isNews |= position > heads[shard];
                heads[shard] = Math.Max(heads[shard], position);
            }

            if (isNews)
            {
                subscriptions.ForEach(subscription => subscription.Offer(heads, []));
            }
        }
    }

    public EventSubscription Subscribe(ReadOnlySpan<long> after)
    {
        if (after.Length != heads.Length)
        {
            throw new ArgumentException($"one position for each of the {heads.Length} shards", nameof(after));
        }

        lock (gate)
        {
            var subscription = new EventSubscription(store, after, heads, Unsubscribe);
            subscriptions.Add(subscription);
            return subscription;
        }
    }

    public void Publish(IReadOnlyList<CommittedEvent> events)
    {
        lock (gate)
        {
            foreach (var item in events)
            {
                heads[item.Shard] = Math.Max(heads[item.Shard], item.Position);
            }

            subscriptions.ForEach(subscription => subscription.Offer(heads, events));
        }
    }

    private void Unsubscribe(EventSubscription subscription)
    {
        lock (gate)
        {
            subscriptions.Remove(subscription);
        }
    }
}
