using System.Text.Json;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>Checked rules of a number → <see cref="NumberRule"/>s. What the number itself asks for is a rule that always holds.</summary>
internal static class RulesBuilder
{
    public static NumberEntry WithRules(NumberEntry number, JsonElement value)
    {
        var own = Wanted(new NumberRule(), value);
        return number with
        {
            Wanted = own == new NumberRule() ? null : own,
            Lookup = value.Text("lookup"),
            Rules = [.. (value.Field("rules")?.Items() ?? []).Select(Rule)],
        };
    }

    private static NumberRule Rule(JsonElement value)
    {
        var read = new Values(value, RulesShape.Rule);
        return Wanted(
            new NumberRule
            {
                When = value.Field("when") is { } when ? When(when) : RuleCondition.Always,
                Priority = read.Count("priority"),
                Queue = read.Text("queue"),
                Refuses = read.Switch("refuse"),
                Attach = Data(value, "attach"),
                Lookup = read.Text("lookup"),
            },
            value);
    }

    private static RuleCondition When(JsonElement value)
    {
        var read = new Values(value, RulesShape.When);
        return new RuleCondition
        {
            Caller = Texts(value, "caller"),
            CallerIn = read.Text("caller-in"),
            Data = Data(value, "data"),
            Hours = read.Text("hours"),
            Closed = read.Text("closed"),
            RepeatWithin = read.Duration("repeat-within"),
        };
    }

    private static NumberRule Wanted(NumberRule rule, JsonElement value)
    {
        var read = new Values(value, RulesShape.Rule);
        return rule with
        {
            Needs = value.Field("needs") is { } needs ? Needs(needs) : [],
            Prefer = Texts(value, "prefer"),
            PreferFor = read.Duration("prefer-for"),
            LocalFor = read.Duration("local-for"),
            PrefersLastAgent = read.Choice("sticky") == 2,
        };
    }

    private static EquatableArray<NeedStep> Needs(JsonElement value) => value.ValueKind != JsonValueKind.Array
        ? [new NeedStep(TimeSpan.Zero, value.AsText()!)]
        : [.. value.Items().Select(Step).OrderBy(step => step.After)];

    internal static NeedStep Step(JsonElement value)
    {
        var read = new Values(value, RulesShape.Step);
        return new NeedStep(read.Duration("after")!.Value, read.Text("require") ?? "", read.Text("prefer") ?? "");
    }

    internal static EquatableArray<AttachedEntry> Data(JsonElement value, string name) =>
        [.. (value.Field(name)?.Properties() ?? []).Select(entry => new AttachedEntry(entry.Name, new AttachedValue(AttachedType.Text, entry.Value.AsText()!))).OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    private static EquatableArray<string> Texts(JsonElement value, string name) => [.. (value.Field(name)?.Items() ?? []).Select(item => item.AsText()!)];
}
