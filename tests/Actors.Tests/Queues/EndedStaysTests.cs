using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>What is over is remembered as long as it must be, and no longer than memory allows.</summary>
public sealed class EndedStaysTests
{
    [Fact]
    public void A_stay_is_remembered_for_ten_minutes_and_not_for_ever()
    {
        var ended = new EndedStays().With(Stay("a"), Noon);
        Assert.True(ended.With(Stay("b"), Noon + EndedStays.KeptMin).Contains(Stay("a")));
        Assert.False(ended.With(Stay("b"), Noon + EndedStays.KeptMin).With(Stay("c"), Noon + (2 * EndedStays.KeptMin)).Contains(Stay("a")));
    }

    [Fact]
    public void What_ends_in_the_last_moment_of_a_generation_is_remembered_as_long()
    {
        var last = Noon + EndedStays.KeptMin - TimeSpan.FromTicks(1);
        var ended = new EndedStays().With(Stay("a"), Noon).With(Stay("b"), last).With(Stay("c"), Noon + EndedStays.KeptMin);
        Assert.True(ended.With(Stay("d"), last + EndedStays.KeptMin).Contains(Stay("b")));
    }

    [Fact]
    public void Of_too_many_the_last_are_remembered()
    {
        var ended = new EndedStays();
        for (var number = 0; number < 3 * EndedStays.CountMax; number++)
        {
            ended = ended.With(new StayId($"c{number:D6}", 1), Noon);
        }

        Assert.Equal((EndedStays.CountMax, EndedStays.CountMax), (ended.Recent.Count, ended.Former.Count));
        Assert.All(Enumerable.Range(2 * EndedStays.CountMax, EndedStays.CountMax), number => Assert.True(ended.Contains(new StayId($"c{number:D6}", 1))));
    }

    [Fact]
    public void What_ends_twice_is_remembered_once()
    {
        var ended = new EndedStays().With(Stay("a"), Noon);
        Assert.Same(ended, ended.With(Stay("a"), Noon.AddHours(1)));
    }
}
