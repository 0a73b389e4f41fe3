using System.Globalization;
using System.Text.Json.Serialization;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>How far a delivery has come. Written in rows: append only.</summary>
internal enum DeliveryStage
{
    /// <summary>To be made, as soon as everything up to its end is known.</summary>
    Ordered = 1,

    /// <summary>Made, and on its way.</summary>
    Waiting = 2,
    Delivered = 3,

    /// <summary>Given up: it can be delivered again by hand.</summary>
    Dead = 4,
}

/// <summary>
/// One report of one schedule on its way, or that was: one for each period, however often processes die, and one more with the next
/// <paramref name="Edition"/> for each time that somebody wants it again.
/// </summary>
internal sealed record ReportDelivery(string Tenant, string Schedule, DateTimeOffset Due, int Edition)
{
    private const string DueForm = "yyyyMMdd'T'HHmm'Z'";

    /// <summary>Business days; <see cref="To"/> is not in it.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public DeliveryStage Stage { get; init; } = DeliveryStage.Ordered;

    /// <summary>The file's name; null: it is not made yet.</summary>
    public string? FileName { get; init; }

    /// <summary>Everything that had been decided by then is in it: never before the end of the period.</summary>
    public DateTimeOffset? CompleteUpTo { get; init; }

    public int Attempts { get; init; }

    /// <summary>Not before.</summary>
    public required DateTimeOffset Next { get; init; }

    public DateTimeOffset? Delivered { get; init; }

    /// <summary>What came of the last attempt, in words; null: there was none, or all is well.</summary>
    public string? Outcome { get; init; }

    /// <summary>In its schedule.</summary>
    [JsonIgnore]
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Due.UtcDateTime.ToString(DueForm, CultureInfo.InvariantCulture)}.{Edition}");

    public static bool TryParse(string id, out DateTimeOffset due, out int edition)
    {
        (due, edition) = (default, 0);
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && DateTimeOffset.TryParseExact(id[..dot], DueForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out due)
            && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out edition);
    }
}
