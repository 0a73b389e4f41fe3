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

    /// <summary>How many of these come before this one: 0 is the best.</summary>
    public static int Rank(int shard, string member, IEnumerable<string> members)
    {
        var weight = Weight(shard, member);
        return members.Count(other => IsBefore(other, Weight(shard, other), member, weight));
    }

    public static string? First(int shard, IEnumerable<string> members)
    {
        string? first = null;
        var highest = 0UL;
        foreach (var name in members)
        {
            var weight = Weight(shard, name);
            if (first is null || IsBefore(name, weight, first, highest))
            {
                (first, highest) = (name, weight);
            }
        }

        return first;
    }

    private static bool IsBefore(string one, ulong weight, string other, ulong otherWeight) =>
        weight > otherWeight || (weight == otherWeight && string.CompareOrdinal(one, other) < 0);

    private static ulong Weight(int shard, string member)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int) + NameBytesMax];
        var length = Encoding.UTF8.GetBytes(member, bytes[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, shard);
        return ShardHash.Mixed(bytes[..(sizeof(int) + length)]);
    }
}
