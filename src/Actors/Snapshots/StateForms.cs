using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Snapshots;

/// <summary>The forms of those who live long. Calls are short: their streams are read whole.</summary>
public static class StateForms
{
    public static SnapshotForm<QueueState> Queue { get; } = new(8, SnapshotContracts.Default.QueueState, state => state.InOrder() with
    {
        Paces = Ordinal(state.Paces),
        Notices = Ordinal(state.Notices),
    });

    public static SnapshotForm<AgentState> Agent { get; } = new(7, SnapshotContracts.Default.AgentState, state => state with
    {
        Notices = Ordinal(state.Notices),
    });

    public static SnapshotForm<PhoneState> Phone { get; } = new(3, SnapshotContracts.Default.PhoneState, state => state with
    {
        Bindings = Ordinal(state.Bindings),
    });

    public static SnapshotForm<ConfigurationState> Configuration { get; } = new(10, SnapshotContracts.Default.ConfigurationState, state => state with
    {
        Document = state.Document is { } document ? Ordinal(document) : null,
        Pending = Ordinal(state.Pending),
    });

    public static SnapshotForm<FloorState> Floor { get; } = new(1, SnapshotContracts.Default.FloorState, state => state with
    {
        Teams = Ordinal(state.Teams),
        Alarms = Ordinal(state.Alarms),
    });

    private static TenantDocument Ordinal(TenantDocument document) => document with
    {
        Numbers = Ordinal(document.Numbers),
        Queues = Ordinal(document.Queues),
        Teams = Ordinal(document.Teams),
        Reasons = Ordinal(document.Reasons),
        Phones = Ordinal(document.Phones),
        Agents = Ordinal(document.Agents),
        Calendars = Ordinal(document.Calendars),
        Lists = Ordinal(document.Lists),
        Lookups = Ordinal(document.Lookups),
        Sites = Ordinal(document.Sites),
        CallReasons = Ordinal(document.CallReasons),
    };

    /// <summary>A dictionary comes out of JSON in the order of the culture.</summary>
    private static ImmutableSortedDictionary<string, T> Ordinal<T>(ImmutableSortedDictionary<string, T> read) => read.WithComparers(StringComparer.Ordinal);
}
