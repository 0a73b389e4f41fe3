using System.Threading.Channels;
using CallCenter.Actors;

namespace CallCenter.Api.Journal;

/// <summary>The journal as views and stories need it: durable events only. Composition adapts the engine's.</summary>
public interface IJournal
{
    /// <summary>Events of one stream from <paramref name="fromVersion"/> (the first is 1) on, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<JournalEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop);

    /// <summary>Events of one shard after <paramref name="position"/>, in order, at most <paramref name="max"/>; empty at its end.</summary>
    Task<IReadOnlyList<JournalEvent>> Follow(int shard, long position, int max, CancellationToken stop);

    /// <summary>The last position of each shard that has one.</summary>
    Task<IReadOnlyDictionary<int, long>> Heads(CancellationToken stop);

    /// <summary>
    /// Events as they become durable, from now on, in batches; each shard's in order. At most <paramref name="batchesMax"/> wait unread:
    /// what does not fit is left out and read with <see cref="Follow"/>.
    /// </summary>
    IJournalSubscription Subscribe(int batchesMax);
}

public interface IJournalSubscription : IDisposable
{
    ChannelReader<IReadOnlyList<JournalEvent>> Batches { get; }

    /// <summary>True once after batches were left out.</summary>
    bool TakeLeftOut();
}

/// <summary>One durable event: dense position (from 1) in its shard, dense version (from 1) in its stream.</summary>
public sealed record JournalEvent(int Shard, long Position, ActorId Stream, long Version, string Tag, ReadOnlyMemory<byte> Body);
