namespace CallCenter.Actors.Configuration;

/// <summary>Everything a tenant's configuration can be told.</summary>
public abstract record ConfigurationCommand
{
    private ConfigurationCommand()
    {
    }

    /// <summary>
    /// A whole document replaces the last one; equal documents are already so. <paramref name="IfVersion"/> refuses (VersionConflict) unless it is
    /// the current one. The reply is <see cref="ConfigurationReply"/>.
    /// </summary>
    public sealed record Accept(TenantDocument Document, long? IfVersion, string By) : ConfigurationCommand;

    /// <summary>An actor has taken its part of this version.</summary>
    public sealed record RecordApplied(ActorId Target, long Version) : ConfigurationCommand;

    /// <summary>A question; the reply is <see cref="ConfigurationReply"/>.</summary>
    public sealed record Ask : ConfigurationCommand;
}

public abstract record ConfigurationEvent(DateTimeOffset At)
{
    /// <summary>The document as a difference: sections that changed, entries by key, null for removed. Version counts from 1.</summary>
    public sealed record ConfigurationAccepted(DateTimeOffset At, long Version, string By, TenantDocument Changed, RemovedKeys Removed) : ConfigurationEvent(At);

    public sealed record Applied(DateTimeOffset At, ActorId Target, long Version) : ConfigurationEvent(At);
}

/// <summary>Keys that the new document no longer has, by section. <see cref="TenantDocument"/> of the event holds only added and changed ones (trunks whole).</summary>
public sealed record RemovedKeys
{
    public EquatableArray<string> Numbers { get; init; } = [];

    public EquatableArray<string> Queues { get; init; } = [];

    public EquatableArray<string> Teams { get; init; } = [];

    public EquatableArray<string> Reasons { get; init; } = [];

    public EquatableArray<string> Phones { get; init; } = [];

    public EquatableArray<string> Agents { get; init; } = [];

    public EquatableArray<string> Calendars { get; init; } = [];

    public EquatableArray<string> Lists { get; init; } = [];

    public EquatableArray<string> Lookups { get; init; } = [];

    public EquatableArray<string> Sites { get; init; } = [];

    public EquatableArray<string> CallReasons { get; init; } = [];
}

/// <summary>The version in force, its document, and how many actors still have to take their part of it.</summary>
public sealed record ConfigurationReply(long Version, TenantDocument? Document, int Pending)
{
    /// <summary>The first <see cref="BehindMax"/> of those that have not taken their part yet.</summary>
    public EquatableArray<ActorId> Behind { get; init; } = [];

    public const int BehindMax = 100;
}
