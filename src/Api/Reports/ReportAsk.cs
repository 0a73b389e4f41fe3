using System.Globalization;
using CallCenter.Actors.Reports;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Reports;

/// <summary>What a report is asked for, checked.</summary>
internal sealed record ReportAsk(
    ReportBy By, DateTimeOffset From, DateTimeOffset To, IntervalLength Length, Intervals Intervals, ReportClock Clock, bool ByEvent,
    TimeSpan? Threshold, TimeSpan? Shortest, IReadOnlyList<Measure> Measures, IReadOnlyList<string> Subjects)
{
    /// <summary>A year and a month.</summary>
    public const int DaysMax = 400;

    public const int SubjectsMax = 50;

    public const int ShiftsMax = 12;

    /// <summary>Zones of today go by whole quarters of an hour; older times of some do not.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string LocalPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$";
    private static readonly string[] LocalForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"];

    private static readonly QueryParameter FromWhen = new("from", "Where the range begins, in the zone's local time: a business day, or a time of a whole quarter of an hour. Left out: today.", new ParameterForm.Text(16, LocalPattern, "a date, or date and time, such as 2026-03-01T08:15"));
    private static readonly QueryParameter ToWhen = new("to", "Where it ends, itself not in it. Left out: the day after 'from'.", new ParameterForm.Text(16, LocalPattern, "a date, or date and time, such as 2026-03-01T08:15"));
    private static readonly QueryParameter Zone = new("zone", "The IANA time zone of days and times. Left out: UTC.", new ParameterForm.Text(64, "^[A-Za-z0-9_+/-]+$", "a name such as Asia/Shanghai"));
    private static readonly QueryParameter Interval = new("interval", "How long each row's interval is.", ParameterForm.Words.OneOf<IntervalLength>());
    private static readonly QueryParameter WeekStart = new("week-start", "The day that weeks begin with. Left out: monday.", ParameterForm.Words.OneOf<DayOfWeek>());
    private static readonly QueryParameter DayStart = new("day-start", "When a business day begins. Left out: 00:00.", new ParameterForm.Text(5, "^[0-9]{2}:[0-9]{2}$", "a time of a whole quarter of an hour, such as 04:00"));
    private static readonly QueryParameter ShiftStarts = new("shifts", "When shifts begin, for interval=shift: local times with commas between, such as 06:00,14:00,22:00.", new ParameterForm.Text(80, "^[0-9]{2}:[0-9]{2}(,[0-9]{2}:[0-9]{2})*$", "times of whole quarters of an hour"));
    private static readonly QueryParameter Attribution = new("attribution", "Outcomes of queue stays in the interval in which they entered (cohort), or left (event).", new ParameterForm.Words(["cohort", "event"], IsList: false));
    private static readonly QueryParameter Within = new("threshold", "T of the service level, in seconds. Left out: each queue's own, as it was then.", new ParameterForm.Text(6, "^[0-9]+(\\.[0-9])?$", "seconds"));
    private static readonly QueryParameter ShortWithin = new("short", "S of short abandons, in seconds. Left out: each queue's own, as it was then.", new ParameterForm.Text(6, "^[0-9]+(\\.[0-9])?$", "seconds"));
    private static readonly QueryParameter MeasureIds = new("measures", "Ids of GET /measures, with commas between. Left out: the usual ones.", new ParameterForm.Text(2_000, "^[a-z0-9.,-]+$", "ids of measures"));
    private static readonly QueryParameter SubjectIds = new("subjects", "Only these rows: ids with commas between.", new ParameterForm.Text(4_000, "^[A-Za-z0-9_.@+~/,-]+$", "ids"));

    public static readonly QueryParameter[] Parameters = [FromWhen, ToWhen, Zone, Interval, WeekStart, DayStart, ShiftStarts, Attribution, Within, ShortWithin, MeasureIds, SubjectIds];

    /// <summary>The range itself.</summary>
    public static readonly QueryParameter[] FromTo = [FromWhen, ToWhen];

    /// <summary>Those that say which range, for drill-down.</summary>
    public static readonly QueryParameter[] Range = [FromWhen, ToWhen, Zone, DayStart, Attribution, Within, ShortWithin];

    public static (ReportAsk? Ask, Problem? Problem) Of(ReportBy by, HttpRequest request, DateTimeOffset now)
    {
        if (ClockOf(request) is not ({ } clock, null) read)
        {
            return (null, ClockOf(request).Problem);
        }

        var (from, to, problem) = RangeOf(request, clock, now);
        if (problem is not null)
        {
            return (null, problem);
        }

        var length = request.Words<IntervalLength>(Interval) is [var only] ? only : IntervalLength.Total;
        if (Intervals.Of(from, to, length, clock) is not { } intervals)
        {
            return (null, Invalid(Interval, $"The range has more than {Intervals.CountMax} of these intervals.", "Ask for longer intervals, or a shorter range."));
        }

        var (measures, unfit) = MeasuresOf(by, request);
        if (unfit is not null)
        {
            return (null, unfit);
        }

        var subjects = request.Text(SubjectIds) is { } text ? ParameterForm.Words.Split(text) : [];
        if (subjects.Length > SubjectsMax)
        {
            return (null, Invalid(SubjectIds, $"It names more than {SubjectsMax}.", "Name fewer, or none: then all are there."));
        }

        var (threshold, shortest) = (SecondsOf(request, Within), SecondsOf(request, ShortWithin));
        return (threshold.Problem ?? shortest.Problem) is { } wrong
            ? (null, wrong)
            : (new ReportAsk(by, from, to, length, intervals, clock, request.Text(Attribution) == "event", threshold.Time, shortest.Time, measures, subjects), null);
    }

    public static (ReportClock? Clock, Problem? Problem) ClockOf(HttpRequest request)
    {
        var start = TimeSpan.Zero;
        if (request.Text(DayStart) is { } text && !IsTime(text, out start))
        {
            return (null, Invalid(DayStart, "It is not a time of a whole quarter of an hour.", DayStart.Form.Fix));
        }

        var shifts = new List<TimeSpan>();
        foreach (var one in request.Text(ShiftStarts)?.Split(',') ?? [])
        {
            if (!IsTime(one, out var shift) || shifts.Contains(shift) || shifts.Count == ShiftsMax)
            {
                return (null, Invalid(ShiftStarts, $"It is not at most {ShiftsMax} times of whole quarters of an hour, each once.", ShiftStarts.Form.Fix));
            }

            shifts.Add(shift);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(request.Text(Zone) ?? "UTC", out var zone)
            ? (new ReportClock(zone, start, request.Words<DayOfWeek>(WeekStart) is [var only] ? only : DayOfWeek.Monday) { Shifts = shifts }, null)
            : (null, Invalid(Zone, "There is no such time zone.", Zone.Form.Fix));
    }

    private static bool IsTime(string text, out TimeSpan time) => TimeSpan.TryParseExact(text, "hh':'mm", CultureInfo.InvariantCulture, out time) && time.Minutes % Quarter.Minutes == 0;

    private static (DateTimeOffset From, DateTimeOffset To, Problem? Problem) RangeOf(HttpRequest request, ReportClock clock, DateTimeOffset now)
    {
        var today = clock.DayOf(now);
        var from = Moment(request.Text(FromWhen), clock) ?? (request.Text(FromWhen) is null ? clock.Begin(today) : DateTimeOffset.MinValue);
        var to = Moment(request.Text(ToWhen), clock) ?? (request.Text(ToWhen) is null && from > Earliest ? clock.Begin(clock.DayOf(from).AddDays(1)) : DateTimeOffset.MinValue);
        var fault = from < Earliest || from.ToUnixTimeMilliseconds() % Quarter.Milliseconds != 0 ? Invalid(FromWhen, "It is not a whole quarter of an hour since 2000.", FromWhen.Form.Fix)
            : to <= from || to.ToUnixTimeMilliseconds() % Quarter.Milliseconds != 0 ? Invalid(ToWhen, "It is not a whole quarter of an hour behind 'from'.", ToWhen.Form.Fix)
            : (to - from).TotalDays > DaysMax ? Invalid(ToWhen, $"The range is longer than {DaysMax} days.", "Ask for a shorter range.")
            : null;
        return (from, to, fault);
    }

    private static DateTimeOffset? Moment(string? text, ReportClock clock) =>
        text is null || !DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 9000 ? null
        : text.Length == 10 ? clock.Begin(DateOnly.FromDateTime(local))
        : clock.Moment(local);

    private static (IReadOnlyList<Measure> Measures, Problem? Problem) MeasuresOf(ReportBy by, HttpRequest request)
    {
        IReadOnlyList<string> ids = request.Text(MeasureIds) is { } text ? [.. ParameterForm.Words.Split(text).Distinct(StringComparer.Ordinal)] : ReportSubject.Standard(by);
        if (ids.FirstOrDefault(id => !Actors.Reports.Measures.ById.ContainsKey(id)) is { } unknown)
        {
            return ([], Invalid(MeasureIds, $"There is no measure '{unknown}'.", "GET /api/v1/measures lists them."));
        }

        var measures = ids.Select(id => Actors.Reports.Measures.ById[id]).ToList();
        return measures.FirstOrDefault(measure => !ReportSubject.Has(by, measure)) is { } unfit
            ? ([], Invalid(MeasureIds, $"'{unfit.Id}' has no meaning by {ApiJson.Word(by)}.", $"Known here: {string.Join(", ", Actors.Reports.Measures.All.Where(one => ReportSubject.Has(by, one)).Select(one => one.Id))}."))
            : (measures, null);
    }

    private static (TimeSpan? Time, Problem? Problem) SecondsOf(HttpRequest request, QueryParameter parameter)
    {
        if (request.Text(parameter) is not { } text)
        {
            return (null, null);
        }

        var time = TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
        return Waits.IsBound(time)
            ? (time, null)
            : (null, Invalid(parameter, "Waits are not told apart at this time.", "Send tenths of a second up to 1, seconds up to 120, tens up to 600, minutes up to 3600, or hours up to 86400."));
    }

    private static Problem Invalid(QueryParameter parameter, string what, string fix) => Problems.Problems.ParameterInvalid($"query:{parameter.Name}", what, fix);
}
