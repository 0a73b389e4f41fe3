using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Views;

/// <summary>One accepted document: which version it is, when and by whom, what it touched, and where its event is.</summary>
public sealed record ConfigurationVersion
{
    /// <summary>Entries that are named; the rest is counted.</summary>
    public const int NamedMax = 100;

    public required string Tenant { get; init; }

    public long Version { get; init; }

    public DateTimeOffset At { get; init; }

    public string By { get; init; } = "";

    /// <summary>The event's version in the stream of the tenant's configuration.</summary>
    public long Event { get; init; }

    /// <summary>Entries that are new or changed, as <c>section/key</c>: the first <see cref="NamedMax"/>, by section and key.</summary>
    public EquatableArray<string> Changed { get; init; } = [];

    public int ChangedCount { get; init; }

    /// <summary>Entries that are gone, likewise.</summary>
    public EquatableArray<string> Removed { get; init; } = [];

    public int RemovedCount { get; init; }

    public static ConfigurationVersion Of(ActorId configuration, long version, ConfigurationEvent.ConfigurationAccepted e)
    {
        var changed = Changes(e.Changed).ToList();
        var removed = Removals(e.Removed).ToList();
        return new ConfigurationVersion
        {
            Tenant = configuration.Tenant,
            Version = e.Version,
            At = e.At,
            By = e.By,
            Event = version,
            Changed = [.. changed.Take(NamedMax)],
            ChangedCount = changed.Count,
            Removed = [.. removed.Take(NamedMax)],
            RemovedCount = removed.Count,
        };
    }

    private static IEnumerable<string> Changes(TenantDocument changed) =>
    [
        .. Named("agents", changed.Agents.Keys), .. Named("calendars", changed.Calendars.Keys), .. Named("call-reasons", changed.CallReasons.Keys),
        .. Named("lists", changed.Lists.Keys), .. Named("lookups", changed.Lookups.Keys),
        .. Named("numbers", changed.Numbers.Keys), .. Named("phones", changed.Phones.Keys), .. Named("queues", changed.Queues.Keys), .. Named("reasons", changed.Reasons.Keys),
        .. Named("sites", changed.Sites.Keys), .. Named("teams", changed.Teams.Keys),
    ];

    private static IEnumerable<string> Removals(RemovedKeys removed) =>
    [
        .. Named("agents", removed.Agents.Items), .. Named("calendars", removed.Calendars.Items), .. Named("call-reasons", removed.CallReasons.Items),
        .. Named("lists", removed.Lists.Items), .. Named("lookups", removed.Lookups.Items),
        .. Named("numbers", removed.Numbers.Items), .. Named("phones", removed.Phones.Items), .. Named("queues", removed.Queues.Items), .. Named("reasons", removed.Reasons.Items),
        .. Named("sites", removed.Sites.Items), .. Named("teams", removed.Teams.Items),
    ];

    private static IEnumerable<string> Named(string section, IEnumerable<string> keys) => keys.Select(key => $"{section}/{key}");
}
