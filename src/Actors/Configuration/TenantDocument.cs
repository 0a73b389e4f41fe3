using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Configuration;

/// <summary>
/// A tenant's whole configuration, as accepted: validated, with defaults filled in and without any secret. Entries are keyed by their id.
/// The file and the REST body have the same shape (docs/configuration.md); reading and validating them is <see cref="Documents.TenantDocumentReader"/>'s.
/// </summary>
public sealed record TenantDocument
{
    public required string Tenant { get; init; }

    public string Name { get; init; } = "";

    public EquatableArray<TrunkEntry> Trunks { get; init; } = [];

    public ImmutableSortedDictionary<string, NumberEntry> Numbers { get; init; } = ImmutableSortedDictionary.Create<string, NumberEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, QueueEntry> Queues { get; init; } = ImmutableSortedDictionary.Create<string, QueueEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, TeamEntry> Teams { get; init; } = ImmutableSortedDictionary.Create<string, TeamEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ReasonEntry> Reasons { get; init; } = ImmutableSortedDictionary.Create<string, ReasonEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, PhoneEntry> Phones { get; init; } = ImmutableSortedDictionary.Create<string, PhoneEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, AgentEntry> Agents { get; init; } = ImmutableSortedDictionary.Create<string, AgentEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, Calendar> Calendars { get; init; } = ImmutableSortedDictionary.Create<string, Calendar>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, CustomerList> Lists { get; init; } = ImmutableSortedDictionary.Create<string, CustomerList>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, LookupEntry> Lookups { get; init; } = ImmutableSortedDictionary.Create<string, LookupEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, SiteEntry> Sites { get; init; } = ImmutableSortedDictionary.Create<string, SiteEntry>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, CallReasonEntry> CallReasons { get; init; } = ImmutableSortedDictionary.Create<string, CallReasonEntry>(StringComparer.Ordinal);

    /// <summary>Null: <see cref="SummaryTerms.Default"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SummaryTerms? Summaries { get; init; }

    /// <summary>Null: no alarms of agents.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AlarmTerms? Alarms { get; init; }

    /// <summary>Null: the numbers of callers are compared as they are sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Numbering? Numbering { get; init; }

    /// <summary>Null: none of the tenant's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CallLimits? Limits { get; init; }

    /// <summary>By content: the same entries under the same keys.</summary>
    public bool Equals(TenantDocument? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Tenant == other.Tenant && Name == other.Name && Trunks == other.Trunks
            && Numbers.SequenceEqual(other.Numbers) && Queues.SequenceEqual(other.Queues) && Teams.SequenceEqual(other.Teams)
            && Reasons.SequenceEqual(other.Reasons) && Phones.SequenceEqual(other.Phones) && Agents.SequenceEqual(other.Agents)
            && Calendars.SequenceEqual(other.Calendars) && Lists.SequenceEqual(other.Lists)
            && Lookups.SequenceEqual(other.Lookups) && Numbering == other.Numbering && Sites.SequenceEqual(other.Sites) && Limits == other.Limits
            && CallReasons.SequenceEqual(other.CallReasons) && Summaries == other.Summaries && Alarms == other.Alarms);

    public override int GetHashCode() => HashCode.Combine(Tenant, Name, Numbers.Count, Queues.Count, Teams.Count, Reasons.Count, Phones.Count, Agents.Count);
}

/// <summary>Text for people in both languages.</summary>
public sealed record Label(string En, string Zh);

public sealed record NumberEntry(string Queue, AnswerMode Answer, int Priority)
{
    /// <summary>Queues that its callers wait in besides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Also { get; init; } = [];

    /// <summary>Whom its calls need and should rather have, of which only that is set; null: anybody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NumberRule? Wanted { get; init; }

    /// <summary>In order; at most <see cref="NumberRule.CountMax"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NumberRule> Rules { get; init; } = [];

    /// <summary>Where callers are sent when the center takes no call for long; null: they are told to come again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? LastResort { get; init; }

    /// <summary>Asked about every caller.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Lookup { get; init; }

    /// <summary>Whose calls these are; null: that of the edge they come in at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Site { get; init; }
}

public sealed record QueueEntry
{
    public required Label Name { get; init; }

    public required TimeSpan RingTime { get; init; }

    /// <summary>Phones that ring at once for one call; null: one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Together { get; init; }

    public required TimeSpan WrapUp { get; init; }

    public TimeSpan? MaxWait { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>At most one of the two is set; a number is one of the plan's or goes out through a trunk.</summary>
    public string? OverflowQueue { get; init; }

    public string? OverflowNumber { get; init; }

    public required string Music { get; init; }

    public required int MissesBeforeNotReady { get; init; }

    public required bool StaysReadyOnDecline { get; init; }

    public required TimeSpan RetryAgentAfter { get; init; }

    public required TimeSpan ServiceLevel { get; init; }

    public required TimeSpan ShortAbandon { get; init; }

    /// <summary>Its agents write a summary before they are ready again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SummaryRequired { get; init; }

    /// <summary>A calendar; null: always open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Hours { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TargetEntry? Closed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DivertsWhenClosing { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EmergencyEntry? Emergency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<OverflowEntry> OverflowWhen { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AgentOrder Order { get; init; }

    /// <summary>Null: priority is strict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? HeadStart { get; init; }

    /// <summary>By the moment they begin at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NeedStep> Steps { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReserveRule? Reserve { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AnnounceRule? Announce { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueueAlarms? Alarms { get; init; }
}

public sealed record TeamEntry(Label Name)
{
    /// <summary>Null: its agents take their breaks as they like.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BreaksEntry? Breaks { get; init; }
}

/// <summary>A not-ready reason. <paramref name="Limit"/> is shown, not enforced.</summary>
public sealed record ReasonEntry(Label Name, bool Productive, TimeSpan? Limit);

public sealed record PhoneEntry(string? Contact, long CredentialVersion)
{
    /// <summary>Whether it answers by itself, and how it is told to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AutoAnswer AutoAnswer { get; init; }
}

public sealed record AgentEntry(string Name, string Team, string Phone, EquatableArray<string> Queues, AgentStart Start)
{
    /// <summary>Sorted by skill, each once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<SkillLevel> Skills { get; init; } = [];

    /// <summary>Of those of its queues where something is not the default, in their order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<QueueTerms> Terms { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public QueueChoice Choice { get; init; }

    /// <summary>Null: <see cref="ActorId.MainSite"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Site { get; init; }
}
