using System.Text.Json;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Rules of a number → the JSON that people write.</summary>
internal static class RulesWriter
{
    public static void WriteRules(Utf8JsonWriter writer, NumberEntry number)
    {
        WriteWanted(writer, number.Wanted ?? new NumberRule());
        Json.WriteText(writer, "lookup", number.Lookup);
        writer.WriteStartArray("rules");
        foreach (var rule in number.Rules)
        {
            writer.WriteStartObject();
            WriteWhen(writer, rule.When);
            Json.WriteCount(writer, "priority", rule.Priority);
            Json.WriteText(writer, "queue", rule.Queue);
            writer.WriteBoolean("refuse", rule.Refuses);
            WriteData(writer, "attach", rule.Attach);
            Json.WriteText(writer, "lookup", rule.Lookup);
            WriteWanted(writer, rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteSteps(Utf8JsonWriter writer, string name, EquatableArray<NeedStep> steps)
    {
        writer.WriteStartArray(name);
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            Json.WriteDuration(writer, "after", step.After);
            Json.WriteText(writer, "require", step.Require is "" ? null : step.Require);
            Json.WriteText(writer, "prefer", step.Prefer is "" ? null : step.Prefer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWhen(Utf8JsonWriter writer, RuleCondition when)
    {
        writer.WriteStartObject("when");
        Json.WriteTexts(writer, "caller", when.Caller.Items);
        Json.WriteText(writer, "caller-in", when.CallerIn);
        WriteData(writer, "data", when.Data);
        Json.WriteText(writer, "hours", when.Hours);
        Json.WriteText(writer, "closed", when.Closed);
        Json.WriteDuration(writer, "repeat-within", when.RepeatWithin);
        writer.WriteEndObject();
    }

    private static void WriteWanted(Utf8JsonWriter writer, NumberRule rule)
    {
        WriteSteps(writer, "needs", rule.Needs);
        Json.WriteTexts(writer, "prefer", rule.Prefer.Items);
        Json.WriteDuration(writer, "prefer-for", rule.PreferFor);
        Json.WriteDuration(writer, "local-for", rule.LocalFor);
        writer.WriteString("sticky", RulesShape.Sticky[rule.PrefersLastAgent ? 1 : 0]);
    }

    internal static void WriteData(Utf8JsonWriter writer, string name, EquatableArray<AttachedEntry> data)
    {
        writer.WriteStartObject(name);
        foreach (var entry in data)
        {
            writer.WriteString(entry.Key, entry.Value.Text);
        }

        writer.WriteEndObject();
    }
}
