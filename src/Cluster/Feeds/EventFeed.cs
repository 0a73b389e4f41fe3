using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster;

/// <summary>Passes on what the node made durable. Publishing never waits for a reader.</summary>
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

    /// <summary>What the journal held before this process began.</summary>
    public void StartFrom(IReadOnlyDictionary<int, ShardHead> stored)
    {
        lock (gate)
        {
            foreach (var (shard, head) in stored)
            {
                heads[shard] = Math.Max(heads[shard], head.Position);
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
                heads[item.Shard] = item.Position;
            }

            foreach (var subscription in subscriptions)
            {
                subscription.Offer(events);
            }
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
