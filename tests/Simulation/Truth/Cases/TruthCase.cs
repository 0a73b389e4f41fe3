using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>A center of which theory knows exactly what its calls will see.</summary>
/// <param name="Calls">Measured, after those of the warm-up.</param>
internal abstract record TruthCase(int Calls)
{
    /// <summary>DOMAIN: three minutes on the phone.</summary>
    protected static readonly TimeSpan Talk = TimeSpan.FromMinutes(3);

    public abstract string Name { get; }

    public abstract CalmTerms Terms { get; }

    /// <summary>The first calls find a center that nobody has called yet: they are not measured.</summary>
    public int WarmUp => Calls / 10;

    /// <summary>The mean time between two calls.</summary>
    public abstract TimeSpan Gap { get; }

    /// <summary>All the calls there will be, those of the warm-up first.</summary>
    public abstract DrawnCall[] Draw(int seed);

    /// <summary>The same calls by a recursion that knows nothing of the product.</summary>
    public abstract CallOutcome[] ByRecursion(IReadOnlyList<DrawnCall> calls);

    /// <summary>What is measured, and what it is by the formulas.</summary>
    public abstract Measure[] Measures();

    /// <summary>How fast they come, and how long they talk.</summary>
    public virtual IEnumerable<Control> Controls =>
    [
        new Control(Gap.TotalSeconds, call => call.Gap.TotalSeconds),
        new Control(Talk.TotalSeconds, call => call.Talk.TotalSeconds),
    ];

    /// <summary>Each call with what became of it.</summary>
    public virtual Observed[] Observe(IReadOnlyList<DrawnCall> calls, IReadOnlyList<CallOutcome> outcomes) =>
        [.. calls.Select((call, number) => new Observed(call, outcomes[number], ""))];
}
