using System.Diagnostics;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Floors.FloorCommand;
using E = CallCenter.Actors.Floors.FloorEvent;

namespace CallCenter.Actors.Floors;

/// <summary>
/// The book of alarms: each trouble is raised once, ended when it is over, and acknowledged by name. Several observers may tell it the same, some of them late; what is out
/// of bounds they decide by <see cref="AlarmRules"/>.
/// </summary>
internal static class Alarms
{
    public const int ByMax = 64;

    /// <summary>An agent that is out of bounds again, in another stretch, is another alarm: the first is over.</summary>
    public static Decision<E> Raise(FloorState state, AlarmCause cause, DateTimeOffset now)
    {
        var open = state.Alarms.GetValueOrDefault(cause.Key);
        if (open?.Cause.IsSame(cause) == true || open?.Cause.Since > cause.Since || IsPast(state, cause))
        {
            return AlreadySo<E>();
        }

        var raised = new E.AlarmRaised(now, state.LastAlarm + 1, cause);
        return open is not null ? Accept<E>(new E.AlarmEnded(now, open.Number, cause.Kind, cause.Subject), raised)
            : state.Alarms.Count >= FloorState.AlarmsMax ? Refuse<E>(Refusal.AlarmsFull)
            : Accept<E>(raised);
    }

    public static Decision<E> End(FloorState state, AlarmCause cause, DateTimeOffset now) =>
        state.Alarms.GetValueOrDefault(cause.Key) is { } open && open.Cause.IsSame(cause) ? Accept<E>(new E.AlarmEnded(now, open.Number, cause.Kind, cause.Subject)) : AlreadySo<E>();

    public static Decision<E> Acknowledge(FloorState state, C.AcknowledgeAlarm c, DateTimeOffset now) => state.Alarms.Values.FirstOrDefault(alarm => alarm.Number == c.Number) switch
    {
        null => Refuse<E>(Refusal.AlarmUnknown),
        { Acknowledged: not null } => AlreadySo<E>(),
        var open => Accept<E>(new E.AlarmAcknowledged(now, open.Number, open.Cause.Kind, open.Cause.Subject, c.By.Length <= ByMax ? c.By : c.By[..ByMax])),
    };

    public static FloorState Apply(FloorState state, E @event) => @event switch
    {
        E.AlarmRaised e => state with { Alarms = state.Alarms.SetItem(e.Cause.Key, new Alarm(e.Number, e.Cause, e.At)), LastAlarm = Math.Max(state.LastAlarm, e.Number) },
        E.AlarmEnded e when Open(state, e.Kind, e.Subject) is { } open => state with { Alarms = state.Alarms.Remove(open.Cause.Key), Past = Remembered(state, open.Cause) },
        E.AlarmAcknowledged e when Open(state, e.Kind, e.Subject) is { } open => state with { Alarms = state.Alarms.SetItem(open.Cause.Key, open with { Acknowledged = new Acknowledgement(e.At, e.By) }) },
        E.AlarmEnded or E.AlarmAcknowledged => state,
        _ => throw new UnreachableException($"{@event}"),
    };

    private static Alarm? Open(FloorState state, AlarmKind kind, string subject) => state.Alarms.GetValueOrDefault(AlarmCause.KeyOf(kind, subject));

    /// <summary>A queue has no stretch to know it by: its bound may be broken again at any time.</summary>
    private static bool IsPast(FloorState state, AlarmCause cause) => cause.IsOfAgent && state.Past.Items.Any(past => past.IsSame(cause));

    private static EquatableArray<AlarmCause> Remembered(FloorState state, AlarmCause cause) =>
        cause.IsOfAgent ? [.. state.Past.Items.Append(cause).TakeLast(FloorState.PastMax)] : state.Past;
}
