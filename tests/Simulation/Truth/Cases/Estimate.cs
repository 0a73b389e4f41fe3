using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>
/// A measure as a run has it, with its sampling error: the calls in order of arrival, in <see cref="Batches"/> batches each longer than the queue
/// remembers, whose means are taken as independent (method of batch means: A. Law, "Simulation Modeling and Analysis", chapter 9), less what
/// <see cref="Controls"/> explain.
/// </summary>
/// <param name="Measure">What.</param>
/// <param name="Value">Measured.</param>
/// <param name="HalfWidth">Of the interval around it that holds the truth with <see cref="Confidence"/>.</param>
/// <param name="Distance">From the exact value, in standard errors.</param>
/// <param name="Likelihood">How likely a right engine is to be this far off, or further.</param>
internal sealed record Estimate(Measure Measure, double Value, double HalfWidth, double Distance, double Likelihood)
{
    public const int Batches = 20;

    /// <summary>Of the intervals that tables show.</summary>
    public const double Confidence = 0.99;

    /// <summary>What it should be.</summary>
    public double Exact => Measure.Quantile?.Exact ?? Measure.Exact;

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
        var (over, _) = known.Of(y);
        var ratio = known.Of(x).Mean / over;
        var (off, error) = Difference(measure.Exact);
        var width = StudentT.Critical(1 - Confidence, known.Freedom) * Difference(ratio).Error / over;
        var (distance, likelihood) = (off / error, StudentT.TwoSided(Math.Abs(off / error), known.Freedom));
        // A quantile is shown where the share below it is what it would be without luck.
        return measure.Quantile is { } quantile
            ? new Estimate(measure, Sample(calls, quantile.Share + (x.Sum() / y.Sum()) - ratio), width / quantile.Density, distance, likelihood)
            : new Estimate(measure, ratio, width, distance, likelihood);

        // Against the exact value the differences have exactly the mean zero.
        (double Mean, double Error) Difference(double value) => known.Of([.. x.Zip(y, (of, per) => of - (value * per))]);
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

    private static double Sample(IReadOnlyList<Observed> calls, double share)
    {
        var waits = calls.Where(call => call.Outcome.IsAnswered).Select(call => call.Seconds).Order().ToArray();
        return waits[(int)(Math.Clamp(share, 0, 1) * (waits.Length - 1))];
    }
}
