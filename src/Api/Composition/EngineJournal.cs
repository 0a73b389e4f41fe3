using CallCenter.Actors;
using CallCenter.Api.Journal;
using CallCenter.Cluster;
using IJournal = CallCenter.Api.Journal.IJournal;

namespace CallCenter.Api.Composition;

/// <summary>The API's journal is the engine's journal and feed.</summary>
internal sealed class EngineJournal(IEventFeed feed, Cluster.IJournal journal) : IJournal
{
    public async Task<IReadOnlyList<JournalEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop) =>
        [.. (await journal.Read(stream, fromVersion, max, stop)).Select(Event)];

    public IReadOnlyDictionary<int, long> Heads() =>
        feed.Heads().Select((position, shard) => (shard, position)).Where(head => head.position > 0).ToDictionary(head => head.shard, head => head.position);

    public IJournalReader Follow(IReadOnlyDictionary<int, long> after)
    {
        var positions = new long[feed.ShardCount];
        foreach (var (shard, position) in after)
        {
            positions[shard] = position;
        }

        return new Reader(feed.Subscribe(positions));
    }

    private static JournalEvent Event(CommittedEvent stored) =>
        new(stored.Shard, stored.Position, stored.Stream, stored.Version, stored.Tag, stored.Body);

    private sealed class Reader(EventSubscription subscription) : IJournalReader
    {
        private readonly Queue<JournalEvent> rest = new();

        public async ValueTask<IReadOnlyList<JournalEvent>> Next(int max, CancellationToken stop)
        {
            if (rest.Count == 0)
            {
                foreach (var stored in await subscription.Next(stop))
                {
                    rest.Enqueue(Event(stored));
                }
            }

            var page = new List<JournalEvent>(Math.Min(max, rest.Count));
            while (page.Count < max && rest.TryDequeue(out var next))
            {
                page.Add(next);
            }

            return page;
        }

        public ValueTask DisposeAsync()
        {
            subscription.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
