using System.Globalization;
using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>One case measured: each figure with its interval, and whether the formula's value is believable.</summary>
internal sealed record TruthRun(TruthCase Case, DrawnCall[] Calls, CallOutcome[] Outcomes, IReadOnlyList<Estimate> Estimates)
{
    public const string TableHead = "| case | calls | figure | theory | measured | 99 % interval | standard errors off |\n|---|---|---|---|---|---|---|";

    public IEnumerable<Estimate> Rejected => Estimates.Where(IsRejected);

    /// <summary>One figure that is not believable is enough.</summary>
    public static bool IsRejected(IReadOnlyList<Estimate> estimates) => estimates.Any(IsRejected);

    public static bool IsRejected(Estimate estimate) => estimate.Likelihood < TruthCases.LevelOfOne;

    /// <summary>The production engine.</summary>
    /// <param name="truth">What to measure.</param>
    /// <param name="seed">The whole input.</param>
    /// <param name="planted">An error: what each call really does, by its number.</param>
    public static TruthRun OfEngine(TruthCase truth, int seed, Func<DrawnCall, int, DrawnCall>? planted = null)
    {
        var calls = truth.Draw(seed);
        var real = Planted(calls, planted);
        return Of(truth, calls, real, CalmCenter.Run(truth.Terms, real));
    }

    /// <summary>The recursion in its place: the same figures where the engine is right, and fast enough to try thousands of seeds.</summary>
    public static TruthRun OfRecursion(TruthCase truth, int seed, Func<DrawnCall, int, DrawnCall>? planted = null)
    {
        var calls = truth.Draw(seed);
        var real = Planted(calls, planted);
        return Of(truth, calls, real, truth.ByRecursion(real));
    }

    /// <summary>A planted error: talks take five percent longer than they should.</summary>
    public static DrawnCall FivePercentLonger(DrawnCall call, int number) => call with { Talk = call.Talk * 1.05 };

    private static DrawnCall[] Planted(DrawnCall[] calls, Func<DrawnCall, int, DrawnCall>? planted) => planted is null ? calls : [.. calls.Select(planted)];

    /// <summary>What went wrong is to be found by who knows only what was drawn.</summary>
    private static TruthRun Of(TruthCase truth, DrawnCall[] calls, DrawnCall[] real, CallOutcome[] outcomes)
    {
        var observed = truth.Observe(real, outcomes).Zip(calls, (seen, call) => seen with { Call = call }).Skip(truth.WarmUp).ToArray();
        return new TruthRun(truth, calls, outcomes, Estimate.Of(truth.Measures(), truth.Controls, observed));
    }

    /// <summary>A line of a Markdown table for each figure.</summary>
    public override string ToString() => string.Join('\n', Estimates.Select(estimate =>
        $"| {Case.Name} | {Case.Calls} | {estimate.Measure.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {Shown(estimate, estimate.Exact)} | {Shown(estimate, estimate.Value)} | {Shown(estimate, estimate.Low)} – {Shown(estimate, estimate.High)} | {estimate.Distance.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)} |"));

    private static string Shown(Estimate estimate, double value) =>
        estimate.Measure.IsTime || estimate.Measure.Quantile is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.0000}");
}
