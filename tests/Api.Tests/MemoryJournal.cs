using CallCenter.Actors;
using CallCenter.Api.Journal;

namespace CallCenter.Api.Tests;

/// <summary>A journal in memory that keeps the contract of <see cref="IJournal"/>: dense positions, order, no gap.</summary>
internal sealed class MemoryJournal(int shards = 4) : IJournal
{
    private readonly Lock gate = new();
    private readonly List<JournalEvent>[] byShard = [.. Enumerable.Range(0, shards).Select(_ => new List<JournalEvent>())];
    private readonly Dictionary<ActorId, List<JournalEvent>> byStream = [];
    private TaskCompletionSource appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return byShard.Sum(events => events.Count);
            }
        }
    }

    /// <summary>All events, shard by shard.</summary>
    public IReadOnlyList<JournalEvent> All
    {
        get
        {
            lock (gate)
            {
                return [.. byShard.SelectMany(events => events)];
            }
        }
    }

    public Position Append(ActorId stream, params IEnumerable<object> events)
    {
        lock (gate)
        {
            var shard = (int)(stream.ToString().Aggregate(17u, (hash, letter) => (hash * 31) + letter) % (uint)byShard.Length);
            var versions = byStream.TryGetValue(stream, out var known) ? known : byStream[stream] = [];
            foreach (var e in events)
            {
                var stored = new JournalEvent(shard, byShard[shard].Count + 1, stream, versions.Count + 1, Contracts.TagOf(e), Contracts.Write(e));
                byShard[shard].Add(stored);
                versions.Add(stored);
            }

            Interlocked.Exchange(ref appended, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return new Position(shard, byShard[shard].Count);
        }
    }

    public Task<IReadOnlyList<JournalEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<JournalEvent>>([.. (byStream.GetValueOrDefault(stream) ?? []).Where(e => e.Version >= fromVersion).Take(max)]);
        }
    }

    public IReadOnlyDictionary<int, long> Heads()
    {
        lock (gate)
        {
            return Enumerable.Range(0, byShard.Length).Where(shard => byShard[shard].Count > 0).ToDictionary(shard => shard, shard => (long)byShard[shard].Count);
        }
    }

    public IJournalReader Follow(IReadOnlyDictionary<int, long> after) =>
        new Reader(this, [.. Enumerable.Range(0, byShard.Length).Select(shard => after.GetValueOrDefault(shard))]);

    private sealed class Reader(MemoryJournal journal, long[] positions) : IJournalReader
    {
        public async ValueTask<IReadOnlyList<JournalEvent>> Next(int max, CancellationToken stop)
        {
            while (true)
            {
                Task more;
                lock (journal.gate)
                {
                    var events = journal.byShard.SelectMany((shard, number) => shard.Skip((int)positions[number])).Take(max).ToList();
                    foreach (var e in events)
                    {
                        positions[e.Shard] = e.Position;
                    }

                    if (events.Count > 0)
                    {
                        return events;
                    }

                    more = journal.appended.Task;
                }

                await more.WaitAsync(stop);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
