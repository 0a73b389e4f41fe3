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

        Assert.NotEmpty(Facts.OfCall(call));
        Assert.All(Facts.OfCall(call with { IsOutbound = true }), part => Assert.Equal(FigureOf.Peak, part.Of));
    }

    [Fact]
    public void Each_state_of_a_shift_has_a_figure_of_its_own()
    {
        var figures = Enum.GetValues<AgentActivity>().Where(state => state != AgentActivity.SignedOut)
            .Select(state => Facts.Of(new AgentInterval("t", "1001", 1, state, null, null, null, Noon, Noon.AddSeconds(9))).Single(part => part.Of != FigureOf.Peak).Figure).ToList();

        Assert.Equal(figures.Distinct(), figures);
    }

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
