using System.Text.Json.Serialization;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Queues;

/// <summary>
/// An agent as the queue last heard of it. An offer makes it unavailable at that epoch: only news of a later one bring it back,
/// so that what was sent before the offer cannot.
/// </summary>
public sealed record QueueAgent(long Epoch, DateTimeOffset IdleSince, bool IsAvailable)
{
    /// <summary>Calls that exclude this agent at once; with as many it is offered none until one of them may be offered again.</summary>
    public const int ExclusionsMax = 64;

    public int Exclusions { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AgentProfile? Profile
    {
        get;
        init
        {
            Kind = value?.Skills == field?.Skills ? Kind : null;
            field = value;
        }
    }

    /// <summary>What it is here by its skills, as far as that was worked out; null: not yet.</summary>
    [JsonIgnore]
    public AgentKind? Kind { get; internal init; }

    /// <summary>It has signed out, or serves this queue no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsGone { get; init; }

    /// <summary>The number of the last offer that this queue made to it (<see cref="QueueState.OfferCount"/>); 0: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LastOffer { get; init; }

    /// <summary>It is in the order that calls are matched with.</summary>
    public bool IsMatchable => IsAvailable && Exclusions < ExclusionsMax;
}
