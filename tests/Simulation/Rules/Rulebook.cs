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
    }

    /// <summary>After healing: everything has its end.</summary>
    public void CheckEnd()
    {
        calls.CheckEnd();
        queues.CheckEnd(calls);
        agents.CheckEnd();
    }

    public static void Require(bool holds, string rule, string what)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, what);
        }
    }
}
