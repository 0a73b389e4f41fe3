using System.Text;
using CallCenter.Actors;

namespace CallCenter.Cluster.Sharding;

/// <summary>Which shard an actor belongs to. The same in every process and version for ever: journals are laid out by it.</summary>
public static class ShardHash
{
    public static int ShardOf(ActorId id, int shardCount)
    {
        Span<byte> text = stackalloc byte[4 * (ActorId.PartMax + 1)];
        var length = Encoding.UTF8.GetBytes(id.ToString(), text);
        return (int)(Mixed(text[..length]) % (ulong)shardCount);
    }

    // FNV-1a of 64 bits, then MurmurHash3's finalizer: FNV alone spreads the last characters poorly over few shards.
    internal static ulong Mixed(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var item in bytes)
        {
            hash = unchecked((hash ^ item) * 1099511628211UL);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL);
        return hash ^ (hash >> 33);
    }
}
