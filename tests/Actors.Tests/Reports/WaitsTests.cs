using CallCenter.Actors.Reports;

namespace CallCenter.Actors.Tests.Reports;

public sealed class WaitsTests
{
    [Fact]
    public void Bounds_rise_and_have_every_time_that_people_ask_about()
    {
        Assert.All(Waits.Bounds.Zip(Waits.Bounds.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(Enumerable.Range(1, 120).Concat([150, 180, 240, 300, 600, 900, 1200, 1800, 3600]), seconds => Assert.True(Waits.IsBound(TimeSpan.FromSeconds(seconds)), $"{seconds} s"));
        Assert.False(Waits.IsBound(TimeSpan.FromSeconds(12.5)));
    }

    [Fact]
    public void Histograms_do_not_reach_into_each_other() =>
        Assert.All(new[] { Figure.AnsweredWaits, Figure.AbandonedWaits, Figure.HandleTimes }, histogram => Assert.True(Waits.Of(histogram, long.MaxValue) - histogram < 300));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    [InlineData(5_000, 13)]
    [InlineData(5_001, 14)]
    public void A_time_is_in_the_bucket_whose_bound_it_does_not_pass(long milliseconds, int bucket) => Assert.Equal(bucket, Waits.Bucket(milliseconds));

    [Fact]
    public void How_many_came_within_a_bound_and_percentiles_are_those_of_the_times_themselves()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var times = Enumerable.Range(0, 1 + random.Next(300)).Select(_ => (long)(random.NextDouble() * Math.Pow(10, random.Next(1, 7)))).Order().ToList();
            var parts = new[] { new FigureSet(), new FigureSet() };
            foreach (var time in times)
            {
                parts[random.Next(2)].Add(Waits.Of(Figure.AnsweredWaits, time), 1);
            }

            parts[0].Add(parts[1]);
            var reading = new Reading(parts[0]);
            foreach (var seconds in new[] { 1, 5, 10, 15, 20, 30, 60, 120, 600 })
            {
                Assert.Equal(times.Count(time => time <= seconds * 1000), reading.UpTo(Figure.AnsweredWaits, TimeSpan.FromSeconds(seconds)));
            }

            foreach (var share in new[] { 0.5, 0.9, 0.95 })
            {
                var exact = times[(int)Math.Ceiling(share * times.Count) - 1];
                Assert.Equal(Waits.Bounds[Waits.Bucket(exact)], reading.Percentile(Figure.AnsweredWaits, share));
            }
        }
    }

    [Fact]
    public void Parts_of_a_stretch_add_up_to_it_and_lie_in_their_quarters()
    {
        var from = new DateTimeOffset(2026, 3, 29, 0, 59, 59, 999, TimeSpan.Zero).AddTicks(4_321);
        var to = from.AddHours(3.3);
        var parts = Quarter.Split(from, to).ToList();

        Assert.Equal(to.ToUnixTimeMilliseconds() - from.ToUnixTimeMilliseconds(), parts.Sum(part => part.Milliseconds));
        Assert.Equal(Enumerable.Range(Quarter.Of(from), parts.Count), parts.Select(part => part.Quarter));
        Assert.Equal(Quarter.Of(to), parts[^1].Quarter);
        Assert.Equal(1, parts[0].Milliseconds);
        Assert.All(parts[1..^1], part => Assert.Equal(Quarter.Milliseconds, part.Milliseconds));
    }
}
