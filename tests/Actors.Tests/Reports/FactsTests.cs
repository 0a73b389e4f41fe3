using CallCenter.Actors.Calls;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Tests.Reports;

/// <summary>What a fact adds to the figures.</summary>
public sealed class FactsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_call_that_an_agent_made_is_no_call_of_a_number()
    {
        var call = CallRecordView.Empty("t", "c") with { Number = "4000", Arrived = Noon, Ended = Noon.AddSeconds(9), End = CallEnd.ReleasedByAgent };

        Assert.Equal([FigureOf.Number, FigureOf.CallSite, FigureOf.Peak], Facts.OfCall(call).Select(one => one.Of).Distinct());
        Assert.Equal([FigureOf.Peak], Facts.OfCall(call with { IsOutbound = true }).Select(one => one.Of).Distinct());
    }

    [Fact]
    public void Each_state_of_a_shift_has_a_figure_of_its_own()
    {
        var figures = Enum.GetValues<AgentActivity>().Where(state => state != AgentActivity.SignedOut)
            .Select(state => Facts.Of(new AgentInterval("t", "1001", 1, state, null, null, null, Noon, Noon.AddSeconds(9))).Single(one => one.Of == FigureOf.Agent).Figure).ToList();

        Assert.Equal(figures.Distinct(), figures);
    }

    [Theory]
    [InlineData("by-second", 0, 1)]
    [InlineData("by-second", 1_001, 2)]
    [InlineData("by-6-seconds", 6_000, 6)]
    [InlineData("by-6-seconds", 6_001, 12)]
    [InlineData("30-then-6", 1, 30)]
    [InlineData("30-then-6", 30_001, 36)]
    [InlineData("60-then-6", 66_000, 66)]
    [InlineData("by-minute", 60_001, 120)]
    public void A_contract_charges_its_first_step_and_then_whole_steps(string rounding, long milliseconds, long seconds) =>
        Assert.Equal(seconds * 1_000, Billing.Roundings.Single(one => one.Id == rounding).Of(milliseconds));

    [Fact]
    public void A_stretch_of_dialing_is_handling_and_no_fault_of_the_phone()
    {
        var set = new FigureSet();
        foreach (var part in Facts.Of(new AgentInterval("t", "1001", 1, AgentActivity.Dialing, null, null, null, Noon, Noon.AddSeconds(9))))
        {
            set.Add(part.Figure, part.Amount);
        }

        Assert.Equal((9_000, 9_000, 0), (Value("time-dialing"), Value("time-handling"), Value("time-error")));

        double Value(string measure) => Measures.ById[measure].Of(new Reading(set))!.Value;
    }
}
