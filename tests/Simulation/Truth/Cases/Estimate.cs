using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>
/// A measure as a run has it, with its sampling error: the calls in order of arrival, in <see cref="Batches"/> batches each longer than the queue
/// remembers, whose means are taken as independent (method of batch means: A. Law, "Simulation Modeling and Analysis", chapter 9), less what
/// <see cref="Controls"/> explain.
/// </summary>
/// <remarks>
/// Waits have a long tail, so a run that happened to see few of them has a small mean and a small spread as well, and lies by far too many of its own
/// standard errors below the truth. On a scale of logarithms both are smaller by the same factor: times are compared, and their intervals are, there;
/// shares on that of their odds, which is the same at both ends.
/// </remarks>
/// <param name="Measure">What.</param>
/// <param name="Value">Measured.</param>
/// <param name="Low">Where the interval begins that holds the truth with <see cref="Confidence"/>.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Distance">From the exact value, in standard errors.</param>
/// <param name="Likelihood">How likely a right engine is to be this far off, or further.</param>
internal sealed record Estimate(Measure Measure, double Value, double Low, double High, double Distance, double Likelihood)
{
    public const int Batches = 20;

    /// <summary>Of the intervals that tables show.</summary>
    public const double Confidence = 0.99;

    /// <summary>What it should be.</summary>
    public double Exact => Measure.Quantile ?? Measure.Exact;

    /// <param name="measures">To be taken.</param>
    /// <param name="controls">What is known exactly of the calls as they were drawn.</param>
    /// <param name="calls">In order of arrival.</param>
    public static IReadOnlyList<Estimate> Of(IEnumerable<Measure> measures, IEnumerable<Control> controls, IReadOnlyList<Observed> calls)
    {
        var known = new Controls(controls.Select(control => Means(calls, call => control.Of(call.Call) - control.Exact)), Batches);
        return [.. measures.Select(measure => Of(measure, known, calls))];
    }

    private static Estimate Of(Measure measure, Controls known, IReadOnlyList<Observed> calls)
    {
        var (x, y) = (Means(calls, measure.Of), Means(calls, measure.Per));
        var over = known.Of(y).Mean;
        var ratio = known.Of(x).Mean / over;
        if (ratio <= 0 || (!measure.IsTime && ratio >= 1))
        {
            return new Estimate(measure, 0, 0, 0, double.NegativeInfinity, 0);
        }

        // The error of a ratio is that of the differences of which it makes the mean zero.
        var error = known.Of([.. x.Zip(y, (of, per) => of - (ratio * per))]).Error / over / (measure.IsTime ? ratio : ratio * (1 - ratio));
        var width = StudentT.Critical(1 - Confidence, known.Freedom) * error;
        var (low, high) = (Unscaled(Scaled(ratio) - width), Unscaled(Scaled(ratio) + width));
        var distance = (Scaled(ratio) - Scaled(measure.Exact)) / error;
        var likelihood = StudentT.TwoSided(Math.Abs(distance), known.Freedom);
        if (measure.Quantile is null)
        {
            return new Estimate(measure, ratio, low, high, distance, likelihood);
        }

        // Shown is what as many wait longer than as would without luck.
        var share = measure.Exact * x.Sum() / y.Sum();
        double[] waits = [.. calls.Where(call => call.Outcome.IsAnswered).Select(call => call.Seconds).OrderDescending()];
        return new Estimate(measure, At(share / ratio), At(share / low), At(share / high), distance, likelihood);

        double Scaled(double value) => Math.Log(measure.IsTime ? value : value / (1 - value));
        double Unscaled(double value) => measure.IsTime ? Math.Exp(value) : 1 / (1 + Math.Exp(-value));
        double At(double above) => waits[(int)(Math.Min(above, 1) * (waits.Length - 1))];
    }

    private static double[] Means(IReadOnlyList<Observed> calls, Func<Observed, double> of)
    {
        var size = calls.Count / Batches;
        var means = new double[Batches];
        for (var call = 0; call < size * Batches; call++)
        {
            means[call / size] += of(calls[call]) / size;
        }

        return means;
    }
}
