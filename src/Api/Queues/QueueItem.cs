using CallCenter.Actors.Views;
using CallCenter.Api.Views;

namespace CallCenter.Api.Queues;

/// <summary>A queue as lists and the event stream show it; docs/api.md says what each field means.</summary>
internal sealed record QueueItem(
    string Id, Words Name, int Waiting, int Offering, DateTimeOffset? LongestWaitSince, int Talking, QueueAgents Agents, QueueToday Today, QueueEmergency? Emergency, ExpectedWaitItem? ExpectedWait, long Revision)
{
    public static QueueItem From(QueueLine line, DateOnly today)
    {
        var (row, settings) = (line.State.Row, line.State.Row.Settings);
        var day = line.Latest is { } latest && latest.Day == today ? latest : new QueueDay(row.Tenant, row.Id, today);
        return new(
            row.Id,
            new Words(settings?.Name ?? row.Id, string.IsNullOrEmpty(settings?.NameZh) ? settings?.Name ?? row.Id : settings.NameZh),
            line.State.Waiting.Count,
            line.State.Offering,
            line.State.LongestWaitSince,
            line.Staff.Talking,
            new QueueAgents(line.Staff.SignedIn, line.Staff.Ready, line.Staff.Handling, line.Staff.NotReady, line.Staff.Error),
            QueueToday.From(day, settings?.ServiceLevel ?? TimeSpan.FromSeconds(15)),
            QueueEmergency.From(row),
            ExpectedWaitItem.Of(line.Staff.Ready > 0 && line.State.Waiting.Count == line.State.Offering ? TimeSpan.Zero : row.Outlook),
            row.Revision);
    }
}

internal sealed record Words(string En, string Zh);

/// <summary><paramref name="Since"/> and who and why are of the declaration; null where only the configuration switched it on.</summary>
internal sealed record QueueEmergency(bool ByConfiguration, DateTimeOffset? Since, string? Reason, string? By)
{
    /// <summary>Null: it is off.</summary>
    public static QueueEmergency? From(QueueRow row) =>
        row.Settings is { Emergency.IsOn: true } || row.Emergency is not null
            ? new(row.Settings is { Emergency.IsOn: true }, row.Emergency?.Since, row.Emergency?.Reason, row.Emergency?.By)
            : null;
}

internal sealed record QueueAgents(int SignedIn, int Ready, int Handling, int NotReady, int Error);

internal sealed record QueueToday(
    DateTimeOffset Since, long Entered, long Refused, long Answered, long Abandoned, long Short, long Overflowed,
    long RefusedAfterEntry, long Withdrawn, long Redirected, long Lost, long AnsweredWithin, double Within, double? ServiceLevel, string Formula, long LongestWaitMs)
{
    public static QueueToday From(QueueDay day, TimeSpan within) => new(
        new DateTimeOffset(day.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        day.Entered, day.Refused, day.Answered, day.Abandoned, day.ShortAbandoned, day.Overflowed,
        day.RefusedAfterEntry, day.Withdrawn, day.Redirected, day.Lost, day.AnsweredWithin, within.TotalSeconds,
        day.ServiceLevel is { } level ? Math.Round(level, 4) : null,
        QueueDay.ServiceLevelFormula,
        (long)day.LongestWait.TotalMilliseconds);
}
