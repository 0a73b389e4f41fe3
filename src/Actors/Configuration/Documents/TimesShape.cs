using CallCenter.Actors.Calendars;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Opening hours, and what a queue does with calls that it does not keep: a part of <see cref="DocumentShape"/>, which knows it and not the reverse.</summary>
public static class TimesShape
{
    public const int CalendarsMax = 100;

    public static readonly EquatableArray<string> WhenClosing = ["keep", "divert"];

    public static readonly Fields Calendar = new(
    [
        new("time-zone", new Text(TextForm.TimeZone), "Whose local time the hours are in: an IANA name such as Asia/Shanghai.", Required: true),
        new("hours", new MapOf(TextForm.Days, new OneOrMore(new Text(TextForm.Hours), Calendars.Calendar.SpansPerDayMax), 14),
            "By days, mon to sun or a range such as mon-fri: one time or several. An end before the beginning is of the next day. A day that is not there is closed."),
        new("holidays", new ListOf(new Text(TextForm.Date), Calendars.Calendar.DatesMax), "Dates that are closed whatever the week says, the whole day or the times behind it."),
        new("open-also", new ListOf(new Text(TextForm.Date), Calendars.Calendar.DatesMax),
            "Dates that are working days after all, at the times behind it; without, those of the first day of the week that has any. No holiday counts on them."),
    ]);

    /// <summary>Where a call goes.</summary>
    public static readonly Fields Target = new(
    [
        new("queue", new Text(TextForm.Key), "Another queue, or"),
        new("number", new Text(TextForm.Number), "a number: one of ours, or one outside through a trunk."),
    ]);

    public static readonly Fields Emergency = new(
    [
        .. Target.All,
        new("waiting", new Switch(), "Whether calls that wait already go there too.", Default: "false"),
        new("on", new Switch(), "Switches it on. It is also switched on and off by the API.", Default: "false"),
    ]);

    public static readonly Fields OverflowWhen = new(
    [
        new("wait", new Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)), "The call has waited this long. Of several the shortest counts."),
        new("length", new Count(1, QueueSettings.LengthMax), "As many calls wait when it comes."),
        new("agents-below", new Count(1, 50_000), "Fewer agents than this are signed in and serve the queue. One rule of a queue may say so."),
        new("expected-wait", new Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)), "The call is expected to wait at least this long when it comes. Judged at entry only; a wait that is unknown is none."),
        new("for", new Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), "How long there must have been too few agents, so that a change of shifts empties no queue.", Default: "30s"),
        new("to", Target, "Where the call goes then.", Required: true),
    ]);

    public static readonly EquatableArray<Field> OfQueue =
    [
        new("hours", new Text(TextForm.Key), "The calendar that says when it is open. Absent: always."),
        new("closed", Target, "Where calls go that come while it is closed. Absent: they are turned away."),
        new("when-closing", new Choice(WhenClosing), "What becomes of calls that wait when it closes: they are served as long as agents are there, or go where calls go while it is closed.", Default: "keep"),
        new("emergency", Emergency, "Where calls go in an emergency. Absent: they are turned away in one."),
        new("overflow-when", new ListOf(OverflowWhen, OverflowRule.CountMax), "Overflow before the longest wait, each under one condition; the first that holds counts."),
    ];
}
