using CallCenter.Actors.Reports;
using CallCenter.Api.Reports;

namespace CallCenter.Api.Tests.Reports;

public sealed class IntervalsTests
{
    private static ReportClock Clock(string zone, string dayStart = "00:00", DayOfWeek weekStart = DayOfWeek.Monday) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.Parse(dayStart, System.Globalization.CultureInfo.InvariantCulture), weekStart);

    private static Intervals Of(ReportClock clock, DateOnly from, DateOnly to, IntervalLength length) => Intervals.Of(clock.Begin(from), clock.Begin(to), length, clock)!;

    private static double[] Hours(Intervals intervals) => [.. intervals.Bounds.Zip(intervals.Bounds.Skip(1)).Select(pair => (pair.Second - pair.First) / (double)Quarter.PerHour)];

    [Theory]
    [InlineData("Europe/Berlin", 2026, 3, 28, new[] { 24.0, 23, 24 })]
    [InlineData("Europe/Berlin", 2026, 10, 24, new[] { 24.0, 25, 24 })]
    [InlineData("America/New_York", 2026, 3, 7, new[] { 24.0, 23, 24 })]
    [InlineData("Australia/Lord_Howe", 2026, 10, 3, new[] { 24.0, 23.5, 24 })]
    [InlineData("Asia/Kolkata", 2026, 10, 24, new[] { 24.0, 24, 24 })]
    public void Days_are_as_long_as_the_clocks_make_them(string zone, int year, int month, int day, double[] hours)
    {
        var first = new DateOnly(year, month, day);

        Assert.Equal(hours, Hours(Of(Clock(zone), first, first.AddDays(3), IntervalLength.Day)));
    }

    [Theory]
    [InlineData(1, 96, 92, 100)]
    [InlineData(2, 48, 46, 50)]
    [InlineData(4, 24, 23, 25)]
    public void A_day_has_all_its_hours(int quarters, int usual, int spring, int autumn)
    {
        var length = quarters switch { 1 => IntervalLength.QuarterHour, 2 => IntervalLength.HalfHour, _ => IntervalLength.Hour };
        var clock = Clock("Europe/Berlin");

        Assert.Equal(usual, Of(clock, new(2026, 6, 1), new(2026, 6, 2), length).Count);
        Assert.Equal(spring, Of(clock, new(2026, 3, 29), new(2026, 3, 30), length).Count);
        Assert.Equal(autumn, Of(clock, new(2026, 10, 25), new(2026, 10, 26), length).Count);
    }

    [Fact]
    public void Weeks_begin_with_their_day_and_months_with_their_first()
    {
        // 2026-03-01 is a Sunday.
        Assert.Equal([24.0, 7 * 24, 7 * 24], Hours(Of(Clock("UTC"), new(2026, 3, 1), new(2026, 3, 16), IntervalLength.Week)));
        Assert.Equal([7 * 24.0, 7 * 24, 24], Hours(Of(Clock("UTC", weekStart: DayOfWeek.Sunday), new(2026, 3, 1), new(2026, 3, 16), IntervalLength.Week)));
        Assert.Equal([31 * 24.0, 28 * 24, (31 * 24) - 1, 30 * 24], Hours(Of(Clock("Europe/Berlin"), new(2026, 1, 1), new(2026, 5, 1), IntervalLength.Month)));
    }

    [Fact]
    public void A_business_day_begins_when_it_is_said_to()
    {
        var clock = Clock("Asia/Shanghai", "04:00");
        var day = Of(clock, new(2026, 3, 1), new(2026, 3, 3), IntervalLength.Day);

        Assert.Equal(new DateTimeOffset(2026, 2, 28, 20, 0, 0, TimeSpan.Zero), day.From(0));
        Assert.Equal([24.0, 24], Hours(day));
        Assert.Equal(new DateOnly(2026, 2, 28), clock.DayOf(new DateTimeOffset(2026, 2, 28, 19, 59, 59, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 3, 1), clock.DayOf(new DateTimeOffset(2026, 2, 28, 20, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Where the clocks skip midnight, the day begins when they go on.</summary>
    [Fact]
    public void A_day_without_a_midnight_begins_later() =>
        Assert.Equal([24.0, 23, 24], Hours(Of(Clock("Africa/Cairo"), new(2026, 4, 23), new(2026, 4, 26), IntervalLength.Day)));

    [Fact]
    public void Bounds_rise_and_cover_the_range_in_every_zone()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var clock = Clock(zone.Id, "03:15", DayOfWeek.Saturday);
            foreach (var length in new[] { IntervalLength.Hour, IntervalLength.Day, IntervalLength.Week, IntervalLength.Month, IntervalLength.Total })
            {
                var intervals = Of(clock, new(2026, 3, 1), new(2026, 4, 20), length);
                Assert.True(intervals.Bounds.Zip(intervals.Bounds.Skip(1)).All(pair => pair.First < pair.Second), $"{zone.Id} {length}");
                Assert.Equal((clock.Begin(new(2026, 3, 1)), clock.Begin(new(2026, 4, 20))), (intervals.From(0), intervals.To(intervals.Count - 1)));
            }
        }
    }

    [Fact]
    public void Too_many_intervals_are_refused() =>
        Assert.Null(Intervals.Of(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(40), IntervalLength.QuarterHour, Clock("UTC")));
}
