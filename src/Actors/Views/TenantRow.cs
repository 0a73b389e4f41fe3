using System.Collections.Immutable;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Views;

/// <summary>A tenant as its accepted configuration says: what pages and rows need of it beyond the actors' own streams.</summary>
public sealed record TenantRow
{
    public required string Tenant { get; init; }

    public string Name { get; init; } = "";

    public long Version { get; init; }

    public ImmutableSortedDictionary<string, ReasonEntry> Reasons { get; init; } = ImmutableSortedDictionary.Create<string, ReasonEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, TeamEntry> Teams { get; init; } = ImmutableSortedDictionary.Create<string, TeamEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, SiteEntry> Sites { get; init; } = ImmutableSortedDictionary.Create<string, SiteEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, CallReasonEntry> CallReasons { get; init; } = ImmutableSortedDictionary.Create<string, CallReasonEntry>(StringComparer.Ordinal);

    /// <summary>How long a summary may be changed once it is written.</summary>
    public TimeSpan SummaryEditFor { get; init; } = SummaryTerms.Default.EditFor;

    /// <summary>Null: no alarms of agents.</summary>
    public AlarmTerms? Alarms { get; init; }

    public bool IsProductive(string? reason) => reason is not null && Reasons.TryGetValue(reason, out var entry) && entry.Productive;

    public static TenantRow Empty(string tenant) => new() { Tenant = tenant };

    public TenantRow Apply(ConfigurationEvent @event) => @event is not ConfigurationEvent.ConfigurationAccepted e
        ? this
        : this with
        {
            Name = e.Changed.Name,
            Version = e.Version,
            Reasons = Reasons.SetItems(e.Changed.Reasons).RemoveRange(e.Removed.Reasons),
            Teams = Teams.SetItems(e.Changed.Teams).RemoveRange(e.Removed.Teams),
            Sites = Sites.SetItems(e.Changed.Sites).RemoveRange(e.Removed.Sites),
            CallReasons = CallReasons.SetItems(e.Changed.CallReasons).RemoveRange(e.Removed.CallReasons),
            Alarms = e.Changed.Alarms,
            SummaryEditFor = (e.Changed.Summaries ?? SummaryTerms.Default).EditFor,
        };
}
