using System.Runtime.CompilerServices;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Cluster;

namespace CallCenter.Simulation.Rules;

/// <summary>A rule of RELIABILITY.md was broken: which one, where, and when.</summary>
public sealed class RuleBrokenException : Exception
{
    public RuleBrokenException(string rule, string what)
        : base($"{rule}: {what}") => Rule = rule;

    public RuleBrokenException(RuleBrokenException first)
        : base(first.Message, first) => Rule = first.Rule;

    public string Rule { get; }
}

/// <summary>What a rule sees: each stored event once, in the order of commits, as the journal has it.</summary>
internal sealed record Stored(CommittedEvent Row, object Event)
{
    public ActorId Stream => Row.Stream;

    /// <summary>When it happened, as its actor has it.</summary>
    public DateTimeOffset At => Event switch
    {
        CallEvent e => e.At,
        QueueEvent e => e.At,
        AgentEvent e => e.At,
        FloorEvent e => e.At,
        _ => Row.StoredAt,
    };
}

/// <summary>All rules, asked at each stored event and at the end.</summary>
internal sealed class Rulebook(Func<ActorId, bool> callerHasLeft)
{
    /// <summary>What a node may be ahead of the database: the way of a renewal, five percent of a lease, and the clock of a promoted standby.</summary>
    private static readonly TimeSpan ClockErrorMax = TimeSpan.FromSeconds(2);

    [ThreadStatic]
    private static RuleBrokenException? first;

    private readonly JournalRules journal = new();
    private readonly CallRules calls = new(callerHasLeft);
    private readonly QueueRules queues = new();
    private readonly OrderRules orders = new();
    private readonly TreatmentRules treatments = new();
    private readonly TellingRules tellings = new();
    private readonly AgentRules agents = new();
    private readonly FloorRules floor = new();
    private readonly ChoiceRules choices = new();
    private readonly CauseRules causes = new();
    private readonly ReportRules reports = new();

    public int Events { get; private set; }

    public CallRules Calls => calls;

    public void Check(CommittedEvent row)
    {
        Events++;
        journal.Check(row);
        var stored = new Stored(row, Contracts.Read(row.Tag, row.Body.Span) ?? throw new RuleBrokenException("O4", $"tag {row.Tag} is unknown"));
        Require(stored.At <= row.StoredAt + ClockErrorMax, "T1", $"{stored.Stream}: {stored.Event} is dated {stored.At:O} and stored at {row.StoredAt:O}");
        calls.Check(stored);
        queues.Check(stored);
        orders.Check(stored);
        treatments.Check(stored);
        tellings.Check(stored);
        agents.Check(stored);
        floor.Check(stored);
        choices.Check(stored);
        causes.Check(stored);
        reports.Check(stored);
    }

    /// <summary>After healing: everything has its end.</summary>
    public void CheckEnd()
    {
        calls.CheckEnd();
        queues.CheckEnd(calls);
        agents.CheckEnd();
        floor.CheckEnd();
        reports.CheckEnd();
    }

    /// <summary>A run begins on this thread.</summary>
    public static void Begin() => first = null;

    /// <summary>Asked after each step: the engine survives the exceptions of ports and links, a run does not survive a broken rule.</summary>
    public static void ThrowIfBroken()
    {
        if (first is { } broken)
        {
            throw new RuleBrokenException(broken);
        }
    }

    /// <summary>The text is written only when the rule is broken.</summary>
    public static void Require(bool holds, string rule, [InterpolatedStringHandlerArgument(nameof(holds))] ref Reason what)
    {
        if (!holds)
        {
            throw Broken(rule, what.Text);
        }
    }

    public static void Require(bool holds, string rule, string what)
    {
        if (!holds)
        {
            throw Broken(rule, what);
        }
    }

    private static RuleBrokenException Broken(string rule, string what)
    {
        var broken = new RuleBrokenException(rule, what);
        first ??= broken;
        return broken;
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
