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
    /// <summary>Of a quantile, which is tested by the share of calls that lie below it: what is shown instead of that share.</summary>
    public QuantileShown? Quantile { get; init; }

    /// <summary>A time in seconds, not a share.</summary>
    public bool IsTime { get; init; }

    public static Measure OverAll(string name, double exact, Func<Observed, double> of) => new(name, exact, of, _ => 1);

    public static Measure Share(string name, double exact, Func<Observed, bool> of) => OverAll(name, exact, call => of(call) ? 1 : 0);

    /// <summary>Over those only.</summary>
    public Measure Where(Func<Observed, bool> counts) => this with { Of = call => counts(call) ? Of(call) : 0, Per = call => counts(call) ? Per(call) : 0 };
}

/// <summary>Something of a call as it was drawn, whose mean is known exactly.</summary>
internal sealed record Control(double Exact, Func<DrawnCall, double> Of);

/// <summary>A share of the answered calls waits no longer than <paramref name="Exact"/> seconds; there the waits have this density, per second.</summary>
internal sealed record QuantileShown(double Share, double Exact, double Density);
