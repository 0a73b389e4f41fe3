using System.Collections.Immutable;
using CallCenter.Actors.Views;

namespace CallCenter.Api.Views;

/// <summary>One queue in memory: its state, its newest day, and its agents counted.</summary>
public sealed record QueueLine(QueueWaiting State, QueueDay? Latest, StaffCount Staff)
{
    /// <summary>Configured, or somebody still waits in it.</summary>
    public bool IsShown => State.Row.Settings is not null || !State.Waiting.IsEmpty;
}

/// <summary>What is live of one tenant, in memory: agents and queues.</summary>
public sealed record TenantBoard(TenantRow Tenant)
{
    public ImmutableSortedDictionary<string, AgentRow> Agents { get; init; } = ImmutableSortedDictionary.Create<string, AgentRow>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, QueueLine> Queues { get; init; } = ImmutableSortedDictionary.Create<string, QueueLine>(StringComparer.Ordinal);

    /// <summary>The channels of trunks that calls occupy.</summary>
    public TrunkChannels Channels { get; init; } = TrunkChannels.None;

    /// <summary>Rationed breaks, and alarms.</summary>
    public FloorRow Floor { get; init; } = FloorRow.Empty(Tenant.Tenant);

    public static TenantBoard Empty(string tenant) => new(TenantRow.Empty(tenant));
}

/// <summary>All tenants' boards: an immutable value, published whole after each commit of the views.</summary>
public sealed record Boards(ImmutableSortedDictionary<string, TenantBoard> Tenants)
{
    public static readonly Boards Empty = new(ImmutableSortedDictionary.Create<string, TenantBoard>(StringComparer.Ordinal));

    public TenantBoard Of(TenantScope scope) => Of(scope.Tenant);

    internal TenantBoard Of(string tenant) => Tenants.GetValueOrDefault(tenant) ?? TenantBoard.Empty(tenant);

    internal Boards With(TenantBoard board) => new(Tenants.SetItem(board.Tenant.Tenant, board));

    /// <summary>Tenants that have a configuration.</summary>
    public IEnumerable<TenantRow> Configured => Tenants.Values.Select(board => board.Tenant).Where(tenant => tenant.Version > 0);
}
