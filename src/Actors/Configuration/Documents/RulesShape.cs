using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Configuration.Documents.Shape;

namespace CallCenter.Actors.Configuration.Documents;

/// <summary>What a number does for its callers, by rules over who they are: this part of <see cref="DocumentShape"/>.</summary>
public static class RulesShape
{
    public const int ListsMax = 100;

    /// <summary>The furthest that a caller's last conversation may be away: 90 days.</summary>
    private static readonly TimeSpan RepeatMax = TimeSpan.FromDays(90);

    public static readonly EquatableArray<string> Sticky = ["no", "last-agent"];

    public static readonly Fields Step = new(
    [
        new("after", new Duration(TimeSpan.Zero, TimeSpan.FromHours(24)), "From this wait on.", Default: "0s"),
        new("require", new Text(TextForm.Needs), "Who may take the call. Absent: any agent of the queue."),
        new("prefer", new Text(TextForm.Needs), "Who should rather. Absent: nobody in particular."),
    ]);

    public static readonly Fields When = new(
    [
        new("caller", new ListOf(new Text(TextForm.Number), RuleCondition.PatternsMax), "The caller's number is one of these, begins with one that ends in *, or is withheld (anonymous)."),
        new("caller-in", new Text(TextForm.Key), "The caller's number is in this list."),
        new("data", new MapOf(TextForm.DataKey, new Text(TextForm.DataValue), AttachedData.KeysMax), "These values are attached, by rules before this one."),
        new("hours", new Text(TextForm.Key), "This calendar is open."),
        new("closed", new Text(TextForm.Key), "This calendar is closed."),
        new("repeat-within", new Duration(TimeSpan.FromSeconds(1), RepeatMax), "The caller spoke to an agent of ours within this time."),
    ]);

    /// <summary>Of a number itself and of its rules alike.</summary>
    private static readonly EquatableArray<Field> Wanted =
    [
        new("needs", new OneOrMore(new Text(TextForm.Needs), NeedStep.CountMax, Step), "Who may take the call, as an expression over skills; or several steps, wider the longer it waits."),
        new("prefer", new ListOf(new Text(TextForm.Key), QueuedCall.PreferredMax), "Agents who should have it before all others, the best first."),
        new("prefer-for", new Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), "How long it waits for one of them who is busy. Absent: they have it only when one of them is free at once."),
        new("local-for", new Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), "How long it is kept for agents of its site, and then for those of each dearer one. Absent: not at all."),
        new("sticky", new Choice(Sticky), "Whether the agent whom the caller spoke to last is preferred before those of prefer.", Default: "no"),
    ];

    public static readonly Fields Rule = new(
    [
        new("when", When, "All that is said must hold. Absent: it always holds."),
        new("priority", new Count(-DocumentShape.PriorityMax, DocumentShape.PriorityMax), "The call's priority, in place of the number's."),
        new("queue", new Text(TextForm.Key), "The queue that it waits in, in place of the number's."),
        new("refuse", new Switch(), "The call is not taken (603), and there is a record of it.", Default: "false"),
        new("attach", new MapOf(TextForm.DataKey, new Text(TextForm.DataValue), AttachedData.KeysMax), "Values that are attached to the call."),
        new("lookup", new Text(TextForm.Key), "It is asked where this rule may hold; where it holds, what it answers is attached, for the rules behind it."),
        .. Wanted,
    ]);

    public static readonly EquatableArray<Field> OfNumber =
    [
        .. Wanted,
        new("lookup", new Text(TextForm.Key), "A look-up that is asked about every caller; what it answers is attached before the rules are judged."),
        new("rules", new ListOf(Rule, NumberRule.CountMax), "What is different for certain callers. Each effect is taken from the first rule that holds and has it, else from the number."),
    ];
}
