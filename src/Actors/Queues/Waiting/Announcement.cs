using System.Text.Json.Serialization;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>What a waiting caller is told, in this order; what is null is not said.</summary>
/// <param name="Comfort">The name of a sound.</param>
/// <param name="Position">From 1: the next.</param>
/// <param name="Wait">How long it will probably still take.</param>
public sealed record Announcement(string? Comfort, int? Position, WaitRange? Wait)
{
    /// <summary>Places beyond it are not said: to hear that one is 250th helps nobody.</summary>
    public const int PositionMax = 99;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Language Language { get; init; }

    /// <summary>As in <see cref="AnnounceRule.Voice"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Voice { get; init; }

    [JsonIgnore]
    public bool SaysNothing => this is { Comfort: null, Position: null, Wait: null };
}

/// <summary>What the caller of a stay was told, and when it is told more.</summary>
/// <param name="Count">Announcements that came due, whether or not there was something to say.</param>
/// <param name="NextAt">When the next is due; null: no more.</param>
public sealed record Told(int Count, DateTimeOffset? NextAt)
{
    /// <summary>The last place that was announced: it is never followed by a worse one.</summary>
    public int? Position { get; init; }

    public WaitRange? Wait { get; init; }

    public DateTimeOffset WaitAt { get; init; }

    /// <summary>What the call is to be told now: the announcement of this <see cref="Count"/>, until the next, an offer, or the end of the stay.</summary>
    public Announcement? Saying { get; init; }

    /// <summary>When that was decided.</summary>
    public DateTimeOffset SaidAt { get; init; }

    /// <summary>An offer, or the end, comes first.</summary>
    public Told Silenced => Saying is null ? this : this with { Saying = null };
}
