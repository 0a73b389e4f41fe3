using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Whom a queue gives its calls to: this part of <see cref="DocumentShape"/>.</summary>
public static class RoutingShape
{
    public const int ReserveAgentsMax = 1_000;

    /// <summary>In the order of <see cref="Queues.AgentOrder"/>.</summary>
    public static readonly EquatableArray<string> Orders = ["longest-idle", "most-skilled", "round-robin", "fewest-calls", "least-occupied"];

    /// <summary>Of <c>head-start</c>: no wait makes up for priority.</summary>
    public const string Strict = "strict";

    public static readonly Fields Reserve = new(
    [
        new("agents", new Count(1, ReserveAgentsMax), "As many free agents are kept back.", Required: true),
        new("min-priority", new Count(-DocumentShape.PriorityMax, DocumentShape.PriorityMax), "For calls of at least this priority.", Default: "1"),
        new("for", new Duration(TimeSpan.Zero, TimeSpan.FromHours(24)), "How long other calls are kept from them; who has waited this long may have them too.", Default: "1m"),
    ]);

    public static readonly EquatableArray<Field> OfQueue =
    [
        new("order", new Choice(Orders),
            "Which free agent comes first: idle longest, highest level in this queue, offered a call of this queue the longest time ago, fewest contacts since sign-in, or lowest occupancy; among equals, idle longest.",
            Default: "longest-idle"),
        new("head-start", new DurationOr(Strict, new Duration(TimeSpan.Zero, TimeSpan.FromHours(1))),
            "What one step of priority is worth: a call is served as if it had come this much earlier for each step. Strict: higher priority is always served first.", Default: Strict),
        new("steps", new ListOf(RulesShape.Step, NeedStep.CountMax), "Who may take its calls, wider the longer they wait; on top of what a call needs by itself. Absent: any agent of the queue."),
        new("reserve", Reserve, "Agents who are kept back for calls of high priority. Absent: none."),
    ];
}
