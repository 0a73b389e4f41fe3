using System.Text.Json.Serialization;
using CallCenter.Actors.Calls.Callers;

namespace CallCenter.Actors.Calls;

/// <summary>Where an agent gives its caller: to where callers of a number (or of a queue) go, or outside. <paramref name="To"/> is what was asked for.</summary>
public sealed record TransferTarget(string To)
{
    /// <summary>As if the caller had called there. Null: outside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NumberPlan? Plan { get; init; }

    /// <summary>What the rules of <see cref="Plan"/> want to know of the moment; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CallerFacts? Facts { get; init; }

    /// <summary>The address outside, by the first of <see cref="Ways"/>; null: ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Uri { get; init; }

    /// <summary>The trunks that lead there; none: only the address is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<TrunkWay> Ways { get; init; } = [];
}
