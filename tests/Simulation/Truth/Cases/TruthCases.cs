using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>From one agent to two hundred, from half the load to twice what can be served, with callers of all patience; and agents with skills.</summary>
internal static class TruthCases
{
    /// <summary>A right engine is rejected by one figure or another of all cases not oftener than this, whatever the seeds.</summary>
    public const double Level = 1e-3;

    /// <summary>Sizes so that a batch is several times what a queue remembers: ρ / (1 - √ρ)² calls, 340 at 0.9 (the relaxation time of M/M/n), less with patience.</summary>
    public static readonly IReadOnlyList<TruthCase> All =
    [
        new StaffingCase(1, 0.60, null, 8_000),
        new StaffingCase(1, 0.80, null, 8_000),
        new StaffingCase(1, 0.70, null, 8_000) { Ring = TimeSpan.FromSeconds(4), WrapUp = TimeSpan.FromSeconds(30) },
        new StaffingCase(2, 0.70, null, 8_000),
        new StaffingCase(5, 0.80, null, 8_000),
        new StaffingCase(10, 0.60, null, 8_000),
        new StaffingCase(10, 0.85, null, 15_000),
        new StaffingCase(30, 0.85, null, 15_000),
        new StaffingCase(100, 0.90, null, 20_000),
        new StaffingCase(1, 0.80, 0.5, 8_000),
        new StaffingCase(2, 2.00, 3, 8_000),
        new StaffingCase(5, 1.00, 1, 8_000),
        new StaffingCase(10, 1.10, 2, 15_000),
        new StaffingCase(30, 0.98, 0.25, 15_000),
        new StaffingCase(50, 0.96, 2, 15_000),
        new StaffingCase(100, 1.10, 1, 20_000),
        new StaffingCase(200, 1.00, 1, 20_000),
        new SkillCase("N", ServiceGraph.N(0.4, 0.6), 8_000),
        new SkillCase("W", ServiceGraph.W(0.3, 0.6, 0.4), 8_000),
        new SkillCase("M", ServiceGraph.M(0.8, 1.2), 8_000),
        new SkillCase("M, one agent slow", ServiceGraph.M(0.6, 0.9) with { Service = [1, 0.75, 1] }, 8_000),
        new SkillCase("N, three of each", ServiceGraph.N(1.8, 2.4, each: 3), 8_000),
    ];

    /// <summary>Ten times as many calls.</summary>
    public static readonly IReadOnlyList<TruthCase> Long = [.. All.Select(each => each with { Calls = each.Calls * LongFactor })];

    private const int LongFactor = 10;

    /// <summary>How unlikely one figure may be: all of them share <see cref="Level"/> (Bonferroni).</summary>
    public static double LevelOfOne { get; } = Level / All.Sum(each => each.Measures().Length);
}
