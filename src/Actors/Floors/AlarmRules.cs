using CallCenter.Actors.Configuration;
using CallCenter.Actors.Configuration.Documents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Floors;

/// <summary>
/// What is out of bounds at a moment, from what the boards show: a pure function, so that any number of observers come to the same. The book of alarms
/// (<see cref="Alarms"/>) takes what they say once.
/// </summary>
public static class AlarmRules
{
    /// <summary>Calls of the day, by which its service level says something.</summary>
    public const int ServiceLevelCallsMin = 20;

    /// <summary>The alarms of agents.</summary>
    /// <param name="tenant">With its terms.</param>
    /// <param name="agents">As their rows are.</param>
    /// <param name="now">When.</param>
    public static IEnumerable<AlarmCause> OfAgents(TenantRow tenant, IEnumerable<AgentRow> agents, DateTimeOffset now) =>
        tenant.Alarms is not { } terms ? [] : agents.SelectMany(agent => OfAgent(tenant, terms, agent, now));

    /// <summary>The alarms of a queue. <paramref name="day"/>: its figures of today; null: no call has come.</summary>
    public static IEnumerable<AlarmCause> OfQueue(QueueWaiting queue, QueueDay? day, DateTimeOffset now)
    {
        if (queue.Row.Settings?.Alarms is not { } bounds)
        {
            yield break;
        }

        if (bounds.Waiting is { } most && queue.Waiting.Count > most)
        {
            yield return new AlarmCause(AlarmKind.Waiting, queue.Row.Id, now, most, queue.Waiting.Count);
        }

        if (bounds.LongestWait is { } longest && queue.LongestWaitSince is { } since && now - since > longest)
        {
            yield return new AlarmCause(AlarmKind.LongestWait, queue.Row.Id, since, Milliseconds(longest), Milliseconds(now - since));
        }

        if (bounds.ServiceLevel is { } least && day?.ServiceLevel is { } level && day.Answered + day.Abandoned - day.ShortAbandoned + day.Overflowed >= ServiceLevelCallsMin && level * 100 < least)
        {
            yield return new AlarmCause(AlarmKind.ServiceLevel, queue.Row.Id, now, least, (long)(level * 100));
        }
    }

    /// <summary>What an observer tells the book: raise what is out of bounds and not open, end what is open and in bounds again.</summary>
    public static IEnumerable<FloorCommand> Told(FloorState book, IReadOnlyCollection<AlarmCause> outOfBounds)
    {
        var seen = outOfBounds.ToDictionary(cause => cause.Key, StringComparer.Ordinal);
        foreach (var (key, alarm) in book.Alarms)
        {
            if (!seen.TryGetValue(key, out var still) || !still.IsSame(alarm.Cause))
            {
                yield return new FloorCommand.EndAlarm(alarm.Cause);
            }
        }

        foreach (var cause in outOfBounds)
        {
            if (book.Alarms.GetValueOrDefault(cause.Key)?.Cause.IsSame(cause) != true)
            {
                yield return new FloorCommand.RaiseAlarm(cause);
            }
        }
    }

    private static IEnumerable<AlarmCause> OfAgent(TenantRow tenant, AlarmTerms terms, AgentRow agent, DateTimeOffset now)
    {
        var length = now - agent.Since;
        if (terms.Breaks && agent is { Phase: AgentActivity.NotReady, Reason: { } reason } && tenant.Reasons.GetValueOrDefault(reason)?.Limit is { } limit && length > limit)
        {
            yield return new AlarmCause(AlarmKind.Break, agent.Id, agent.Since, Milliseconds(limit), Milliseconds(length)) { What = reason };
        }

        if (terms.WrapUp is { } wrapUp && agent.Phase == AgentActivity.WrapUp && length > wrapUp)
        {
            yield return new AlarmCause(AlarmKind.WrapUp, agent.Id, agent.Since, Milliseconds(wrapUp), Milliseconds(length));
        }

        foreach (var state in terms.States)
        {
            if (state.State == agent.Phase && length > state.Limit)
            {
                yield return new AlarmCause(AlarmKind.State, agent.Id, agent.Since, Milliseconds(state.Limit), Milliseconds(length)) { What = FloorShape.Word(agent.Phase) };
            }
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
