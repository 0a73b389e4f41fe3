using CallCenter.Api.Problems;

namespace CallCenter.Api.Agents;

/// <summary>The body of <c>POST /agents/{id}/calls</c>: whom to call, and which of its numbers the tenant shows.</summary>
internal sealed record DialOrder
{
    private const int NumberMax = 32;

    public string? To { get; init; }

    /// <summary>Null: the usual one of the trunk.</summary>
    public string? Shows { get; init; }

    public Problem? Check() => this switch
    {
        { To: null or { Length: 0 or > NumberMax } } => Problems.Problems.BodyInvalid("/to", $"A number of 1 to {NumberMax} characters says whom to call.", "Send {\"to\":\"02155551234\"}."),
        { Shows: { Length: 0 or > NumberMax } } => Problems.Problems.BodyInvalid("/shows", $"A number has 1 to {NumberMax} characters."),
        _ => null,
    };

    public Problem NotAllowed() => Problem.Of(422, "number-not-allowed", "This number may not be called so") with
    {
        Where = Shows is null ? "/to" : "/shows",
        Fix = Shows is null ? "Use a number outside that 'calls' of a trunk allows." : "Show a number of 'shows' of a trunk whose 'calls' allow the number, or none.",
    };
}

/// <summary>What was begun: the call, which is there as soon as its agent has it.</summary>
internal sealed record DialedItem(string Call, string To, string Shows);
