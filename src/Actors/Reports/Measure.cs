namespace CallCenter.Actors.Reports;

public enum MeasureUnit
{
    Count = 1,

    /// <summary>A time, in milliseconds.</summary>
    Milliseconds = 2,

    /// <summary>Of 1.</summary>
    Share = 3,
    PerHour = 4,
}

/// <summary>What a measure is of, and so to which interval each of its facts belongs.</summary>
public enum MeasureGroup
{
    /// <summary>Queue stays: by entry (cohort), or by when they left (event time), as is asked.</summary>
    Stays = 1,

    /// <summary>Agent segments: when they were wrapped up.</summary>
    Segments = 2,

    /// <summary>Offers: when they ended.</summary>
    Offers = 3,

    /// <summary>Agents' states: while they last.</summary>
    States = 4,

    /// <summary>Calls: when they arrived.</summary>
    Calls = 5,

    /// <summary>Who waits when an interval begins and ends.</summary>
    Carried = 6,

    /// <summary>Lines of trunks: when they ended.</summary>
    Trunks = 7,

    /// <summary>The most at once, at the full minutes of the interval.</summary>
    Peaks = 8,
}

/// <summary>
/// A named formula over figures. Its meaning never changes under the same <paramref name="Version"/>; null: it has nothing to divide by.
/// </summary>
public sealed record Measure(string Id, int Version, MeasureGroup Group, MeasureUnit Unit, string En, string Zh, string Formula, Func<Reading, double?> Of)
{
    /// <summary>As it is stamped on what it gives.</summary>
    public string Stamp => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}/{Version}");

    /// <summary>It counts times by their length: histograms have to be read.</summary>
    public bool ReadsTimes => Id.Contains("percentile", StringComparison.Ordinal) || Id is "service-level.asterisk-2" or "calls-service-level";

    /// <summary>It adds up: over intervals, and over subjects that share no fact.</summary>
    public bool IsSum => Group is not (MeasureGroup.Carried or MeasureGroup.Peaks)
        && (Unit is MeasureUnit.Count || (Unit is MeasureUnit.Milliseconds && Id.StartsWith("time-", StringComparison.Ordinal)));
}

/// <summary>A measure of the domain that cannot be had yet, and what it lacks.</summary>
public sealed record MissingMeasure(string Id, string En, string Zh, string Formula, string Lacks);
