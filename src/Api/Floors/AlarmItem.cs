using System.Globalization;
using CallCenter.Actors.Floors;

namespace CallCenter.Api.Floors;

/// <summary>An alarm as lists and the event stream show it; docs/api.md says what each field means.</summary>
internal sealed record AlarmItem(
    string Id, AlarmKind Kind, string? Agent, string? Queue, string? What, DateTimeOffset Since, DateTimeOffset Raised, long Limit, long Value, AcknowledgementItem? Acknowledged, DateTimeOffset? Ended, long Revision)
{
    public static AlarmItem From(Alarm alarm) => new(
        alarm.Number.ToString(CultureInfo.InvariantCulture),
        alarm.Cause.Kind,
        alarm.Cause.IsOfAgent ? alarm.Cause.Subject : null,
        alarm.Cause.IsOfAgent ? null : alarm.Cause.Subject,
        alarm.Cause.What,
        alarm.Cause.Since,
        alarm.Raised,
        alarm.Cause.Limit,
        alarm.Cause.Value,
        alarm.Acknowledged is { } by ? new AcknowledgementItem(by.At, by.By) : null,
        alarm.Ended,
        1 + (alarm.Acknowledged is null ? 0 : 1) + (alarm.Ended is null ? 0 : 1));
}

/// <summary>Who takes care of it, since when.</summary>
internal sealed record AcknowledgementItem(DateTimeOffset At, string By);
