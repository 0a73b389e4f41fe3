using System.Globalization;
using System.Text.Json.Serialization;

namespace CallCenter.Actors.Floors;

/// <summary>What an alarm is about. Written in journals: append only.</summary>
public enum AlarmKind
{
    /// <summary>An agent is not ready for longer than its reason allows; the subject is an agent, bounds are milliseconds.</summary>
    Break = 1,

    /// <summary>An agent wraps up for too long.</summary>
    WrapUp = 2,

    /// <summary>An agent is in one state for too long.</summary>
    State = 3,

    /// <summary>Too many callers wait; the subject is a queue, bounds are callers.</summary>
    Waiting = 4,

    /// <summary>The caller who waits longest waits too long; bounds are milliseconds.</summary>
    LongestWait = 5,

    /// <summary>The service level of the day is too low; bounds are percent.</summary>
    ServiceLevel = 6,
}

/// <summary>
/// That something is out of bounds: what (<paramref name="Kind"/>, <paramref name="Subject"/>), since when, and by what bound (<paramref name="Limit"/>). An agent's is named by
/// the stretch of its state that began at <paramref name="Since"/>; a queue's goes on as long as its bound is broken, whichever caller breaks it.
/// </summary>
public sealed record AlarmCause(AlarmKind Kind, string Subject, DateTimeOffset Since, long Limit, long Value)
{
    /// <summary>The state it is about, or the not-ready reason; empty: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? What { get; init; }

    [JsonIgnore]
    public bool IsOfAgent => Kind is AlarmKind.Break or AlarmKind.WrapUp or AlarmKind.State;

    /// <summary>At most one alarm of a key is open.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Kind, Subject);

    /// <summary>The same trouble, however often it is seen.</summary>
    public bool IsSame(AlarmCause other) => Key == other.Key && (!IsOfAgent || Since == other.Since);

    public static string KeyOf(AlarmKind kind, string subject) => string.Create(CultureInfo.InvariantCulture, $"{(int)kind}/{subject}");
}

/// <summary>An alarm that was raised; <paramref name="Number"/> counts those of the tenant.</summary>
public sealed record Alarm(long Number, AlarmCause Cause, DateTimeOffset Raised)
{
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>Null: it is open.</summary>
    public DateTimeOffset? Ended { get; init; }
}

public sealed record Acknowledgement(DateTimeOffset At, string By);
