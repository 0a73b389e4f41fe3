using CallCenter.Actors;

namespace CallCenter.Api.Journal;

/// <summary>The journal as views and stories need it: durable events only. Composition adapts the engine's.</summary>
public interface IJournal
{
    /// <summary>Events of one stream from <paramref name="fromVersion"/> (the first is 1) on, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<JournalEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop);

    /// <summary>The last durable position of each shard that has one.</summary>
    IReadOnlyDictionary<int, long> Heads();

    /// <summary>
    /// Everything after these positions (a shard that is not named: from its beginning), each shard in order and without a gap, old events first
    /// and then those that happen.
    /// </summary>
    IJournalReader Follow(IReadOnlyDictionary<int, long> after);
}

/// <summary>One place in the journal, moving on. For one reader at a time.</summary>
public interface IJournalReader : IAsyncDisposable
{
    /// <summary>The next events: at least one (it waits for it), and at most <paramref name="max"/>.</summary>
    ValueTask<IReadOnlyList<JournalEvent>> Next(int max, CancellationToken stop);
}

/// <summary>One durable event: dense position (from 1) in its shard, dense version (from 1) in its stream.</summary>
public sealed record JournalEvent(int Shard, long Position, ActorId Stream, long Version, string Tag, ReadOnlyMemory<byte> Body);
