using CallCenter.Actors.Collections;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Stays that are over, so that an Enqueue that comes late does not bring one back. Bounded by time and by number: they are kept by generations, two
/// at once, and the former one goes as a whole when the recent one is complete; forgetting costs nothing. One that comes later still is found out by
/// the call, which refuses to ring for it (<see cref="Stay.RefusalsMax"/>).
/// </summary>
public sealed record EndedStays
{
    /// <summary>Longer than any message is under way: each stay is remembered as long, unless there are too many.</summary>
    public static readonly TimeSpan KeptMin = TimeSpan.FromMinutes(10);

    /// <summary>Of a generation: so many are remembered in any case, which at 500 calls a second are those of the last 100 seconds.</summary>
    public const int CountMax = 50_000;

    /// <summary>When the recent generation began.</summary>
    public DateTimeOffset Since { get; init; }

    public OrderedSet<StayId> Recent { get; init; } = [];

    public OrderedSet<StayId> Former { get; init; } = [];

    public bool Contains(StayId stay) => Recent.Contains(stay) || Former.Contains(stay);

    public EndedStays With(StayId stay, DateTimeOffset at) =>
        Contains(stay) ? this
        : Recent.Count < CountMax && at - Since < KeptMin ? this with { Recent = Recent.Add(stay) }
        : new EndedStays { Since = at, Recent = [stay], Former = Recent };
}
