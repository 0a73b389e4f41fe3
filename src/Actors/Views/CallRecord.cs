using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>What a call is doing, as seen from outside. Written in view rows.</summary>
public enum CallActivity
{
    Waiting = 1,

    /// <summary>An agent's phone (or an outside line, or the customer) is being called.</summary>
    Ringing = 2,
    Talking = 3,
    Held = 4,
    Ended = 5,

    /// <summary>The agent asks somebody else, and the caller hears music.</summary>
    Consulting = 6,
}

/// <summary>
/// The record of one call, from its arrival on. Its own stream gives everything but the wrap-ups, which come from the agents' streams and may come
/// first: a record without <see cref="Arrived"/> is not shown yet. Streams write disjoint parts, so their order does not matter.
/// </summary>
public sealed record CallRecord
{
    /// <summary>Older legs that never answered leave the record beyond this; the story still has them.</summary>
    public const int LegsMax = 128;

    public required string Tenant { get; init; }

    public required string Id { get; init; }

    public string Site { get; init; } = ActorId.MainSite;

    /// <summary>The site where it came in; null: main.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CameInAt { get; init; }

    public string Contact { get; init; } = "";

    public string Number { get; init; } = "";

    public string Caller { get; init; } = "";

    public string CallerName { get; init; } = "";

    /// <summary>An agent called; the number is the one that was shown, and the caller the customer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOutbound { get; init; }

    public CallActivity Phase { get; init; } = CallActivity.Waiting;

    /// <summary>When <see cref="Phase"/> last changed.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The present queue (of several the primary one) and agent, or the last ones.</summary>
    public string? Queue { get; init; }

    public string? Agent { get; init; }

    public DateTimeOffset? Arrived { get; init; }

    /// <summary>When the caller was first bridged to somebody.</summary>
    public DateTimeOffset? Answered { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public CallEnd? End { get; init; }

    public string? Cause { get; init; }

    /// <summary>In order of entry; one that takes the place of another in the call's order is before those that come after it there.</summary>
    public EquatableArray<QueueStay> Stays { get; init; } = [];

    public EquatableArray<AgentSegment> Segments { get; init; } = [];

    public EquatableArray<CallLeg> Legs { get; init; } = [];

    public EquatableArray<WrapUp> WrapUps { get; init; } = [];

    public ImmutableSortedDictionary<string, AttachedValue> Attached { get; init; } = AttachedData.Empty;

    /// <summary>Null: nobody says that it was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NuisanceMark? Nuisance { get; init; }

    /// <summary>How many events changed this record.</summary>
    public long Revision { get; init; }

    /// <summary>How long it waited, before <see cref="WaitingSince"/>: time in several queues at once counts once.</summary>
    [JsonIgnore]
    public TimeSpan Wait => Covered(Stays.Items.Where(stay => !stay.IsConsult).OrderBy(stay => stay.Entered), WaitingSince ?? DateTimeOffset.MaxValue);

    [JsonIgnore]
    public TimeSpan Talk => Sum(Segments, segment => segment.Talk);

    [JsonIgnore]
    public TimeSpan Hold => Sum(Segments, segment => segment.Hold);

    [JsonIgnore]
    public TimeSpan ConsultTime => Sum(Segments, segment => segment.Consult);

    [JsonIgnore]
    public TimeSpan WrapUpTime => Sum(WrapUps, wrapUp => wrapUp.Length);

    /// <summary>The stays that have not ended, the primary one first; none, if the call does not wait.</summary>
    [JsonIgnore]
    public IEnumerable<QueueStay> OpenStays => Stays.Items.Where(stay => stay is { Left: null, IsConsult: false });

    /// <summary>When the oldest stay that has not ended began; null: it does not wait.</summary>
    [JsonIgnore]
    public DateTimeOffset? WaitingSince => OpenStays.Select(stay => (DateTimeOffset?)stay.Entered).Min();

    /// <summary>Ended, and every segment's wrap-up too: nothing is expected any more.</summary>
    [JsonIgnore]
    public bool IsComplete => Ended is not null && WrapUps.Items.Count(wrapUp => wrapUp.Ended is not null) >= Segments.Count;

    private static TimeSpan Covered(IEnumerable<QueueStay> inOrder, DateTimeOffset before)
    {
        var (sum, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var stay in inOrder)
        {
            var from = stay.Entered > until ? stay.Entered : until;
            var to = stay.Left < before ? stay.Left.Value : before;
            if (to > from)
            {
                (sum, until) = (sum + (to - from), to);
            }
        }

        return sum;
    }

    private static TimeSpan Sum<T>(EquatableArray<T> rows, Func<T, TimeSpan> length) =>
        rows.Items.Aggregate(TimeSpan.Zero, (sum, row) => sum + length(row));
}

/// <summary>One wait in one queue 排队段. <see cref="Offers"/> counts the phones that were called for it.</summary>
public sealed record QueueStay(StayId Id, string Queue, DateTimeOffset Entered)
{
    public DateTimeOffset? Left { get; init; }

