using System.Text.Json;
using CallCenter.Actors.Calendars;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Checked calendars and treatments → their entries.</summary>
internal static class TimesBuilder
{
    public static Calendar Calendar(Section.Entry entry)
    {
        var week = entry.Value.Field("hours")?.Properties().SelectMany(days => CalendarText.Days(days.Name).SelectMany(day => Spans(days.Value).Select(span => new WeekHours(day, span.From, span.To))))
            .Distinct().OrderBy(hours => CalendarText.OrderOf(hours.Day)).ThenBy(hours => hours.From).ThenBy(hours => hours.To).ToArray() ?? [];
        return new Calendar(entry.Value.Text("time-zone")!)
        {
            Week = [.. week],
            Holidays = [.. Texts(entry.Value, "holidays").SelectMany(Holiday)],
            OpenAlso = [.. Texts(entry.Value, "open-also").SelectMany(text => WorkingDay(text, week))],
        };
    }

    public static CustomerList List(Section.Entry entry) => CustomerList.Of(entry.Value.Items().Select(number => number.AsText()!));

    public static QueueEntry WithTimes(QueueEntry queue, JsonElement value)
    {
        var read = new Values(value, DocumentShape.Queue);
        return queue with
        {
            Hours = read.Text("hours"),
            Closed = Target(value.Field("closed")),
            DivertsWhenClosing = read.Choice("when-closing") == 2,
            Emergency = value.Field("emergency") is { } emergency ? Emergency(emergency) : null,
            OverflowWhen = [.. (value.Field("overflow-when")?.Items() ?? []).Select(Rule)],
        };
    }

    private static EmergencyEntry Emergency(JsonElement value)
    {
        var read = new Values(value, TimesShape.Emergency);
        return new EmergencyEntry(Target(value), read.Switch("on"), read.Switch("waiting"));
    }

    private static OverflowEntry Rule(JsonElement value)
    {
        var read = new Values(value, TimesShape.OverflowWhen);
        var agents = read.Count("agents-below");
        return new OverflowEntry(Target(value.Field("to"))!, read.Duration("wait"), read.Count("length"), agents, agents is null ? TimeSpan.Zero : read.Duration("for")!.Value)
        {
            ExpectedWait = read.Duration("expected-wait"),
        };
    }

    private static TargetEntry? Target(JsonElement? value) =>
        value is { } target && (target.Field("queue") ?? target.Field("number")) is not null ? new TargetEntry(target.Text("queue"), target.Text("number")) : null;

    /// <summary>Over midnight it is a holiday of both dates.</summary>
    private static IEnumerable<DateHours> Holiday(string text)
    {
        var (date, hours) = CalendarText.Date(text);
        var (from, to) = hours ?? (0, OpenHours.MinutesOfDay);
        return to <= OpenHours.MinutesOfDay
            ? [new DateHours(date, from, to)]
            : [new DateHours(date, from, OpenHours.MinutesOfDay), new DateHours(date.AddDays(1), 0, to - OpenHours.MinutesOfDay)];
    }

    /// <summary>Without hours of its own it has those of the first day of the week that has any.</summary>
    private static IEnumerable<DateHours> WorkingDay(string text, WeekHours[] week)
    {
        var (date, hours) = CalendarText.Date(text);
        return hours is var (from, to)
            ? [new DateHours(date, from, to)]
            : week.Where(own => own.Day == week[0].Day).Select(own => new DateHours(date, own.From, own.To));
    }

    private static IEnumerable<(int From, int To)> Spans(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Array ? value.Items() : [value]).Select(span => CalendarText.Hours(span.AsText()!));

    private static IEnumerable<string> Texts(JsonElement value, string name) => (value.Field(name)?.Items() ?? []).Select(item => item.AsText()!);
}
