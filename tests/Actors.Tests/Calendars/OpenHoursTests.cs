using CallCenter.Actors.Calendars;

namespace CallCenter.Actors.Tests.Calendars;

/// <summary>When somebody is there: weeks, holidays, working days after all, nights, and clocks that are moved.</summary>
public sealed class OpenHoursTests
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Monday to Friday 9 to 18, Saturday 9 to 12 and 13 to 17, in Shanghai (UTC+8, no summer time).</summary>
    private static readonly Calendar Shanghai = new("Asia/Shanghai")
    {
        Week = [.. Workdays.Select(day => new WeekHours(day, 540, 1080)), new WeekHours(DayOfWeek.Saturday, 540, 720), new WeekHours(DayOfWeek.Saturday, 780, 1020)],
        Holidays = [new DateHours(new DateOnly(2026, 10, 1), 0, 1440), new DateHours(new DateOnly(2026, 12, 31), 720, 1440), new DateHours(new DateOnly(2026, 10, 10), 0, 1440)],
        OpenAlso = [new DateHours(new DateOnly(2026, 10, 10), 540, 1080), new DateHours(new DateOnly(2026, 10, 11), 600, 840)],
    };

    /// <summary>Ten at night to six in the morning, every day.</summary>
    private static readonly Calendar Night = new("Asia/Shanghai")
    {
        Week = [.. Enum.GetValues<DayOfWeek>().Select(day => new WeekHours(day, 22 * 60, 30 * 60))],
        Holidays = [new DateHours(new DateOnly(2026, 10, 1), 0, 1440)],
    };

    [Theory]
    [InlineData("2026-09-28 09:00", true)] // a Monday
    [InlineData("2026-09-28 08:59", false)]
    [InlineData("2026-09-28 17:59", true)]
    [InlineData("2026-09-28 18:00", false)]
    [InlineData("2026-09-26 12:30", false)] // a Saturday, at noon
    [InlineData("2026-09-26 13:00", true)]
    [InlineData("2026-09-27 10:00", false)] // a Sunday
    [InlineData("2026-10-01 10:00", false)] // the national day
    [InlineData("2026-12-31 11:59", true)] // New Year's Eve, until noon
    [InlineData("2026-12-31 12:00", false)]
    [InlineData("2026-10-10 17:30", true)] // a Saturday that is worked after all, though it is among the holidays too
    [InlineData("2026-10-10 12:30", true)]
    [InlineData("2026-10-11 10:00", true)] // a Sunday with hours of its own
    [InlineData("2026-10-11 09:00", false)]
    public void It_is_open_by_local_time(string local, bool open) => Assert.Equal(open, Shanghai.IsOpen(At(local, 8)));

    [Theory]
    [InlineData("2026-09-28 23:00", true)]
    [InlineData("2026-09-29 05:59", true)]
    [InlineData("2026-09-29 06:00", false)]
    [InlineData("2026-10-01 03:00", false)] // the holiday begins at midnight, also for the night before
    [InlineData("2026-10-01 23:00", false)]
    [InlineData("2026-10-02 03:00", false)] // the rest of a night that did not begin
    [InlineData("2026-10-02 23:00", true)]
    public void A_night_belongs_to_its_evening(string local, bool open) => Assert.Equal(open, Night.IsOpen(At(local, 8)));

    [Theory]
    [InlineData("2026-09-28 09:00", "2026-09-28 18:00")]
    [InlineData("2026-12-31 10:00", "2026-12-31 12:00")]
    [InlineData("2026-10-10 10:00", "2026-10-10 18:00")]
    public void It_closes_at_the_end_of_its_hours(string local, string closes) => Assert.Equal(At(closes, 8), Shanghai.ClosesAfter(At(local, 8)));

    [Theory]
    [InlineData("2026-09-28 23:15", "2026-09-29 06:00")]
    [InlineData("2026-09-29 05:59", "2026-09-29 06:00")]
    [InlineData("2026-09-30 23:15", "2026-10-01 00:00")]
    public void A_night_closes_in_the_morning_or_where_a_holiday_begins(string local, string closes) => Assert.Equal(At(closes, 8), Night.ClosesAfter(At(local, 8)));

    [Fact]
    public void Who_is_closed_does_not_close_and_who_is_always_open_does_not_either()
    {
        Assert.Null(Shanghai.ClosesAfter(At("2026-09-27 10:00", 8)));
        Assert.Null(new Calendar("Etc/UTC") { Week = [.. Enum.GetValues<DayOfWeek>().Select(day => new WeekHours(day, 0, 1440))] }.ClosesAfter(At("2026-09-27 10:00", 0)));
    }

    /// <summary>On 2026-03-29 in Berlin 02:00 becomes 03:00, at 01:00 UTC.</summary>
    [Fact]
    public void An_hour_that_the_clock_skips_is_never_open()
    {
        var skipped = Berlin(DayOfWeek.Sunday, 2 * 60, 3 * 60);

        Assert.DoesNotContain(Enumerable.Range(0, 24 * 60), minute => skipped.IsOpen(At("2026-03-29 00:00", 0).AddMinutes(minute)));
    }

    [Fact]
    public void Hours_that_end_in_a_skipped_hour_end_when_the_clock_is_moved() =>
        Assert.Equal(At("2026-03-29 01:00", 0), Berlin(DayOfWeek.Sunday, 60, (2 * 60) + 30).ClosesAfter(At("2026-03-29 00:10", 0)));

    /// <summary>On 2026-10-25 in Berlin 03:00 becomes 02:00, at 01:00 UTC: 02:30 is at 00:30 UTC and again at 01:30 UTC.</summary>
    [Fact]
    public void An_hour_that_comes_twice_is_open_twice()
    {
        var twice = Berlin(DayOfWeek.Sunday, 2 * 60, (2 * 60) + 30);

        Assert.Equal(
            [(0, 30), (60, 90)],
            Spans(minute => twice.IsOpen(At("2026-10-25 00:00", 0).AddMinutes(minute)), 240));
        Assert.Equal(At("2026-10-25 00:30", 0), twice.ClosesAfter(At("2026-10-25 00:10", 0)));
        Assert.Equal(At("2026-10-25 01:30", 0), twice.ClosesAfter(At("2026-10-25 01:10", 0)));
    }

    [Fact]
    public void A_night_in_which_the_clock_is_moved_is_an_hour_shorter_or_longer()
    {
        var night = new Calendar("Europe/Berlin") { Week = [.. Enum.GetValues<DayOfWeek>().Select(day => new WeekHours(day, 22 * 60, 30 * 60))] };

        Assert.Equal(At("2026-03-29 04:00", 0), night.ClosesAfter(At("2026-03-28 21:00", 0)));
        Assert.Equal(At("2026-10-25 05:00", 0), night.ClosesAfter(At("2026-10-24 20:00", 0)));
    }

    [Fact]
    public void A_zone_that_the_machine_does_not_know_counts_as_UTC() =>
        Assert.True(new Calendar("Nowhere/Land") { Week = [new WeekHours(DayOfWeek.Monday, 540, 1080)] }.IsOpen(At("2026-09-28 09:00", 0)));

    /// <summary>Whatever the calendar and the moment: until it closes it is open, and then it is not.</summary>
    [Fact]
    public void The_next_closing_is_the_first_minute_that_is_closed()
    {
        var random = new Random(17);
        for (var round = 0; round < 200; round++)
        {
            var calendar = new Calendar(new[] { "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe" }[random.Next(4)])
            {
                Week = [.. Enum.GetValues<DayOfWeek>().Select(day => (Day: day, From: random.Next(1440))).Select(day => new WeekHours(day.Day, day.From, day.From + random.Next(1, 1440)))],
                Holidays = [new DateHours(new DateOnly(2026, 3, 29), random.Next(600), 600 + random.Next(841))],
            };
            var at = At("2026-03-26 00:00", 0).AddMinutes(random.Next(5 * 1440));
            if (calendar.ClosesAfter(at) is { } closes)
            {
                var minutes = (int)(closes - at).TotalMinutes;
                Assert.All(Enumerable.Range(0, minutes), minute => Assert.True(calendar.IsOpen(at.AddMinutes(minute))));
                Assert.False(calendar.IsOpen(closes));
            }
            else
            {
                Assert.True(!calendar.IsOpen(at) || Enumerable.Range(0, 6 * 1440).All(minute => calendar.IsOpen(at.AddMinutes(minute))));
            }
        }
    }

    private static Calendar Berlin(DayOfWeek day, int from, int to) => new("Europe/Berlin") { Week = [new WeekHours(day, from, to)] };

    private static DateTimeOffset At(string local, int hours) =>
        new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(hours));

    private static IEnumerable<(int From, int To)> Spans(Func<int, bool> open, int minutes)
    {
        int? from = null;
        for (var minute = 0; minute <= minutes; minute++)
        {
            var isOpen = minute < minutes && open(minute);
            if (isOpen && from is null)
            {
                from = minute;
            }
            else if (!isOpen && from is { } began)
            {
                from = null;
                yield return (began, minute);
            }
        }
    }
}
