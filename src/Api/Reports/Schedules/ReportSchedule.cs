namespace CallCenter.Api.Reports.Schedules;

/// <summary>How often a report is delivered. Written in schedules' rows: append only.</summary>
internal enum ReportPeriod
{
    Day = 1,
    Week = 2,
    Month = 3,
}

/// <summary>How a report is written. Written in schedules' rows: append only.</summary>
internal enum ReportFormat
{
    Json = 1,
    Csv = 2,
    Xlsx = 3,
}

/// <summary>A report that a tenant wants of each business day, week or month, and where to.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Given here.</param>
/// <param name="Revision">From 1, one more with each change.</param>
internal sealed record ReportSchedule(string Tenant, string Id, long Revision)
{
    public const int OfTenantMax = 50;
    public const int NameMax = 64;
    public const int QueryMax = 4_000;

    /// <summary>Periods of the past that one may begin with, and that are delivered one after the other.</summary>
    public const int PastMax = 62;

    public required string Name { get; init; }

    public required ReportBy Report { get; init; }

    /// <summary>What else is asked for, as the query of <c>GET /reports/…</c> without <c>from</c> and <c>to</c>: zone and beginning of the day as well.</summary>
    public string Query { get; init; } = "";

    public required ReportPeriod Period { get; init; }

    /// <summary>Local time of the day behind the period, not before the business day begins.</summary>
    public required TimeSpan At { get; init; }

    public required ReportFormat Format { get; init; }

    /// <summary>The webhook of the tenant that it is sent to; null: a file.</summary>
    public string? Webhook { get; init; }

    /// <summary>No further period is ordered, and what is made waits.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What was due until then is not delivered.</summary>
    public required DateTimeOffset After { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>Whole business days of a report, and when it is due.</summary>
internal readonly record struct DuePeriod(DateOnly From, DateOnly To, DateTimeOffset Due)
{
    /// <summary>The first that is due later than a moment.</summary>
    public static DuePeriod Next(ReportClock clock, ReportPeriod period, TimeSpan at, DateTimeOffset after)
    {
        var from = First(clock.DayOf(after), period, clock.WeekStart);
        from = First(from.AddDays(-1), period, clock.WeekStart);
        while (true)
        {
            var to = period switch { ReportPeriod.Day => from.AddDays(1), ReportPeriod.Week => from.AddDays(7), _ => from.AddMonths(1) };
            var due = clock.Moment(to.ToDateTime(TimeOnly.MinValue) + at);
            if (due > after)
            {
                return new DuePeriod(from, to, due);
            }

            from = to;
        }
    }

    /// <summary>The first that begins on this day or later.</summary>
    public static DuePeriod Beginning(ReportClock clock, ReportPeriod period, TimeSpan at, DateOnly day)
    {
        var found = Next(clock, period, at, clock.Begin(day).AddTicks(-1));
        while (found.From < day)
        {
            found = Next(clock, period, at, found.Due);
        }

        return found;
    }

    private static DateOnly First(DateOnly day, ReportPeriod period, DayOfWeek weekStart) => period switch
    {
        ReportPeriod.Day => day,
        ReportPeriod.Week => day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7)),
        _ => new DateOnly(day.Year, day.Month, 1),
    };
}
