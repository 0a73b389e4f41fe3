using System.Text.Json.Serialization;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;

namespace CallCenter.Actors.Queues;

/// <summary>When a queue is open, and what becomes of calls when it is not.</summary>
public sealed record QueueHours(Calendar Calendar)
{
    /// <summary>Where calls go that come while it is closed; null: they are turned away.</summary>
    public OverflowTarget? WhenClosed { get; init; }

    /// <summary>Calls that wait when it closes go there too; else they are served as long as agents are there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DivertsWaiting { get; init; }
}

/// <summary>The emergency treatment: switched on, by the configuration or by people, no call waits here any more.</summary>
public sealed record EmergencyRule
{
    /// <summary>By the configuration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOn { get; init; }

    /// <summary>Those who wait already go too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IncludesWaiting { get; init; }

    /// <summary>Null: turned away.</summary>
    public OverflowTarget? To { get; init; }
}

/// <summary>Overflow under one condition, of which exactly one is set.</summary>
public sealed record OverflowRule(OverflowTarget To)
{
    /// <summary>Rules of one queue.</summary>
    public const int CountMax = 8;

    /// <summary>The call has waited this long.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? Wait { get; init; }

    /// <summary>As many calls wait when it comes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Length { get; init; }

    /// <summary>Fewer agents than this are signed in and serve the queue, for <see cref="For"/>. One rule of a queue may say so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? AgentsBelow { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan For { get; init; }

    /// <summary>The call is expected to wait at least this long when it comes (<see cref="Waiting.ExpectedWait"/>); never, where that is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? ExpectedWait { get; init; }
}

/// <summary>Somebody switched the emergency treatment on.</summary>
public sealed record EmergencySwitch(DateTimeOffset Since, string Reason, string By)
{
    public const int ReasonMax = 128;
}

/// <summary>Questions to the overflow rules of a queue.</summary>
internal static class OverflowRules
{
    /// <summary>The rule with the shortest wait: no other is ever reached.</summary>
    public static OverflowRule? OfWait(this QueueSettings settings) => settings.OverflowWhen.Count == 0 ? null
        : settings.OverflowWhen.Items.Where(rule => rule.Wait is not null).MinBy(rule => rule.Wait) is { } rule && !(rule.Wait > settings.MaxWait) ? rule : null;

    /// <summary>How long a call may wait, by the limit or by a rule; null: as long as it likes.</summary>
    public static TimeSpan? LongestWait(this QueueSettings settings) => settings.OfWait()?.Wait ?? settings.MaxWait;

    /// <summary>Where a call goes that has waited that long; null: it is turned away.</summary>
    public static OverflowTarget? AfterWait(this QueueSettings settings) => settings.OfWait() is { } rule ? rule.To : settings.Overflow;

    public static OverflowRule? OfAgents(this QueueSettings settings) => settings.OverflowWhen.Count == 0 ? null : settings.OverflowWhen.Items.FirstOrDefault(rule => rule.AgentsBelow is not null);
}
