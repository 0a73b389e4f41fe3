using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Views;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>POST /calls/{id}/consult</c>: whom the agent of <see cref="Segment"/> asks (null: of the segment that goes on now).</summary>
internal sealed record ConsultOrder
{
    private const int NameMax = 96;

    public string? Agent { get; init; }

    public string? Queue { get; init; }

    public string? Number { get; init; }

    public string? Segment { get; init; }

    private (string Where, string Who) Asked => (Agent, Queue, Number) switch
    {
        ({ } agent, _, _) => ("/agent", agent),
        (_, { } queue, _) => ("/queue", queue),
        _ => ("/number", Number ?? ""),
    };

    public Problem? Check() => new[] { Agent, Queue, Number }.Count(one => one is not null) != 1
        ? Problems.Problems.BodyInvalid("", "Exactly one of 'agent', 'queue' and 'number' says who is asked.", "Send {\"agent\":\"1002\"}, {\"queue\":\"support\"} or {\"number\":\"4001\"}.")
        : Asked.Who.Length is 0 or > NameMax ? Problems.Problems.BodyInvalid(Asked.Where, $"It has 1 to {NameMax} characters.") : null;

    public TransferTarget? Target(DialPlan plan, CallRecord record, DateTimeOffset now) => this switch
    {
        { Agent: { } agent } => plan.ConsultWith(record.Tenant, agent),
        { Queue: { } queue } => plan.TransferToQueue(record.Tenant, queue),
        _ => plan.Transfer(record.Tenant, Number!, record.Caller, now),
    };

    public Problem Nowhere() => Problem.Of(422, "transfer-nowhere", "Nobody can be reached there") with
    {
        Where = Asked.Where,
        Fix = "Use an agent that serves a queue, a key of 'queues', a number of ours, or one that 'transfers' of a trunk allows.",
    };
}

/// <summary>The body of <c>PUT /calls/{id}/consult</c>: whom the agent talks to, the caller or who was asked.</summary>
internal sealed record ConsultSwitch
{
    public ConsultParty? With { get; init; }

    public string? Segment { get; init; }
}

/// <summary>Written in requests.</summary>
internal enum ConsultParty
{
    Caller = 1,
    Asked = 2,
}
