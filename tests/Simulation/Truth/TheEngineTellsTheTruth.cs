using CallCenter.Actors.Queues;
using CallCenter.Simulation.Truth.Cases;
using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Simulation.Truth;

/// <summary>
/// The production engine over virtual time against queueing theory. Seeds are fixed, so these never fail by chance; and they were not chosen:
/// any other would do, but for one in <c>1 / TruthCases.Level</c>.
/// </summary>
public sealed class TheEngineTellsTheTruth(ITestOutputHelper output)
{
    /// <summary>The first case's; the others count on.</summary>
    internal const int Seed = 20_261;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, TruthCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Waits_abandonment_and_who_serves_are_those_of_theory(int number)
    {
        var run = TruthRun.OfEngine(TruthCases.All[number], Seed + number);
        output.WriteLine(run.ToString());

        Assert.Empty(run.Rejected);
        // Call by call: the same wait to the tick, the same agent.
        Assert.Equal(run.Case.ByRecursion(run.Calls), run.Outcomes);
    }

    /// <summary>Ten agents have no formula for this; the recursion knows it to the tick.</summary>
    [Fact]
    public void A_ringing_phone_and_a_wrap_up_are_service_too()
    {
        var calls = new StaffingCase(10, 0.85, null, 5_000).Draw(Seed);
        var terms = new CalmTerms(10) { Ring = TimeSpan.FromSeconds(3), WrapUp = TimeSpan.FromSeconds(15) };

        Assert.Equal(FirstComeFirstServed.Serve(terms, calls), CalmCenter.Run(terms, calls));
    }

    [Fact]
    public void An_engine_that_takes_five_percent_longer_is_found_out()
    {
        var run = TruthRun.OfEngine(Of(100, 1.10, 1), Seed, TruthRun.FivePercentLonger);
        output.WriteLine(run.ToString());

        Assert.NotEmpty(run.Rejected);
    }

    /// <summary>
    /// Last come first served leaves alone how many wait, so also how many give up and how long all wait on average; who is answered waited less, and
    /// that is found. Priorities begin anew before they end (<see cref="Place.PriorityMax"/>), which is longer than the line is.
    /// </summary>
    [Fact]
    public void An_engine_that_serves_the_last_first_is_found_out_by_the_waits_of_those_whom_it_serves()
    {
        var run = TruthRun.OfEngine(Of(10, 1.10, 2), Seed, (call, number) => call with { Priority = number % Place.PriorityMax });
        output.WriteLine(run.ToString());

        Assert.Equal(["ASA", "P90"], run.Rejected.Select(estimate => estimate.Measure.Name));
    }

    /// <summary>The recursion stands for the engine: whatever the seed, what is five percent wrong shows where callers give up and many agents work.</summary>
    [Fact]
    public void Large_centers_find_five_percent_whatever_the_seed()
    {
        var large = TruthCases.All.OfType<StaffingCase>().Where(each => each is { Agents: >= 30, Patience: not null }).ToArray();
        foreach (var seed in Enumerable.Range(1, 10))
        {
            var found = large.Count(truth => TruthRun.IsRejected(TruthRun.OfRecursion(truth, seed, TruthRun.FivePercentLonger).Estimates));
            Assert.True(found >= large.Length - 1, $"seed {seed}: only {found} of {large.Length}");
        }
    }

    /// <summary>The intervals are what they say they are: a right engine's 99 % intervals hold the truth in about 99 of 100 runs.</summary>
    [Fact]
    public void Intervals_hold_what_they_promise()
    {
        const int Runs = 400;
        var staffing = Of(5, 1.00, 1);
        var estimates = Enumerable.Range(1, Runs).SelectMany(seed => TruthRun.OfRecursion(staffing, seed).Estimates).ToArray();
        var missed = estimates.Count(estimate => estimate.Likelihood < 1 - Estimate.Confidence) / (double)estimates.Length;
        output.WriteLine($"{missed:P2} of {estimates.Length} intervals miss");

        Assert.InRange(missed, 0.002, 0.03);
    }

    private static StaffingCase Of(int agents, double load, double? patience) =>
        TruthCases.All.OfType<StaffingCase>().Single(each => (each.Agents, each.Load, each.Patience) == (agents, load, patience));
}
