using System.Globalization;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Queues;

/// <summary>
/// Why a call cannot come in or stay, how its stay ends, and where it goes. Closed and emergency end a stay as refused at the door and as redirected
/// behind it, wherever the call goes then; only what is the queue's own load is overflow, and counts in its service level.
/// </summary>
internal sealed record Departure(LeaveReason Reason, StayEnd End, OverflowTarget? To)
{
    /// <summary>What keeps this call out that comes now; null: it may wait. First what concerns all, then the rules in their order.</summary>
    public static Departure? AtTheDoor(QueueState state, StayId stay, QueuedCall call, DateTimeOffset now) =>
        state.Settings is not { } settings ? new Departure(LeaveReason.Closed, StayEnd.Refused, null)
        : state.IsEmergency ? new Departure(LeaveReason.Emergency, StayEnd.Refused, settings.Emergency?.To)
        : settings.Hours is { } hours && !hours.Calendar.IsOpen(now) ? new Departure(LeaveReason.Closed, StayEnd.Refused, hours.WhenClosed)
        : ByRule(state, settings, stay, call, now) ?? (state.IsFull ? Overflow(LeaveReason.QueueFull, settings.Overflow) : null);

    /// <summary>Why a call that waits has to go now; null: it may stay. When the queue itself is gone, its clearing says so.</summary>
    public static Departure? Due(QueueState state, Stay stay, DateTimeOffset now) =>
        Clearing.Of(state) is { } clearing && clearing.At <= now ? clearing.Departure
        : state.Settings is not { } settings ? null
        : stay.ClosesAt <= now && settings.Hours is { DivertsWaiting: true } hours && !hours.Calendar.IsOpen(now) ? new Departure(LeaveReason.Closed, StayEnd.Redirected, hours.WhenClosed)
        : stay.IsOverdue(now) ? Overflow(LeaveReason.MaxWait, settings.AfterWait())
        : null;

    /// <summary>When a call that comes in now has to go because the queue closes; null: it may stay then.</summary>
    public static DateTimeOffset? AtClosing(QueueState state, DateTimeOffset now) =>
        state.Settings?.Hours is { DivertsWaiting: true } hours ? hours.Calendar.ClosesAfter(now) : null;

    public static Departure Overflow(LeaveReason reason, OverflowTarget? to) => new(reason, EndOf(to), to);

    private static Departure? ByRule(QueueState state, QueueSettings settings, StayId stay, QueuedCall call, DateTimeOffset now)
    {
        foreach (var rule in settings.OverflowWhen)
        {
            if (rule.Length <= state.Stays.Count)
            {
                return Overflow(LeaveReason.QueueLong, rule.To);
            }

            if (rule.AgentsBelow is not null && state.ShortSince + rule.For <= now)
            {
                return Overflow(LeaveReason.NoAgents, rule.To);
            }

            if (rule.ExpectedWait is { } longest && ExpectedWait.OfNext(state, stay, call, now) >= longest)
            {
                return Overflow(LeaveReason.LongWait, rule.To);
            }
        }

        return null;
    }

    private static StayEnd EndOf(OverflowTarget? to) => to switch
    {
        null => StayEnd.Refused,
        { Queue: not null } => StayEnd.OverflowedToQueue,
        _ => StayEnd.OverflowedToNumber,
    };
}

/// <summary>
/// All who wait have to go, from <paramref name="At"/> on: the queue was removed, an emergency, or too few agents for too long. Each goes by a duty of
/// its own, so that a queue is emptied call by call; what rings may still be answered. <paramref name="Name"/> is the same only for the same clearing.
/// </summary>
internal sealed record Clearing(string Name, DateTimeOffset At, Departure Departure)
{
    public static Clearing? Of(QueueState state) => state switch
    {
        { IsRemoved: true } => new Clearing(Invariant($"closed/{state.Version}"), state.ConfiguredAt, new Departure(LeaveReason.Closed, StayEnd.Redirected, null)),
        { IsEmergency: true, Settings.Emergency: { IncludesWaiting: true } rule } => Named("emergency", state.EmergencySince, new Departure(LeaveReason.Emergency, StayEnd.Redirected, rule.To)),
        { ShortSince: { } since, Settings: { } settings } when settings.OfAgents() is { } rule => Named("short", since + rule.For, Departure.Overflow(LeaveReason.NoAgents, rule.To)),
        _ => null,
    };

    public string KeyOf(StayId stay) => $"{Name}/{stay}";

    private static Clearing Named(string why, DateTimeOffset at, Departure departure) => new(Invariant($"{why}/{at.UtcTicks}"), at, departure);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
