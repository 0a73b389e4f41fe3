using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Calls;

/// <summary>
/// One way to a number outside: through this trunk, to this URI. Copied into what goes out, so that a later configuration does not touch it.
/// </summary>
public sealed record TrunkWay(string Trunk, string Uri, int Order, int Weight)
{
    /// <summary>Payload types to offer, the best first; none: what the caller speaks first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<int> Payloads { get; init; } = [];
}

/// <summary>In which order a call tries its ways out, and when the next one.</summary>
public static class TrunkWays
{
    /// <summary>By order; among equals each call draws, by weight. What it draws follows from its name, so that it is the same whoever decides.</summary>
    public static ImmutableArray<TrunkWay> Ordered(ActorId call, int leg, IEnumerable<TrunkWay> ways)
    {
        var left = ways.OrderBy(way => way.Order).ToList();
        if (left.Count < 2)
        {
            return [.. left];
        }

        var draws = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call}/{leg}/way")));
        var ordered = ImmutableArray.CreateBuilder<TrunkWay>(left.Count);
        while (left.Count > 0)
        {
            var draw = BinaryPrimitives.ReadUInt32BigEndian(draws.AsSpan(ordered.Count * sizeof(uint) % draws.Length));
            var drawn = Drawn(left.TakeWhile(way => way.Order == left[0].Order), draw);
            ordered.Add(drawn);
            left.Remove(drawn);
        }

        return ordered.MoveToImmutable();
    }

    /// <summary>
    /// The far side has not got the call at all, and another may: it is silent, or says that it cannot now (RFC 3261 section 21.5). A phone that rang, or
    /// was busy, would be the same one by another trunk.
    /// </summary>
    public static bool GoesOn(Leg leg, int status) => leg is { Rang: false, Request.Others.Count: > 0 } && status is 408 or (>= 500 and < 600);

    private static TrunkWay Drawn(IEnumerable<TrunkWay> equals, uint draw)
    {
        var ways = equals.ToArray();
        var rest = draw % ways.Sum(way => (long)way.Weight);
        return ways.First(way => (rest -= way.Weight) < 0);
    }
}
