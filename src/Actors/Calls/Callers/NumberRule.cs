using System.Text.Json.Serialization;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Calls.Callers;

/// <summary>
/// What a number does for certain callers: a condition and its effects. Of the rules of a number each effect is taken from the first that holds and
/// has it; for attached values, each key.
/// </summary>
public sealed record NumberRule
{
    /// <summary>Rules of one number.</summary>
    public const int CountMax = 64;

    public RuleCondition When { get; init; } = RuleCondition.Always;

    /// <summary>In place of the number's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Priority { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NeedStep> Needs { get; init; } = [];

    /// <summary>Agents who should have the call, the best first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Prefer { get; init; } = [];

    /// <summary>Before all of them the agent whom this caller spoke to last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PrefersLastAgent { get; init; }

    /// <summary>How long the call waits for one of them who is busy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? PreferFor { get; init; }

    /// <summary>In place of the number's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Queue { get; init; }

    /// <summary>What is heard in <see cref="Queue"/>; filled in for the plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Music { get; init; }

    /// <summary>The call is not taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Refuses { get; init; }

    /// <summary>In the order of the keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<AttachedEntry> Attach { get; init; } = [];

    /// <summary>Asked where this rule may hold. Where it holds, what it answers is attached.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Lookup { get; init; }

    /// <summary>Those of <see cref="Lookup"/>; filled in for the plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LookupTerms? Terms { get; init; }

    /// <summary>How long the call is kept for agents of its site, and then for those of each further cost; zero: not at all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? LocalFor { get; init; }

    /// <summary>The site that <see cref="LocalFor"/> is about; filled in for the plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Locality? Local { get; init; }

    /// <summary>Whether somebody has to be asked who the caller is.</summary>
    [JsonIgnore]
    public bool AsksForCaller => PrefersLastAgent || When.RepeatWithin is not null;
}

/// <summary>All that is set must hold; nothing set holds always.</summary>
public sealed record RuleCondition
{
    /// <summary>What a caller who withholds its number is called.</summary>
    public const string Anonymous = "anonymous";

    public const int PatternsMax = 64;

    public static readonly RuleCondition Always = new();

    /// <summary>Any of these: a number, the beginning of one with <c>*</c> behind it, or <see cref="Anonymous"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Caller { get; init; } = [];

    /// <summary>It is on this list of the tenant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? CallerIn { get; init; }

    /// <summary>These values are attached, by the rules before. In the order of the keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<AttachedEntry> Data { get; init; } = [];

    /// <summary>This calendar is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Hours { get; init; }

    /// <summary>This calendar is closed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Closed { get; init; }

    /// <summary>The caller spoke to an agent within this time. Nobody knows: it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? RepeatWithin { get; init; }

    /// <summary>What can be said before it is known whom the caller spoke to, and what is attached.</summary>
    public bool MayHold(string caller, CallerFacts facts) =>
        (Caller.Count == 0 || Caller.Items.Any(pattern => Matches(pattern, caller)))
        && (CallerIn is null || facts.Lists.Items.Contains(CallerIn))
        && (Hours is null || facts.Open.Items.Contains(Hours))
        && (Closed is null || !facts.Open.Items.Contains(Closed));

    /// <summary>The number itself, one that begins as a pattern with <c>*</c> behind it, or none for <see cref="Anonymous"/>.</summary>
    public static bool Matches(string pattern, string caller) =>
        pattern == Anonymous ? caller.Length == 0
        : pattern.EndsWith('*') ? caller.Length > 0 && caller.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : pattern == caller;
}
