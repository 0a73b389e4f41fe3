using CallCenter.Actors;

namespace CallCenter.Cluster;

/// <summary>One durable event: dense position in its shard, dense version (from 1) in its stream, database time.</summary>
public sealed record CommittedEvent(int Shard, long Position, long Epoch, ActorId Stream, long Version, string Tag, ReadOnlyMemory<byte> Body, DateTimeOffset StoredAt);
