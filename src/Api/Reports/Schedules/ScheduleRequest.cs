using System.Globalization;
using CallCenter.Actors.Reports;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>The body of <c>POST /report-schedules</c> and <c>PUT /report-schedules/{id}</c>.</summary>
internal sealed record ScheduleRequest
{
    public required string Name { get; init; }

    public required ReportBy Report { get; init; }

    /// <summary>As the query of GET /reports/…, without from and to.</summary>
    public string Query { get; init; } = "";

    public required ReportPeriod Period { get; init; }

    /// <summary>Local time of the day behind the period, such as 06:00.</summary>
    public required string At { get; init; }

    public ReportFormat Format { get; init; } = ReportFormat.Xlsx;

    /// <summary>The id of a webhook of the tenant; left out: a file in the operator's folder.</summary>
    public string? Webhook { get; init; }

    public bool Paused { get; init; }

    /// <summary>The first business day that is wanted, also of the past; left out: of the period that is due next.</summary>
    public DateOnly? First { get; init; }

    /// <summary>As it is kept; or why it cannot be.</summary>
    public (ReportSchedule? Schedule, Problem? Problem) Form(string tenant, string id, DateTimeOffset now)
    {
        if (Name.Length is 0 or > ReportSchedule.NameMax)
        {
            return (null, Invalid("/name", $"A name has 1 to {ReportSchedule.NameMax} characters."));
        }

        if (Query.Length > ReportSchedule.QueryMax)
        {
            return (null, Invalid("/query", $"It has more than {ReportSchedule.QueryMax} characters."));
        }

        var (clock, fault) = ScheduledAsk.ClockOf(Query);
        if (clock is null)
        {
            return (null, OfQuery(fault!));
        }

        if (!TimeSpan.TryParseExact(At, "hh':'mm", CultureInfo.InvariantCulture, out var at) || at.Minutes % Quarter.Minutes != 0 || at < clock.DayStart)
        {
            return (null, Invalid("/at", "It is not a time of a whole quarter of an hour, at or behind the beginning of the business day.", "Send a time such as 06:00."));
        }

        // Of the longest period that there is, so that no delivery is refused later for its length.
        var due = DuePeriod.Next(clock, Period, at, now);
        if (ScheduledAsk.Of(Report, Query, due.From, Period == ReportPeriod.Month ? due.From.AddDays(31) : due.To).Problem is { } unfit)
        {
            return (null, OfQuery(unfit));
        }

        var after = now;
        if (First is { } first)
        {
            if (first.Year is < 2000 or > 9000)
            {
                return (null, Invalid("/first", "It is not a day since 2000."));
            }

            var begins = DuePeriod.Beginning(clock, Period, at, first);
            if (Past(clock, begins, at, now) > ReportSchedule.PastMax)
            {
                return (null, Invalid("/first", $"More than {ReportSchedule.PastMax} reports of the past would be delivered.", "Begin later."));
            }

            after = begins.Due.AddTicks(-1);
        }

        return (new ReportSchedule(tenant, id, 1) { Name = Name, Report = Report, Query = Query, Period = Period, At = at, Format = Format, Webhook = Webhook, IsPaused = Paused, After = after, Created = now }, null);
    }

    public static Problem Invalid(string where, string what, string? fix = null) => Problem.Of(422, "schedule-invalid", "The schedule cannot be used") with { Where = where, Detail = what, Fix = fix };

    private int Past(ReportClock clock, DuePeriod period, TimeSpan at, DateTimeOffset now)
    {
        var count = 0;
        for (; period.Due <= now && count <= ReportSchedule.PastMax; count++)
        {
            period = DuePeriod.Next(clock, Period, at, period.Due);
        }

        return count;
    }

    private static Problem OfQuery(Problem problem) => Invalid("/query", $"{problem.Where}: {problem.Detail ?? problem.Title}", problem.Fix);
}
