using System.Text.Json.Serialization;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Configuration;

/// <summary>How many agents of a team may be on a break at once; see <see cref="Floors.BreakQuota"/>.</summary>
public sealed record BreaksEntry(EquatableArray<string> Reasons, int? Number, int? Share, bool Queues);

/// <summary>What agents may do for how long before an alarm is raised.</summary>
public sealed record AlarmTerms
{
    /// <summary>Not ready for longer than the limit of the reason.</summary>
    public bool Breaks { get; init; }

    /// <summary>Null: as long as it takes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? WrapUp { get; init; }

    /// <summary>In the order of the states, each once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<StateLimit> States { get; init; } = [];
}

/// <summary>How long an agent may be in a state.</summary>
public sealed record StateLimit(AgentActivity State, TimeSpan Limit);
