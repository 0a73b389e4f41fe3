using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Stays that are over, so that an Enqueue that comes late does not bring one back. Bounded by time and by number; one that comes later
/// still is found out by the call, which refuses to ring for it (<see cref="Stay.RefusalsMax"/>).
/// </summary>
public sealed record EndedStays
{
    /// <summary>Longer than any message is under way.</summary>
    public static readonly TimeSpan KeptMax = TimeSpan.FromMinutes(10);

    public const int CountMax = 100_000;

    private ImmutableSortedSet<StayId> Stays { get; init; } = [];

    private ImmutableQueue<EndedStay> Order { get; init; } = [];

    /// <summary>Oldest first: what a snapshot holds.</summary>
    [JsonInclude]
    internal EquatableArray<EndedStay> Listed
    {
        get => [.. Order];
        init => (Stays, Order) = ([.. value.Select(ended => ended.Stay)], [.. value]);
    }

    public int Count => Stays.Count;

    public bool Contains(StayId stay) => Stays.Contains(stay);

    public EndedStays With(StayId stay, DateTimeOffset at)
    {
        var (stays, order) = (Stays.Add(stay), Order);
        if (!ReferenceEquals(stays, Stays))
        {
            order = order.Enqueue(new EndedStay(stay, at));
        }

        while (!order.IsEmpty && (stays.Count > CountMax || order.Peek().At < at - KeptMax))
        {
            order = order.Dequeue(out var oldest);
            stays = stays.Remove(oldest.Stay);
        }

        return new EndedStays { Stays = stays, Order = order };
    }
}

/// <summary>A stay that is over, and since when.</summary>
public readonly record struct EndedStay(StayId Stay, DateTimeOffset At);
