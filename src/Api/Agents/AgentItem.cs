using CallCenter.Actors.Views;

namespace CallCenter.Api.Agents;

/// <summary>The class of an agent's state (DOMAIN "Agent states").</summary>
internal enum AgentClass
{
    SignedOut,
    Ready,
    Handling,
    NotReadyProductive,
    NotReadyUnproductive,
    Error,
}

/// <summary>An agent as lists and the event stream show it; docs/api.md says what each field means.</summary>
internal sealed record AgentItem(
    string Id,
    string Name,
    string Team,
    IReadOnlyList<string> Queues,
    string? Phone,
    bool Reachable,
    AgentActivity State,
    AgentClass Class,
    string? Reason,
    DateTimeOffset Since,
    AgentWish? Requested,
    string? Call,
    string? Queue,
    string? Caller,
    DateTimeOffset? WrapUpUntil,
    string? SummaryDue,
    BreakAskedItem? BreakAsked,
    DateTimeOffset? SignedIn,
    long Revision)
{
    public static AgentItem From(AgentRow row, TenantRow tenant) => new(
        row.Id,
        row.Settings?.Name ?? "",
        row.Settings?.Team ?? "",
        row.Settings?.Queues ?? [],
        row.Phone ?? row.Settings?.Phone,
        row.Reachable,
        row.Phase,
        ClassOf(row.Phase, row.Reason, tenant),
        row.Phase == AgentActivity.NotReady ? row.Reason : null,
        row.Since,
        row.Requested,
        row.Call,
        row.Queue,
        row.Caller,
        row.WrapUpUntil,
        row.Phase is AgentActivity.Reserved or AgentActivity.Ringing ? null : row.SummaryDue?.ToString(),
        row.BreakAsked is { } asked ? new BreakAskedItem(asked.Reason, asked.Since) : null,
        row.SignedIn,
        row.Revision);

    public static AgentClass ClassOf(AgentActivity state, string? reason, TenantRow tenant) => state switch
    {
        AgentActivity.SignedOut => AgentClass.SignedOut,
        AgentActivity.Ready => AgentClass.Ready,
        AgentActivity.Error => AgentClass.Error,
        AgentActivity.NotReady => tenant.IsProductive(reason) ? AgentClass.NotReadyProductive : AgentClass.NotReadyUnproductive,
        _ => AgentClass.Handling,
    };
}

/// <summary>The rationed break that an agent waits for.</summary>
internal sealed record BreakAskedItem(string Reason, DateTimeOffset Since);