    public StayEnd? End { get; init; }

    public int Offers { get; init; }

    /// <summary>An agent asked there: its caller did not wait.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsConsult { get; init; }

    [JsonIgnore]
    public TimeSpan Wait => Left - Entered ?? TimeSpan.Zero;
}

/// <summary>
/// One agent's part of the call 服务段. Talk, hold and consultation exclude each other; each grows when it ends, the running one since <see cref="Running"/>.
/// </summary>
public sealed record AgentSegment(OfferId Id, string Agent, DateTimeOffset Started)
{
    public string? Queue { get; init; }

    public string? Phone { get; init; }

    public DateTimeOffset Running { get; init; } = Started;

    public bool OnHold { get; init; }

    /// <summary>Its phone holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnPhone { get; init; }

    /// <summary>Its desktop, or a supervisor's, holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnDesk { get; init; }

    public TimeSpan Talk { get; init; }

    public TimeSpan Hold { get; init; }

    /// <summary>It asks, or is asked, and does not have the caller.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsConsulting { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan Consult { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public SegmentEnd? End { get; init; }

    /// <summary>Null: none is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WrittenSummary? Summary { get; init; }
}

/// <summary>A summary as it was last written; <paramref name="Number"/> counts its writings, the first of which was at <paramref name="Written"/>.</summary>
public sealed record WrittenSummary(CallSummary Summary, int Number, DateTimeOffset Written, DateTimeOffset Changed, string By);

/// <summary>Who said that the call was a nuisance, when and why.</summary>
public sealed record NuisanceMark(DateTimeOffset At, string By, string Note);

/// <summary>What an agent does after its segment 事后处理, from the agent's stream.</summary>
public sealed record WrapUp(OfferId Segment, string Agent, DateTimeOffset Started, DateTimeOffset? Ended)
{
    /// <summary>The team that the agent was in then; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>The site that the agent was at then; null: nobody knows any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Site { get; init; }

    [JsonIgnore]
    public TimeSpan Length => Ended - Started ?? TimeSpan.Zero;
}

/// <summary>One SIP dialog of the call, or the attempt at one. Leg 0 is the caller's.</summary>
public sealed record CallLeg(int Leg, LegKind Kind, string SipCallId, LegProgress Phase)
{
    public OfferId? Offer { get; init; }

    public string? Agent { get; init; }

    public string? Queue { get; init; }

    public string? Phone { get; init; }

    /// <summary>The final status of an INVITE that failed.</summary>
    public int? Status { get; init; }

    /// <summary>The trunk that it came or went by; null: a phone of ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trunk { get; init; }

    /// <summary>From then on it costs something.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Answered { get; init; }

    /// <summary>Of one that was answered: when either side hung up, at the latest when the call was over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>It occupies a channel.</summary>
    [JsonIgnore]
    public bool IsUp => Phase is LegProgress.Requested or LegProgress.Ringing or LegProgress.Answered;
}

/// <summary>Written in view rows.</summary>
public enum LegKind
{
    /// <summary>The caller's; of a call that an agent made, the customer's.</summary>
    Caller = 1,
    Agent = 2,
    Outside = 3,
}

/// <summary>Written in view rows.</summary>
public enum LegProgress
{
    Requested = 1,
    Ringing = 2,
    Answered = 3,
    Cancelled = 4,
    Failed = 5,
    Released = 6,
    Closed = 7,
}
