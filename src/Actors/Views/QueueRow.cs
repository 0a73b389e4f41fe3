using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>One stay as the queue saw it: the fact that measures are computed from. <see cref="Ringing"/>: an offer of it is out.</summary>
public sealed record StayRow(string Tenant, string Queue, StayId Stay, DateTimeOffset Arrived, DateTimeOffset Entered)
{
    public int Ringing { get; init; }

    /// <summary>Offers of it that are out besides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Besides { get; init; }

    public DateTimeOffset? Left { get; init; }

    public StayEnd? End { get; init; }

    /// <summary>Refused at the door: it never waited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AtDoor { get; init; }

    /// <summary>Answered within the queue's service level, as that was when it was answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWithin { get; init; }

    /// <summary>Abandoned so soon that it counts as short, as the queue had it then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShort { get; init; }

    [JsonIgnore]
    public TimeSpan Wait => Left is { } left && left > Entered ? left - Entered : TimeSpan.Zero;
}

/// <summary>A queue's figures of one day, by entry (cohort, DOMAIN "Attribution"): counts of stays that entered on that UTC day, by how they ended.</summary>
public sealed record QueueDay(string Tenant, string Queue, DateOnly Day)
{
    public long Entered { get; init; }

    /// <summary>Turned away at the door: full, closed, and nowhere to go.</summary>
    public long Refused { get; init; }

    /// <summary>Turned away after it had waited: the longest wait was over or the queue was removed, and there was nowhere to go.</summary>
    public long RefusedAfterEntry { get; init; }

    public long Answered { get; init; }

    public long AnsweredWithin { get; init; }

    public long Abandoned { get; init; }

    public long ShortAbandoned { get; init; }

    public long Overflowed { get; init; }

    public long Withdrawn { get; init; }

    public long Redirected { get; init; }

    public long Lost { get; init; }

    public TimeSpan WaitOfAnswered { get; init; }

    public TimeSpan LongestWait { get; init; }

    /// <summary>Service level, formula "service-level/1" (DOMAIN, default): null while nothing is in its denominator.</summary>
    [JsonIgnore]
    public double? ServiceLevel =>
        Answered + Abandoned - ShortAbandoned + Overflowed is var all and > 0 ? (double)AnsweredWithin / all : null;

    public const string ServiceLevelFormula = "service-level/1";
}

/// <summary>What of a queue is kept beside its stays and days.</summary>
public sealed record QueueRow
{
    public required string Tenant { get; init; }

    public required string Id { get; init; }

    /// <summary>Without calendar and conditions. Null: not configured (yet, or any more).</summary>
    public QueueSettings? Settings { get; init; }

    /// <summary>The emergency treatment, as people declared it; null: they did not.</summary>
    public EmergencySwitch? Emergency { get; init; }

    /// <summary>How long a call that came in now would be expected to wait, as the queue last said; null: unknown.</summary>
    public TimeSpan? Outlook { get; init; }

    /// <summary>How many events changed what is shown: the queue's own and those of its agents.</summary>
    public long Revision { get; init; }
}

/// <summary>A queue in memory: the row, and who waits in order of arrival.</summary>
public sealed record QueueWaiting(QueueRow Row)
{
    public ImmutableDictionary<StayId, StayRow> Waiting { get; init; } = ImmutableDictionary<StayId, StayRow>.Empty;

    public ImmutableSortedSet<(DateTimeOffset Arrived, StayId Stay)> Order { get; init; } = [];

    public int Offering { get; init; }

    public DateTimeOffset? LongestWaitSince => Order.IsEmpty ? null : Order.Min.Arrived;

    /// <summary>As it was, from its row and its stays that have not ended.</summary>
    public static QueueWaiting From(QueueRow row, IEnumerable<StayRow> open)
    {
        var waiting = open.ToImmutableDictionary(stay => stay.Stay);
        return new QueueWaiting(row)
        {
            Waiting = waiting,
            Order = [.. waiting.Values.Select(stay => (stay.Arrived, stay.Stay))],
            Offering = waiting.Values.Count(stay => stay.Ringing > 0),
        };
    }
}

/// <summary>What one event changed: the stay and the day to be written, where it touched one.</summary>
public readonly record struct QueueChange(QueueWaiting State, StayRow? Stay = null, QueueDay? Day = null);
