namespace CallCenter.Cluster;

/// <summary>Committed events as they happen, each shard in order and without a gap. What views, boards and streams fold.</summary>
public interface IEventFeed
{
    int ShardCount { get; }

    /// <summary>The last durable position of each shard, by shard number; 0 where nothing happened yet. A copy.</summary>
    long[] Heads();

    /// <summary>
    /// Everything after these positions (by shard number; 0 for the beginning). Fresh events come from memory, older ones from the journal; a
    /// reader that falls behind its bound of <see cref="EventSubscription.BufferMax"/> is served from the journal again and loses nothing.
    /// </summary>
    EventSubscription Subscribe(ReadOnlySpan<long> after);
}
