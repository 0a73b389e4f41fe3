using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster;

/// <summary>
/// One reader's place in the feed: by shard the last position it was given. Fresh events wait in a bounded buffer; what does not fit is
/// read from the journal when the reader comes to it. One reader at a time.
/// </summary>
public sealed class EventSubscription : IDisposable
{
    /// <summary>Fresh events that wait for the reader.</summary>
    public const int BufferMax = 8_192;

    /// <summary>Events of one <see cref="Next"/>.</summary>
    public const int PageMax = 1_000;

    private readonly Lock gate = new();
    private readonly IEventStore store;
    private readonly Action<EventSubscription> unsubscribe;
    private readonly long[] given;
    private readonly long[] heads;
    private readonly Queue<CommittedEvent> fresh = new();
    private readonly SortedSet<int> behind = [];

    // Shards of which the journal showed less than the heads say: another look is worth it only after more was said.
    private readonly HashSet<int> unseen = [];
    private TaskCompletionSource? waiting;

    internal EventSubscription(IEventStore store, ReadOnlySpan<long> after, ReadOnlySpan<long> heads, Action<EventSubscription> unsubscribe)
    {
        this.store = store;
        this.unsubscribe = unsubscribe;
        given = after.ToArray();
        this.heads = heads.ToArray();
        for (var shard = 0; shard < given.Length; shard++)
        {
            if (given[shard] < heads[shard])
            {
                behind.Add(shard);
            }
        }
    }

    /// <summary>By shard, the last position given: where to go on from after a restart.</summary>
    public IReadOnlyList<long> Positions => given;

    /// <summary>Everything durable so far was given.</summary>
    public bool IsCurrent
    {
        get
        {
            lock (gate)
            {
                return !heads.Where((head, shard) => given[shard] < head).Any();
            }
        }
    }

    /// <summary>The next events, at least one and at most <see cref="PageMax"/>; waits for them. Each shard's in order, without a gap.</summary>
    public async ValueTask<IReadOnlyList<CommittedEvent>> Next(CancellationToken stop)
    {
        while (true)
        {
            if (behind.Count > 0)
            {
                if (await CatchUp(stop) is { Count: > 0 } old)
                {
                    return old;
                }

                continue;
            }

            Task more;
            lock (gate)
            {
                if (TakeFresh() is { Count: > 0 } page)
                {
                    return page;
                }

                if (behind.Count > 0)
                {
                    continue;
                }

                waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = waiting.Task;
            }

            await more.WaitAsync(stop);
            unseen.Clear();
        }
    }

    public void Dispose() => unsubscribe(this);

    internal void Offer(ReadOnlySpan<long> known, IReadOnlyList<CommittedEvent> events)
    {
        lock (gate)
        {
            known.CopyTo(heads);
            foreach (var item in events)
            {
                if (fresh.Count < BufferMax)
                {
                    fresh.Enqueue(item);
                }
            }

            waiting?.TrySetResult();
            waiting = null;
        }
    }

    /// <summary>
    /// One page of all shards that are behind, not of the first only: a reader that pauses between pages would need as many of them as there are
    /// shards, and meanwhile fall behind with all others again.
    /// </summary>
    private async ValueTask<IReadOnlyList<CommittedEvent>> CatchUp(CancellationToken stop)
    {
        var page = new List<CommittedEvent>();
        while (behind.Count > 0 && page.Count < PageMax)
        {
            var shard = behind.Min;
            IReadOnlyList<CommittedEvent> old;
            try
            {
                old = await store.Follow(shard, given[shard], PageMax - page.Count, stop);
            }
            catch (Exception) when (page.Count > 0)
            {
                // What was read counts as given; the failure is met again by the next call.
                break;
            }

            page.AddRange(old);
            Reached(shard, old);
        }

        return page;
    }

    private void Reached(int shard, IReadOnlyList<CommittedEvent> old)
    {
        lock (gate)
        {
            if (old.Count > 0)
            {
                given[shard] = old[^1].Position;
            }

            if (given[shard] >= heads[shard])
            {
                behind.Remove(shard);
            }
            else if (old.Count == 0)
            {
                behind.Remove(shard);
                unseen.Add(shard);
            }
        }
    }

    private List<CommittedEvent> TakeFresh()
    {
        var page = new List<CommittedEvent>(Math.Min(fresh.Count, PageMax));
        while (page.Count < PageMax && fresh.TryDequeue(out var item))
        {
            var last = given[item.Shard];
            if (item.Position == last + 1)
            {
                given[item.Shard] = item.Position;
                page.Add(item);
            }
            else if (item.Position > last)
            {
                behind.Add(item.Shard);
            }
        }

        // What did not fit into the buffer left no trace in it: only the heads tell.
        if (fresh.Count == 0)
        {
            MarkBehind();
        }

        return page;
    }

    private void MarkBehind()
    {
        for (var shard = 0; shard < given.Length; shard++)
        {
            if (given[shard] < heads[shard] && !unseen.Contains(shard))
            {
                behind.Add(shard);
            }
        }
    }
}
