namespace CallCenter.Actors.Calendars;

/// <summary>
/// When somebody is there, in the local time of a zone: a week, the dates on which it is closed after all, and those on which it is open after
/// all (调休). What that means for a moment is in <see cref="OpenHours"/>.
/// </summary>
/// <param name="TimeZone">An IANA name, such as Asia/Shanghai. One that this machine does not know counts as UTC.</param>
public sealed record Calendar(string TimeZone)
{
    public const int SpansPerDayMax = 8;

    public const int DatesMax = 400;

    /// <summary>In order of the days from Monday, then of time.</summary>
    public EquatableArray<WeekHours> Week { get; init; } = [];

    /// <summary>Closed, whatever the week says. A whole day is 0 to <see cref="OpenHours.MinutesOfDay"/>.</summary>
    public EquatableArray<DateHours> Holidays { get; init; } = [];

    /// <summary>The hours of dates that are working days after all; neither their weekday nor a holiday counts on them.</summary>
    public EquatableArray<DateHours> OpenAlso { get; init; } = [];
}

/// <summary>Hours of a weekday, in minutes from its midnight. <paramref name="To"/> is not in them; beyond 1,440 it is of the next day.</summary>
public readonly record struct WeekHours(DayOfWeek Day, int From, int To);

/// <summary>Hours of a date, as <see cref="WeekHours"/>.</summary>
public readonly record struct DateHours(DateOnly Date, int From, int To);
