using CallCenter.Actors.Reports;

namespace CallCenter.Actors.Tests.Reports;

/// <summary>The formulas of the domain with figures that a person can check by heart.</summary>
public sealed class MeasuresTests
{
    private static readonly FigureSet Day = Filled();

    private static FigureSet Filled()
    {
        var set = new FigureSet();
        foreach (var (figure, amount) in new (Figure, long)[]
        {
            (Figure.Entered, 100), (Figure.Refused, 10), (Figure.Answered, 80), (Figure.AnsweredWithin, 60), (Figure.AbandonedWaiting, 10), (Figure.AbandonedRinging, 2),
            (Figure.ShortAbandoned, 4), (Figure.OverflowedToQueue, 3), (Figure.OverflowedToNumber, 1), (Figure.Withdrawn, 2), (Figure.RefusedAfterEntry, 2),
            (Figure.WaitOfAnswered, 800_000), (Figure.WaitOfAbandoned, 240_000), (Figure.WaitOfOthers, 160_000), (Figure.LongestWait, 95_000),
            (Figure.AnsweredWaits + 8, 50), (Figure.AnsweredWaits + 23, 20), (Figure.AnsweredWaits + 100, 10), (Figure.AbandonedWaits + 13, 3), (Figure.AbandonedWaits + 60, 9),
            (Figure.Segments, 80), (Figure.Transferred, 8), (Figure.Talk, 8_000_000), (Figure.Hold, 800_000), (Figure.WrapUp, 2_400_000),
            (Figure.Offers, 100), (Figure.OffersMissed, 9), (Figure.OffersCallerHungUp, 10), (Figure.OfferTime, 500_000),
            (Figure.Ready, 6_000_000), (Figure.NotReady, 3_000_000), (Figure.Reserved, 100_000), (Figure.Ringing, 500_000), (Figure.Talking, 8_000_000), (Figure.Holding, 800_000),
            (Figure.WrappingUp, 2_400_000), (Figure.Error, 800_000),
        })
        {
            set.Add(figure, amount);
        }

        return set;
    }

    [Theory]
    [InlineData("answer-rate", 80 / 110.0)]
    [InlineData("answer-rate.net", 80 / 106.0)]
    [InlineData("answer-rate.of-entered", 0.8)]
    [InlineData("service-level", 60 / 92.0)]
    [InlineData("service-level.of-answered", 0.75)]
    [InlineData("service-level.of-entered", 0.6)]
    [InlineData("service-level.of-answered-and-abandoned", 60 / 88.0)]
    [InlineData("service-level.with-short", 60 / 96.0)]
    [InlineData("abandonment-rate", 8 / 96.0)]
    [InlineData("abandonment-rate.gross", 0.12)]
    [InlineData("abandonment-rate.asterisk", 0.14)]
    [InlineData("asa", 10_000.0)]
    [InlineData("asa.total-queue-time", 15_000.0)]
    [InlineData("average-queue-time", 12_000.0)]
    [InlineData("average-time-to-abandon", 20_000.0)]
    [InlineData("longest-wait", 95_000.0)]
    [InlineData("att", 100_000.0)]
    [InlineData("average-hold", 10_000.0)]
    [InlineData("acw", 30_000.0)]
    [InlineData("aht", 140_000.0)]
    [InlineData("transfer-rate", 0.1)]
    [InlineData("non-response", 0.09)]
    [InlineData("non-response.without-hang-ups", 0.1)]
    [InlineData("occupancy", 11_800 / 17_800.0)]
    [InlineData("occupancy.without-ringing", 11_200 / 17_200.0)]
    [InlineData("sign-in-availability", 17_800 / 21_600.0)]
    [InlineData("answered-per-hour", 80 / 6.0)]
    public void Each_is_what_its_formula_says(string measure, double expected) => Assert.Equal(expected, Measures.ById[measure].Of(new Reading(Day))!.Value, 1e-9);

    [Fact]
    public void Another_threshold_can_be_asked_about_afterwards()
    {
        var reading = new Reading(Day, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));

        Assert.Equal(70, Measures.ById["answered-within"].Of(reading));
        Assert.Equal(3, Measures.ById["short"].Of(reading));
        Assert.Equal(70 / 93.0, Measures.ById["service-level"].Of(reading)!.Value, 1e-9);
        Assert.Equal(73 / 92.0, Measures.ById["service-level.asterisk-2"].Of(reading)!.Value, 1e-9);
    }

    [Fact]
    public void Nothing_is_no_hundred_percent_and_no_zero_either() =>
        Assert.All(Measures.All.Where(measure => measure.Unit is MeasureUnit.Share or MeasureUnit.PerHour), measure => Assert.Null(measure.Of(new Reading(new FigureSet()))));

    [Fact]
    public void Every_measure_has_one_id_of_its_own_words_and_a_formula()
    {
        var ids = Measures.All.Select(measure => measure.Id).Concat(MissingMeasures.All.Select(measure => measure.Id)).ToList();

        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.Matches("^[a-z][a-z0-9.-]*$", id));
        Assert.All(Measures.All, measure => Assert.True(measure.En.Length > 0 && measure.Zh.Length > 0 && measure.Formula.Length > 0 && measure.Version > 0, measure.Id));
        Assert.All(MissingMeasures.All, measure => Assert.True(measure.Lacks.Length > 0 && measure.Formula.Length > 0, measure.Id));
    }
}
