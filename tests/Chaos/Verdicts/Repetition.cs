using CallCenter.Chaos.Load;

namespace CallCenter.Chaos.Verdicts;

/// <summary>One fault struck once, and what came of it.</summary>
/// <param name="Recovery">The longest time that any shard gave no answer.</param>
/// <param name="Lost">Calls lost since the repetition before, by the callers' own word.</param>
/// <param name="Doubled">Offers doubled on the wire.</param>
/// <param name="Moved">Waiting calls whose place or arrival is not what it was.</param>
/// <param name="Broken">Everything that must not be, in words.</param>
internal sealed record Repetition(TimeSpan Recovery, LostCalls Lost, int Doubled, int Moved, IReadOnlyList<string> Broken)
{
    /// <summary>How long each caller heard nothing, where sound is what the fault is about; that is its recovery then.</summary>
    public IReadOnlyList<TimeSpan> Unheard { get; init; } = [];

    public IEnumerable<TimeSpan> Recoveries => Unheard.Count > 0 ? Unheard : [Recovery];

    /// <summary>And what showed later.</summary>
    public Repetition With(Repetition later) => this with
    {
        Lost = Lost + later.Lost,
        Doubled = Doubled + later.Doubled,
        Moved = Moved + later.Moved,
        Broken = [.. Broken, .. later.Broken],
    };
}
