using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
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

    /// <summary>One agent, who can only be consulted; null: not one by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AskedAgent? Agent { get; init; }
}

/// <summary>An agent who is asked by name, past the order of its queue, on the terms of that queue. It takes it only if it is available right now.</summary>
public sealed record AskedAgent(string Agent, string Queue, TimeSpan RingTime, OfferRules Rules);
