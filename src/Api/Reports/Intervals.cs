using CallCenter.Actors.Reports;

namespace CallCenter.Api.Reports;

/// <summary>How long the intervals of a report are. Words of the query.</summary>
internal enum IntervalLength
{
    QuarterHour = 1,
    HalfHour = 2,
    Hour = 3,
    Day = 4,
    Week = 5,
    Month = 6,

    /// <summary>The whole range is one.</summary>
    Total = 7,

    /// <summary>From each beginning of a shift to the next.</summary>
    Shift = 8,
}

/// <summary>The clock of a report: where, when a business day begins, and which day a week begins with.</summary>
internal sealed record ReportClock(TimeZoneInfo Zone, TimeSpan DayStart, DayOfWeek WeekStart)
{
    /// <summary>When shifts begin, local times, in order from the beginning of the business day on; none: a day is one.</summary>
    public IReadOnlyList<TimeSpan> Shifts { get; init; } = [];

    /// <summary>The moment at which a business day begins; one that the clocks leave out begins when they go on.</summary>
    public DateTimeOffset Begin(DateOnly day) => Moment(day.ToDateTime(TimeOnly.MinValue) + DayStart);

    /// <summary>A local time as a moment: of two the first, and one that the clocks leave out as the moment they go on.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(Quarter.Minutes);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The business day that a moment is in.</summary>
    public DateOnly DayOf(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime - DayStart);
        return Begin(day) > at ? day.AddDays(-1) : day;
    }
}

/// <summary>
/// The intervals of a range, as quarters of an hour: interval n is from bound n up to bound n + 1. Days, weeks and months are of the clock's, so a day
/// has 23 or 25 hours where the clocks change; shorter ones are of equal length from each day's beginning on.
/// </summary>
internal sealed record Intervals(IReadOnlyList<int> Bounds)
{
    /// <summary>A month of quarters of an hour, and a little.</summary>
    public const int CountMax = 3_100;

    public int Count => Bounds.Count - 1;

    public DateTimeOffset From(int interval) => Quarter.Start(Bounds[interval]);

    public DateTimeOffset To(int interval) => Quarter.Start(Bounds[interval + 1]);

    /// <summary>The interval that a quarter is in; null: none.</summary>
    public int? At(int quarter)
    {
        if (quarter < Bounds[0] || quarter >= Bounds[^1])
        {
            return null;
        }

        var (low, high) = (0, Bounds.Count - 2);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Bounds[middle] <= quarter ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Null: it is more than <see cref="CountMax"/>. Both ends have to be whole quarters.</summary>
    public static Intervals? Of(DateTimeOffset from, DateTimeOffset to, IntervalLength length, ReportClock clock)
    {
        var bounds = new List<int> { Quarter.Of(from) };
        for (var next = Next(from, length, clock); next < to && length != IntervalLength.Total; next = Next(next, length, clock))
        {
            bounds.Add(Quarter.Of(next));
            if (bounds.Count > CountMax)
            {
                return null;
            }
        }

        bounds.Add(Quarter.Of(to));
        return new Intervals(bounds);
    }

    private static DateTimeOffset Next(DateTimeOffset at, IntervalLength length, ReportClock clock)
    {
        var day = clock.DayOf(at);
        return length switch
        {
            IntervalLength.QuarterHour => Within(at, 1),
            IntervalLength.HalfHour => Within(at, 2),
            IntervalLength.Hour => Within(at, 4),
            IntervalLength.Shift => clock.Shifts.Select(shift => clock.Moment(day.ToDateTime(TimeOnly.MinValue) + (shift < clock.DayStart ? shift + TimeSpan.FromDays(1) : shift))).Where(begin => begin > at).Append(clock.Begin(day.AddDays(1))).Min(),
            IntervalLength.Day => clock.Begin(day.AddDays(1)),
            IntervalLength.Week => clock.Begin(day.AddDays(7 - (((int)day.DayOfWeek - (int)clock.WeekStart + 7) % 7))),
            IntervalLength.Month => clock.Begin(new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
            _ => DateTimeOffset.MaxValue,
        };

        // Counted from the beginning of the day; the next day begins anew, so the last of a day may be shorter.
        DateTimeOffset Within(DateTimeOffset moment, int quarters)
        {
            var (start, end) = (clock.Begin(day), clock.Begin(day.AddDays(1)));
            var passed = (Quarter.Of(moment) - Quarter.Of(start)) / quarters;
            var next = Quarter.Start(Quarter.Of(start) + ((passed + 1) * quarters));
            return next < end ? next : end;
        }
    }
}
