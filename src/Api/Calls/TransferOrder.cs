using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Views;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>POST /calls/{id}/transfer</c>: a queue or a number. <see cref="Segment"/> names the agent's part, so that a repeat is none of the next agent's.</summary>
internal sealed record TransferOrder
{
    private const int NameMax = 96;

    public string? Queue { get; init; }

    public string? Number { get; init; }

    /// <summary>Null: the one that goes on now.</summary>
    public string? Segment { get; init; }

    public Problem? Check() => (Queue, Number) switch
    {
        (null, null) or (not null, not null) => Problems.Problems.BodyInvalid("", "Exactly one of 'queue' and 'number' says where the caller goes.", "Send {\"queue\":\"support\"} or {\"number\":\"4001\"}."),
        ({ Length: 0 or > NameMax }, _) => Problems.Problems.BodyInvalid("/queue", $"A queue has 1 to {NameMax} characters."),
        (_, { Length: 0 or > NameMax }) => Problems.Problems.BodyInvalid("/number", $"A number has 1 to {NameMax} characters."),
        _ => null,
    };

    public TransferTarget? Target(DialPlan plan, CallRecord record, DateTimeOffset now) =>
        Queue is { } queue ? plan.TransferToQueue(record.Tenant, queue) : plan.Transfer(record.Tenant, Number!, record.Caller, now);

    public static Problem Nowhere(TransferOrder order) => Problem.Of(422, "transfer-nowhere", "Nobody can be reached there") with
    {
        Where = order.Queue is null ? "/number" : "/queue",
        Fix = order.Queue is null ? "Use a number of ours, or one that 'transfers' of a trunk allows." : "Use a key of 'queues' in the configuration document.",
    };
}
