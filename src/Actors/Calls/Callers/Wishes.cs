using System.Text.Json.Serialization;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Calls.Callers;

/// <summary>Whom a call needs and whom it should rather have, as its queues are told. It travels with the call from queue to queue.</summary>
public sealed record Wishes
{
    public static readonly Wishes None = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<NeedStep> Needs { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ActorId> Preferred { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan PreferFor { get; init; }
}
