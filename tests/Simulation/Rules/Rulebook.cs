using System.Runtime.CompilerServices;
using CallCenter.Actors;
using CallCenter.Cluster;

namespace CallCenter.Simulation.Rules;

/// <summary>A rule of RELIABILITY.md was broken: which one, where, and when.</summary>
public sealed class RuleBrokenException(string rule, string what) : Exception($"{rule}: {what}")
{
    public string Rule { get; } = rule;
}

/// <summary>What a rule sees: each stored event once, in the order of commits, as the journal has it.</summary>
internal sealed record Stored(CommittedEvent Row, object Event)
{
    public ActorId Stream => Row.Stream;
}

/// <summary>All rules, asked at each stored event and at the end.</summary>
internal sealed class Rulebook(Func<ActorId, bool> callerHasLeft)
{
    private readonly JournalRules journal = new();
    private readonly CallRules calls = new(callerHasLeft);
    private readonly QueueRules queues = new();
    private readonly AgentRules agents = new();
    private readonly CauseRules causes = new();

    public int Events { get; private set; }

    public CallRules Calls => calls;

    public void Check(CommittedEvent row)
    {
        Events++;
        journal.Check(row);
        var stored = new Stored(row, Contracts.Read(row.Tag, row.Body.Span) ?? throw new RuleBrokenException("O4", $"tag {row.Tag} is unknown"));
        calls.Check(stored);
        queues.Check(stored);
        agents.Check(stored);
        causes.Check(stored);
    }

    /// <summary>After healing: everything has its end.</summary>
    public void CheckEnd()
    {
        calls.CheckEnd();
        queues.CheckEnd(calls);
        agents.CheckEnd();
    }

    /// <summary>The text is written only when the rule is broken.</summary>
    public static void Require(bool holds, string rule, [InterpolatedStringHandlerArgument(nameof(holds))] ref Reason what)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, what.Text);
        }
    }

    public static void Require(bool holds, string rule, string what)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, what);
        }
    }
}

/// <summary>An interpolated text that costs nothing while its rule holds.</summary>
[InterpolatedStringHandler]
internal ref struct Reason
{
    private DefaultInterpolatedStringHandler text;

    public Reason(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public string Text => text.ToStringAndClear();

    public void AppendLiteral(string value) => text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);
}
