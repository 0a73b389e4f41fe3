using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What an agent writes of its part of a call 小结. <paramref name="Reasons"/> is the way through the tenant's tree of call reasons as it was then, from its
/// root to the reason itself, so that a tree that changes leaves what was written as it was meant.
/// </summary>
public sealed record CallSummary(EquatableArray<string> Reasons, string Text)
{
    public const int TextMax = 2_000;

    /// <summary>The deepest tree.</summary>
    public const int ReasonsMax = 8;

    /// <summary>Whether the matter is settled, in the agent's mind; null: it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool? Resolved { get; init; }

    /// <summary>The reason itself.</summary>
    [JsonIgnore]
    public string Reason => Reasons is [.., var last] ? last : "";

    [JsonIgnore]
    public bool IsAcceptable => Reasons is { Count: > 0 and <= ReasonsMax } && Reasons.All(ActorId.IsPart) && Text.Length <= TextMax && !Text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
}

/// <summary>Whose part of the call an offer became, and what was written of it.</summary>
public sealed record CallPart(OfferId Offer, ActorId Agent)
{
    /// <summary>Null: nothing yet.</summary>
    public CallSummary? Summary { get; init; }

    /// <summary>How often it was written; what is written counts its number.</summary>
    public int Writings { get; init; }

    /// <summary>When it was first written.</summary>
    public DateTimeOffset Written { get; init; }
}
