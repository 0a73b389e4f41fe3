namespace CallCenter.Actors.Calendars;

/// <summary>
/// A <see cref="Calendar"/> at a moment. A moment has one local time, so an hour that the clock skips is never open and one that it repeats is open
/// twice. Time zone rules are those of this machine: what was decided by them is in the events, never asked again.
/// </summary>
public static class OpenHours
{
    public const int MinutesOfDay = 24 * 60;

    /// <summary>How far ahead the next closing is looked for; who is open longer than that does not close.</summary>
    private const int DaysAhead = 8;

    public static bool IsOpen(this Calendar calendar, DateTimeOffset at) => IsOpen(calendar, ZoneOf(calendar), at);

    /// <summary>The first minute after <paramref name="at"/> that is closed; null: it is closed already, or does not close within a week.</summary>
    public static DateTimeOffset? ClosesAfter(this Calendar calendar, DateTimeOffset at)
    {
        var zone = ZoneOf(calendar);
        return IsOpen(calendar, zone, at)
            ? MomentsAfter(calendar, zone, at).Where(moment => !IsOpen(calendar, zone, moment)).Select(moment => (DateTimeOffset?)moment).FirstOrDefault()
            : null;
    }

    private static bool IsOpen(Calendar calendar, TimeZoneInfo zone, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var (date, minute) = (DateOnly.FromDateTime(local), (int)local.TimeOfDay.TotalMinutes);
        return !IsHoliday(calendar, date, minute) && (Covers(calendar, date, minute) || GoesOn(calendar, date.AddDays(-1), minute));
    }

    /// <summary>What goes on after midnight is the evening's: it does not when that evening was a holiday.</summary>
    private static bool GoesOn(Calendar calendar, DateOnly evening, int minute) =>
        Covers(calendar, evening, minute + MinutesOfDay) && !IsHoliday(calendar, evening, MinutesOfDay - 1);

    private static bool IsHoliday(Calendar calendar, DateOnly date, int minute) =>
        Holds(calendar.Holidays, date, minute) && !Has(calendar.OpenAlso, date);

    private static bool Covers(Calendar calendar, DateOnly date, int minute)
    {
        if (Has(calendar.OpenAlso, date))
        {
            return Holds(calendar.OpenAlso, date, minute);
        }

        foreach (var hours in calendar.Week)
        {
            if (hours.Day == date.DayOfWeek && hours.From <= minute && minute < hours.To)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(EquatableArray<DateHours> dates, DateOnly date)
    {
        foreach (var hours in dates)
        {
            if (hours.Date == date)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(EquatableArray<DateHours> dates, DateOnly date, int minute)
    {
        foreach (var hours in dates)
        {
            if (hours.Date == date && hours.From <= minute && minute < hours.To)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every moment at which it may close, in order.</summary>
    private static IEnumerable<DateTimeOffset> MomentsAfter(Calendar calendar, TimeZoneInfo zone, DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return Enumerable.Range(-1, DaysAhead + 1)
            .SelectMany(days => Boundaries(calendar, today.AddDays(days)).SelectMany(local => Instants(zone, local)).Concat(ClockMoves(zone, today.AddDays(days))))
            .Where(moment => moment > at)
            .Distinct()
            .Order();
    }

    /// <summary>Local times of this date at which hours end or a holiday begins, and its midnight.</summary>
    private static IEnumerable<DateTime> Boundaries(Calendar calendar, DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        var ends = calendar.Week.Where(hours => hours.Day == date.DayOfWeek).Select(hours => hours.To)
            .Concat(calendar.OpenAlso.Where(hours => hours.Date == date).Select(hours => hours.To))
            .Concat(calendar.Holidays.Where(hours => hours.Date == date).Select(hours => hours.From));
        return ends.Prepend(0).Select(minute => midnight.AddMinutes(minute));
    }

    /// <summary>A local time that comes twice is two moments, and one that is skipped is none.</summary>
    private static IEnumerable<DateTimeOffset> Instants(TimeZoneInfo zone, DateTime local) =>
        (zone.IsInvalidTime(local) ? [] : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)])
            .Select(offset => new DateTimeOffset(local, offset).ToUniversalTime());

    /// <summary>The moment of this date at which the clock is moved, to the minute: hours may begin or end there too.</summary>
    private static IEnumerable<DateTimeOffset> ClockMoves(TimeZoneInfo zone, DateOnly date)
    {
        var noon = new DateTimeOffset(date.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero).UtcTicks / TimeSpan.TicksPerMinute;
        var (low, high) = (noon - MinutesOfDay, noon + MinutesOfDay);
        var before = zone.GetUtcOffset(Minute(low));
        if (before == zone.GetUtcOffset(Minute(high)))
        {
            yield break;
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = zone.GetUtcOffset(Minute(middle)) == before ? (middle, high) : (low, middle);
        }

        yield return Minute(high);
    }

    private static DateTimeOffset Minute(long number) => new(number * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static TimeZoneInfo ZoneOf(Calendar calendar) => TimeZoneInfo.TryFindSystemTimeZoneById(calendar.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
