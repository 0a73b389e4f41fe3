using System.Text.Json;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>A checked queue → whom it gives its calls to.</summary>
internal static class RoutingBuilder
{
    public static QueueEntry WithRouting(QueueEntry queue, JsonElement value)
    {
        var read = new Values(value, DocumentShape.Queue);
        return queue with
        {
            Order = (AgentOrder)(read.Choice("order") - 1),
            HeadStart = read.Duration("head-start"),
            Steps = [.. (value.Field("steps")?.Items() ?? []).Select(RulesBuilder.Step).OrderBy(step => step.After)],
            Reserve = value.Field("reserve") is { } reserve ? Reserve(new Values(reserve, RoutingShape.Reserve)) : null,
        };
    }

    private static ReserveRule Reserve(Values read) => new(read.Count("agents")!.Value, read.Count("min-priority")!.Value, read.Duration("for")!.Value);
}
