using System.Collections.Frozen;
using System.Text.Json;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Views;
using CallCenter.Api.Views;

namespace CallCenter.Api.Access;

/// <summary>
/// What some teams 班组 of a tenant are at a moment: their agents, the queues that these serve, and by that their calls — those that are or were in one
/// of the queues or with one of the agents. A value: equal members are the same sight (<see cref="TeamSights"/>).
/// </summary>
internal sealed class TeamSight
{
    private readonly FrozenSet<string> agents;
    private readonly FrozenSet<string> queues;
    private readonly FrozenSet<string> shared;

    private TeamSight(FrozenSet<string> agents, FrozenSet<string> queues, FrozenSet<string> shared) => (this.agents, this.queues, this.shared) = (agents, queues, shared);

    public static TeamSight Of(TenantBoard board, IReadOnlyList<string> teams)
    {
        var known = board.Agents.Values.Where(agent => agent.Settings is not null).ToLookup(agent => teams.Contains(agent.Settings!.Team, StringComparer.Ordinal));
        return new TeamSight(
            known[true].Select(agent => agent.Id).ToFrozenSet(StringComparer.Ordinal),
            QueuesOf(known[true]),
            QueuesOf(known[false]));
    }

    public bool SeesAgent(string id) => agents.Contains(id);

    public bool SeesQueue(string id) => queues.Contains(id);

    public bool Sees(AlarmCause cause) => cause.IsOfAgent ? agents.Contains(cause.Subject) : queues.Contains(cause.Subject);

    /// <summary>A queue that agents of other teams serve too is not theirs to steer.</summary>
    public bool Steers(string queue) => queues.Contains(queue) && !shared.Contains(queue);

    public bool Sees(CallRecord call) => call.Stays.Items.Any(stay => queues.Contains(stay.Queue)) || call.Segments.Items.Any(segment => agents.Contains(segment.Agent));

    /// <summary>Whether an event of the stream is of what they see; by its envelope.</summary>
    public bool Sees(Topics topic, ReadOnlyMemory<byte> envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var subject = document.RootElement.GetProperty("subject").GetString()!;
        return topic switch
        {
            Topics.Agents => agents.Contains(subject),
            Topics.Queues => queues.Contains(subject),
            Topics.Alarms => document.RootElement.GetProperty("data") is var alarm && (alarm.GetProperty("agent").GetString() is { } agent ? agents.Contains(agent) : queues.Contains(alarm.GetProperty("queue").GetString()!)),
            Topics.Calls => Names(document.RootElement.GetProperty("data"), "queues", queues) || Names(document.RootElement.GetProperty("data"), "agents", agents),
            _ => false,
        };
    }

    public bool IsAs(TeamSight other) => agents.SetEquals(other.agents) && queues.SetEquals(other.queues) && shared.SetEquals(other.shared);

    private static FrozenSet<string> QueuesOf(IEnumerable<AgentRow> agents) => agents.SelectMany(agent => agent.Settings!.Queues.Items).ToFrozenSet(StringComparer.Ordinal);

    private static bool Names(JsonElement call, string field, FrozenSet<string> known) =>
        call.TryGetProperty(field, out var names) && names.EnumerateArray().Any(name => known.Contains(name.GetString()!));
}
