using System.Globalization;
using CallCenter.Benchmarks.Sip;
using CallCenter.Simulation.Truth.Cases;
using CallCenter.Simulation.Truth.Floor;
using CallCenter.Simulation.Truth.Formulas;

namespace CallCenter.Benchmarks.Calls;

/// <summary>
/// The product itself against Erlang-A, in real time, so with time compressed: random callers over SIP who talk for a second on average and give up
/// after an exponential time. What signalling, disk and a busy machine take is real here and not small beside a second: it is measured in the same
/// run, and the second column of theory has it in the agents' time and in the waits. The third has no luck in it: the very calls that were drawn, served
/// without a product by the recursion, with the same loss of time.
/// </summary>
internal static class ErlangBench
{
    private const double Load = 1.05;
    private const double Share = 0.9;
    private const int Seed = 20_262;
    private static readonly Team Team = new("4000", 20);
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Gap = Talk / (Team.Agents * Load);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(20);

    public static async Task Run(Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of(Team));
        using var floor = new Floor([Team], Sdp.Silent(Callers.Address.Address));
        await floor.WarmUp(Team);
        var drawn = new Traffic(Seed).Draw((int)((WarmUp + Length) / Gap), Gap, Talk, Patience);
        var tally = await floor.Begin();
        var seen = await floor.Arrive(drawn);
        await Pause.For(drawn[^1].At);
        var isEmpty = await Pause.Until(async () => await floor.Present() == 0, DrainMax);
        if (!isEmpty || !tally.IsClean)
        {
            report.Fail($"{tally}; {await floor.Present()} on the line\n{string.Join('\n', product.Complaints)}");
        }

        var outcomes = seen.Select(call => new CallOutcome(call.Wait ?? TimeSpan.Zero, call.IsAnswered ? 0 : null));
        Say(report, tally, drawn, Measured(drawn, outcomes));
    }

    private static Observed[] Measured(DrawnCall[] drawn, IEnumerable<CallOutcome> outcomes) =>
        [.. drawn.Zip(outcomes, (call, outcome) => new Observed(call, outcome, "")).Where(call => call.Call.At > WarmUp)];

    private static void Say(Report report, Tally tally, DrawnCall[] drawn, Observed[] calls)
    {
        var (connect, turn, ring) = (tally.ToConnected.MeanMs() / 1_000, tally.TurnAround.MeanMs() / 1_000, tally.ToAgent.At(0.1) / 1_000);
        var ideal = FirstComeFirstServed.Serve(new CalmTerms(Team.Agents) { WrapUp = TimeSpan.FromSeconds(connect + turn) }, drawn)
            .Select(outcome => outcome.Wait == TimeSpan.Zero ? outcome with { Wait = TimeSpan.FromSeconds(ring) } : outcome);
        var bare = Measures(Exact(0), 0);
        var measures = Measures(Exact(connect + turn), ring);
        var estimates = Estimate.Of(measures, Controls(), calls);
        var same = Measured(drawn, ideal);
        report.Table(
            ["figure", "Erlang-A", "Erlang-A with what signalling takes", "measured, less luck", $"{Estimate.Confidence:P0} interval", "standard errors off", "measured", "the same calls by the recursion"],
            measures.Select((measure, number) => (string[])
            [
                measure.Name, Shown(measure, bare[number].Quantile ?? bare[number].Exact), .. Cells(estimates[number]), Shown(measure, measure.Raw(calls)), Shown(measure, measure.Raw(same)),
            ]));
        report.Say($"{calls.Length} calls measured after {WarmUp.TotalSeconds} s of warm-up, {Team.Agents} agents, load {Load} by talk alone, mean talk {Talk.TotalSeconds} s, mean patience {Patience.TotalSeconds} s, seed {Seed}; {Estimate.Batches} batch means, Student's t, what the draw explains taken out.");
        report.Say($"Signalling takes of an agent's time {connect * 1_000:F1} ms from its INVITE to its ACK and {turn * 1_000:F1} ms from its BYE to the next INVITE when somebody waits; a call that finds an agent free rings after {ring * 1_000:F1} ms (the fastest tenth). {tally.GaveUp} gave up; {tally.Repeats} messages sent again.");
    }

    private static ErlangA Exact(double overhead) => new(Team.Agents, 1 / Gap.TotalSeconds, 1 / (Talk.TotalSeconds + overhead), Patience.TotalSeconds);

    /// <param name="exact">Without what a phone takes to ring.</param>
    /// <param name="ring">That, in seconds: added to the wait of who finds an agent free; who waits has it in the agents' time.</param>
    private static Measure[] Measures(ErlangA exact, double ring)
    {
        var p90 = exact.ServedQuantile(Share);
        var atOnce = (1 - exact.WaitProbability) * ring;
        return
        [
            Measure.Share($"answered within {Soon.TotalSeconds} s", exact.ServedWithin(Soon.TotalSeconds), call => call.Outcome.Wait <= Soon).Where(IsAnswered),
            Measure.OverAll("ASA", exact.ServedMeanWait + (atOnce / (1 - exact.AbandonProbability)), call => call.Seconds).Where(IsAnswered) with { IsTime = true },
            Measure.Percentile("P90", Share, p90),
            Measure.Share("P(abandon)", exact.AbandonProbability, call => !call.Outcome.IsAnswered),
            Measure.OverAll("mean wait", exact.MeanWait + atOnce, call => call.Seconds) with { IsTime = true },
        ];
    }

    private static Control[] Controls() =>
    [
        new Control(Gap.TotalSeconds, call => call.Gap.TotalSeconds),
        new Control(Talk.TotalSeconds, call => call.Talk.TotalSeconds),
    ];

    private static bool IsAnswered(Observed call) => call.Outcome.IsAnswered;

    private static string[] Cells(Estimate estimate) =>
    [
        Shown(estimate.Measure, estimate.Exact), Shown(estimate.Measure, estimate.Value), $"{Shown(estimate.Measure, estimate.Low)} – {Shown(estimate.Measure, estimate.High)}",
        estimate.Distance.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture),
    ];

    private static string Shown(Measure measure, double value) =>
        measure.IsTime || measure.Quantile is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{value * 1_000:0.0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.0000}");
}
