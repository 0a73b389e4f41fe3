using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Calls;

/// <summary>Who called whom.</summary>
internal enum CallDirection
{
    Inbound = 1,
    Outbound = 2,
}

/// <summary>A call as lists and the event stream show it; docs/api.md says what each field means.</summary>
internal record CallItem
{
    public CallItem(CallRecord record)
    {
        Id = record.Id;
        Contact = record.Contact;
        Number = record.Number;
        Caller = record.Caller;
        CallerName = record.CallerName;
        State = record.Phase;
        Since = record.Since;
        WaitingSince = record.WaitingSince;
        Queue = record.Queue;
        Agent = record.Agent;
        Arrived = record.Arrived ?? record.Since;
        Answered = record.Answered;
        Ended = record.Ended;
        End = record.End;
        Cause = record.Cause;
        WaitMs = Milliseconds(record.Wait);
        TalkMs = Milliseconds(record.Talk);
        HoldMs = Milliseconds(record.Hold);
        ConsultMs = Milliseconds(record.ConsultTime);
        WrapUpMs = Milliseconds(record.WrapUpTime);
        Revision = record.Revision;
        Direction = record.IsOutbound ? CallDirection.Outbound : CallDirection.Inbound;
        Reason = record.Segments.Items.LastOrDefault(segment => segment.Summary is not null)?.Summary?.Summary.Reason;
        Nuisance = record.Nuisance is not null;
        Queues = [.. record.Stays.Items.Select(stay => stay.Queue).Distinct(StringComparer.Ordinal)];
        Agents = [.. record.Segments.Items.Select(segment => segment.Agent).Distinct(StringComparer.Ordinal)];
    }

    public CallDirection Direction { get; }

    public string Id { get; }

    public string Contact { get; }

    public string Number { get; }

    public string Caller { get; }

    public string CallerName { get; }

    public CallActivity State { get; }

    public DateTimeOffset Since { get; }

    public DateTimeOffset? WaitingSince { get; }

    public string? Queue { get; }

    public string? Agent { get; }

    public DateTimeOffset Arrived { get; }

    public DateTimeOffset? Answered { get; }

    public DateTimeOffset? Ended { get; }

    public CallEnd? End { get; }

    public string? Cause { get; }

    public long WaitMs { get; }

    public long TalkMs { get; }

    public long HoldMs { get; }

    public long ConsultMs { get; }

    public long WrapUpMs { get; }

    public long Revision { get; }

    /// <summary>Why it was made, by the last summary that was written of it.</summary>
    public string? Reason { get; }

    public bool Nuisance { get; }

    /// <summary>All that it waited in so far, and all that talked to its caller.</summary>
    public IReadOnlyList<string> Queues { get; }

    public IReadOnlyList<string> Agents { get; }

    protected static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
