using System.Globalization;
using CallCenter.Chaos.Faults;
using CallCenter.Chaos.Load;

namespace CallCenter.Chaos.Verdicts;

/// <summary>A fault's line of the table.</summary>
internal sealed record Row(Fault Fault, IReadOnlyList<Repetition> Repetitions)
{
    public const string Kept = "kept";
    public const string Late = "late";
    private const string Broken = "BROKEN";

    private Percentiles Recoveries => new(Repetitions.SelectMany(one => one.Recoveries).Select(one => one.TotalSeconds));

    private LostCalls Lost => Repetitions.Aggregate(LostCalls.None, (sum, one) => sum + one.Lost);

    public bool IsKept => Repetitions.All(one => one.Broken.Count == 0);

    /// <summary>The goal holds for the 99th percentile, that of half of them for the median; faults without one are only to heal.</summary>
    public bool IsInTime => IsWithin(Fault.Goal, 0.99) && IsWithin(Fault.GoalOfHalf, 0.5);

    public string Verdict => !IsKept ? Broken : IsInTime ? Kept : Late;

    public static IReadOnlyList<string> Heads { get; } =
        ["fault", "what happens", "n", "p50 s", "p99 s", "goal s", "lost: talking", "waiting", "in set-up", "offers doubled", "places changed", "verdict"];

    public IReadOnlyList<string> Cells =>
    [
        Fault.Id, Fault.Words, Text(Repetitions.Count), Text(Recoveries.At(0.5)), Text(Recoveries.At(0.99)), Goals,
        Text(Lost.Established), Text(Lost.Waiting), Text(Lost.InSetUp), Text(Repetitions.Sum(one => one.Doubled)), Text(Repetitions.Sum(one => one.Moved)), Verdict,
    ];

    private bool IsWithin(TimeSpan? goal, double part) => goal is not { } most || !(Recoveries.At(part) > most.TotalSeconds);

    private string Goals => (Fault.GoalOfHalf, Fault.Goal) switch
    {
        ({ } half, { } goal) => $"{Text(half.TotalSeconds)}, {Text(goal.TotalSeconds)}",
        (_, { } goal) => Text(goal.TotalSeconds),
        _ => "-",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double seconds) => double.IsNaN(seconds) ? "-" : seconds.ToString("0.00", CultureInfo.InvariantCulture);
}
