using System.Text.Json;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Whom a queue gives its calls to → the JSON that people write.</summary>
internal static class RoutingWriter
{
    public static void WriteRouting(Utf8JsonWriter writer, QueueEntry queue)
    {
        writer.WriteString("order", RoutingShape.Orders[(int)queue.Order]);
        Json.WriteText(writer, "head-start", queue.HeadStart is null ? RoutingShape.Strict : null);
        Json.WriteDuration(writer, "head-start", queue.HeadStart);
        RulesWriter.WriteSteps(writer, "steps", queue.Steps);
        if (queue.Reserve is not { } reserve)
        {
            return;
        }

        writer.WriteStartObject("reserve");
        writer.WriteNumber("agents", reserve.Agents);
        writer.WriteNumber("min-priority", reserve.MinPriority);
        Json.WriteDuration(writer, "for", reserve.For);
        writer.WriteEndObject();
    }
}
