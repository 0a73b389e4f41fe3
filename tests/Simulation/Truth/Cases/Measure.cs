using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>
/// A figure of merit as a ratio of two means over calls, so that its exact value can be held against a run: with the exact value r, the mean of
/// x - r·y is zero.
/// </summary>
/// <param name="Name">As tables have it.</param>
/// <param name="Exact">By the formula.</param>
/// <param name="Of">x of a call.</param>
/// <param name="Per">y of a call: 1 where the figure is over all calls, 1 or 0 where it is over some.</param>
internal sealed record Measure(string Name, double Exact, Func<Observed, double> Of, Func<Observed, double> Per)
{
    /// <summary>Of a quantile, which is tested by the share of answered calls that wait longer: what is shown instead of that share, in seconds.</summary>
    public double? Quantile { get; init; }

    /// <summary>A time in seconds, not a share.</summary>
    public bool IsTime { get; init; }

    public static Measure OverAll(string name, double exact, Func<Observed, double> of) => new(name, exact, of, _ => 1);

    public static Measure Share(string name, double exact, Func<Observed, bool> of) => OverAll(name, exact, call => of(call) ? 1 : 0);

    /// <summary>What this share of the answered calls does not wait longer than.</summary>
    public static Measure Percentile(string name, double share, double exact) =>
        Share(name, 1 - share, call => call.Seconds > exact).Where(call => call.Outcome.IsAnswered) with { Quantile = exact };

    /// <summary>As these calls have it, luck and all.</summary>
    public double Raw(IReadOnlyList<Observed> calls)
    {
        if (Quantile is null)
        {
            return calls.Sum(Of) / calls.Sum(Per);
        }

        double[] waits = [.. calls.Where(call => call.Outcome.IsAnswered).Select(call => call.Seconds).OrderDescending()];
        return waits[(int)(Exact * (waits.Length - 1))];
    }

    /// <summary>Over those only.</summary>
    public Measure Where(Func<Observed, bool> counts) => this with { Of = call => counts(call) ? Of(call) : 0, Per = call => counts(call) ? Per(call) : 0 };
}

/// <summary>Something of a call as it was drawn, whose mean is known exactly.</summary>
internal sealed record Control(double Exact, Func<DrawnCall, double> Of);
