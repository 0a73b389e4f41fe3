using System.Globalization;
using CallCenter.Actors.Calendars;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Days, times and dates as people write them: <c>mon-fri</c>, <c>09:00-18:00</c>, <c>2026-12-31 12:00-24:00</c>. Their forms are checked before.</summary>
internal static class CalendarText
{
    /// <summary>In the order of the week.</summary>
    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static bool IsDate(string text) => DateOnly.TryParseExact(text.AsSpan(0, Math.Min(10, text.Length)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary><c>sat</c>, <c>mon-fri</c>, also over the end of the week: <c>sat-mon</c>.</summary>
    public static IEnumerable<DayOfWeek> Days(string text)
    {
        var (first, last) = (Array.IndexOf(Names, text[..3]), Array.IndexOf(Names, text[^3..]));
        for (var day = first; ; day = (day + 1) % Names.Length)
        {
            yield return Day(day);
            if (day == last)
            {
                yield break;
            }
        }
    }

    /// <summary>Minutes from midnight; an end that is not after the beginning is of the next day.</summary>
    public static (int From, int To) Hours(string text)
    {
        var (from, to) = (Minutes(text[..5]), Minutes(text[6..]));
        return (from, to > from ? to : to + OpenHours.MinutesOfDay);
    }

    /// <summary>Null hours: the whole day.</summary>
    public static (DateOnly Date, (int From, int To)? Hours) Date(string text) =>
        (DateOnly.ParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture), text.Length > 10 ? Hours(text[11..]) : null);

    public static string Name(DayOfWeek day) => Names[OrderOf(day)];

    /// <summary>Monday first.</summary>
    public static int OrderOf(DayOfWeek day) => ((int)day + 6) % Names.Length;

    public static string Write(int from, int to) => $"{Clock(from)}-{Clock(to > OpenHours.MinutesOfDay ? to - OpenHours.MinutesOfDay : to)}";

    public static string Write(DateHours hours)
    {
        var date = hours.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (hours.From, hours.To) == (0, OpenHours.MinutesOfDay) ? date : $"{date} {Write(hours.From, hours.To)}";
    }

    private static DayOfWeek Day(int order) => (DayOfWeek)((order + 1) % Names.Length);

    private static int Minutes(string clock) =>
        (int.Parse(clock.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture) * 60) + int.Parse(clock.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
