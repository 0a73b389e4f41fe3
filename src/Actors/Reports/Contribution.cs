namespace CallCenter.Actors.Reports;

/// <summary>What one fact adds to one figure of one subject in one quarter; <paramref name="Known"/>: since when that is known.</summary>
public readonly record struct Contribution(FigureOf Of, string Subject, int Quarter, Figure Figure, long Amount, DateTimeOffset Known)
{
    /// <summary>Quarters are closed this long after their end: what changes them then is a correction, with a number of its own.</summary>
    public static readonly TimeSpan ClosesAfter = TimeSpan.FromHours(24);

    public bool IsCorrection => Known >= Reports.Quarter.Start(Quarter + 1) + ClosesAfter;
}
