using System.Collections.Immutable;

namespace CallCenter.Actors.Views;

/// <summary>The agents of one queue, counted by what they do. <see cref="Talking"/> counts those who talk (or hold) for this very queue.</summary>
public sealed record StaffCount(int SignedIn, int Ready, int Handling, int NotReady, int Error, int Talking)
{
    public static readonly StaffCount None = new(0, 0, 0, 0, 0, 0);

    public static StaffCount operator +(StaffCount left, StaffCount right) => new(
        left.SignedIn + right.SignedIn, left.Ready + right.Ready, left.Handling + right.Handling,
        left.NotReady + right.NotReady, left.Error + right.Error, left.Talking + right.Talking);

    public static StaffCount operator -(StaffCount left, StaffCount right) => new(
        left.SignedIn - right.SignedIn, left.Ready - right.Ready, left.Handling - right.Handling,
        left.NotReady - right.NotReady, left.Error - right.Error, left.Talking - right.Talking);

    public static StaffCount Add(StaffCount left, StaffCount right) => left + right;

    public static StaffCount Subtract(StaffCount left, StaffCount right) => left - right;
}

/// <summary>What a change of one agent means for the counts of its queues.</summary>
public static class QueueStaff
{
    /// <summary>The queues whose counts differ between the two rows, in order, each with the difference.</summary>
    public static ImmutableArray<(string Queue, StaffCount Difference)> Difference(AgentRow before, AgentRow after) =>
    [
        .. QueuesOf(before).Concat(QueuesOf(after)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(queue => (queue, Of(after, queue) - Of(before, queue)))
            .Where(change => change.Item2 != StaffCount.None),
    ];

    /// <summary>What one agent counts for in one queue. An agent that is taken out of a queue in a contact of it still talks for it.</summary>
    public static StaffCount Of(AgentRow agent, string queue)
    {
        var serves = agent.Settings?.Queues.Items.Contains(queue) ?? false;
        var talks = agent.Queue == queue && agent.Phase is (AgentActivity.Talking or AgentActivity.Holding);
        return (serves ? Serving(agent.Phase) : StaffCount.None) + (StaffCount.None with { Talking = talks ? 1 : 0 });
    }

    private static StaffCount Serving(AgentActivity phase) => phase switch
    {
        AgentActivity.SignedOut => StaffCount.None,
        AgentActivity.Ready => StaffCount.None with { SignedIn = 1, Ready = 1 },
        AgentActivity.NotReady => StaffCount.None with { SignedIn = 1, NotReady = 1 },
        AgentActivity.Error => StaffCount.None with { SignedIn = 1, Error = 1 },
        _ => StaffCount.None with { SignedIn = 1, Handling = 1 },
    };

    private static IEnumerable<string> QueuesOf(AgentRow agent) =>
        (agent.Settings?.Queues.Items ?? []).Concat(agent.Queue is { } queue ? [queue] : []);
}
