using CallCenter.Simulation.Truth.Floor;
using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Simulation.Truth.Cases;

/// <summary>So many agents, so much to do for them, callers so patient.</summary>
/// <param name="Agents">All alike.</param>
/// <param name="Load">Of the agents' time: 1 is all that they can do.</param>
/// <param name="Patience">Mean, in mean talks; null: nobody gives up.</param>
/// <param name="Calls">Measured.</param>
internal sealed record StaffingCase(int Agents, double Load, double? Patience, int Calls) : TruthCase(Calls)
{
    private const double Share = 0.9;

    /// <summary>A quantile is measured where at least this share of the answered calls waits: nearer to the end of the waits there is nothing to see.</summary>
    private const double WaitingMin = 2 * (1 - Share);

    /// <summary>How long a phone rings. Where it does, or somebody writes after a call, the time that a call takes is no longer exponential: one agent, who has a formula then.</summary>
    public TimeSpan Ring { get; init; }

    public TimeSpan WrapUp { get; init; }

    public override CalmTerms Terms => new(Agents) { Ring = Ring, WrapUp = WrapUp };

    public override string Name => (Terms.Overhead > TimeSpan.Zero, Patience) switch
    {
        (true, _) => FormattableString.Invariant($"M/G/1 n={Agents} load {Load:0.00} ring {Ring.TotalSeconds:0} s wrap-up {WrapUp.TotalSeconds:0} s"),
        (_, { } patience) => FormattableString.Invariant($"Erlang-A n={Agents} load {Load:0.00} patience {patience:0.##}"),
        _ => FormattableString.Invariant($"Erlang-C n={Agents} load {Load:0.00}"),
    };

    public override TimeSpan Gap => (Talk + Terms.Overhead) / (Agents * Load);

    public override DrawnCall[] Draw(int seed) => new Traffic(seed).Draw(WarmUp + Calls, Gap, Talk, Talk * Patience);

    public override CallOutcome[] ByRecursion(IReadOnlyList<DrawnCall> calls) => FirstComeFirstServed.Serve(Terms, calls);

    public override Measure[] Measures()
    {
        var service = 1 / Talk.TotalSeconds;
        return (Terms.Overhead.TotalSeconds, Patience) switch
        {
            ( > 0 and var overhead, null) when Agents == 1 => OfOneAgent(PollaczekKhinchine.Of(Load, overhead, Talk.TotalSeconds)),
            (0, null) => WithoutEnd(new ErlangC(Agents, Agents * Load * service, service)),
            (0, { } patience) => WithPatience(new ErlangA(Agents, Agents * Load * service, service, patience * Talk.TotalSeconds)),
            _ => throw new NotSupportedException($"nobody has a formula for {this}"),
        };
    }

    private Measure[] OfOneAgent(PollaczekKhinchine exact) =>
    [
        Measure.Share("P(wait)", exact.WaitProbability, call => call.Outcome.Wait > Ring),
        Measure.OverAll("ASA", exact.MeanWait + Ring.TotalSeconds, call => call.Seconds) with { IsTime = true },
    ];

    private static Measure[] WithoutEnd(ErlangC exact)
    {
        var p90 = exact.WaitProbability > WaitingMin ? exact.Quantile(Share) : 0;
        return
        [
            Measure.Share("P(wait)", exact.WaitProbability, Waited),
            Measure.OverAll("ASA", exact.MeanWait, call => call.Seconds) with { IsTime = true },
            .. p90 > 0 ? [Measure.Percentile("P90", Share, p90)] : Array.Empty<Measure>(),
        ];
    }

    private static Measure[] WithPatience(ErlangA exact)
    {
        var p90 = 1 - exact.ServedWithin(0) > WaitingMin ? exact.ServedQuantile(Share) : 0;
        return
        [
            Measure.Share("P(wait)", exact.WaitProbability, Waited),
            Measure.OverAll("ASA", exact.ServedMeanWait, call => call.Seconds).Where(IsAnswered) with { IsTime = true },
            .. p90 > 0 ? [Measure.Percentile("P90", Share, p90)] : Array.Empty<Measure>(),
            Measure.Share("P(abandon)", exact.AbandonProbability, call => !call.Outcome.IsAnswered),
            Measure.OverAll("mean wait", exact.MeanWait, call => call.Seconds) with { IsTime = true },
        ];
    }

    private static bool Waited(Observed call) => call.Outcome.Wait > TimeSpan.Zero;

    private static bool IsAnswered(Observed call) => call.Outcome.IsAnswered;
}
