using System.Buffers.Binary;
using System.Text;

namespace CallCenter.Cluster.Sharding;

/// <summary>
/// Highest random weight: every process ranks the members of a shard alike without talking, and a member that comes or goes moves only the
/// shards it gets or had (Thaler and Ravishankar, 1998). The same in every version for ever, else versions would quarrel.
/// </summary>
internal static class Rendezvous
{
    private const int NameBytesMax = 1_024;

    /// <summary>Best first. Names that nobody has twice.</summary>
    public static IReadOnlyList<string> Ranked(int shard, IEnumerable<string> members) =>
        [.. members.Select(name => (name, weight: Weight(shard, name))).OrderByDescending(item => item.weight).ThenBy(item => item.name, StringComparer.Ordinal).Select(item => item.name)];

    public static string? First(int shard, IEnumerable<string> members)
    {
        string? first = null;
        var highest = 0UL;
        foreach (var name in members)
        {
            var weight = Weight(shard, name);
            if (first is null || weight > highest || (weight == highest && string.CompareOrdinal(name, first) < 0))
            {
                (first, highest) = (name, weight);
            }
        }

        return first;
    }

    private static ulong Weight(int shard, string member)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int) + NameBytesMax];
        var length = Encoding.UTF8.GetBytes(member, bytes[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, shard);
        return ShardHash.Mixed(bytes[..(sizeof(int) + length)]);
    }
}
