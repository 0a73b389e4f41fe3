using System.Globalization;
using CallCenter.Api.Reports;
using CallCenter.Api.Reports.Schedules;

namespace CallCenter.Api.Tests.Reports.Schedules;

public sealed class DuePeriodTests
{
    private static ReportClock Clock(string zone, string dayStart = "00:00", DayOfWeek weekStart = DayOfWeek.Monday) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.Parse(dayStart, CultureInfo.InvariantCulture), weekStart);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("UTC", "day", "06:00", "2026-03-02T05:59Z", "2026-03-01", "2026-03-02", "2026-03-02T06:00Z")]
    [InlineData("UTC", "day", "06:00", "2026-03-02T06:00Z", "2026-03-02", "2026-03-03", "2026-03-03T06:00Z")]
    [InlineData("UTC", "week", "06:00", "2026-03-02T05:59Z", "2026-02-23", "2026-03-02", "2026-03-02T06:00Z")]
    [InlineData("UTC", "week", "06:00", "2026-03-04T00:00Z", "2026-03-02", "2026-03-09", "2026-03-09T06:00Z")]
    [InlineData("UTC", "month", "06:00", "2026-03-01T05:00Z", "2026-02-01", "2026-03-01", "2026-03-01T06:00Z")]
    [InlineData("UTC", "month", "00:00", "2026-12-31T23:59Z", "2026-12-01", "2027-01-01", "2027-01-01T00:00Z")]
    [InlineData("Asia/Shanghai", "day", "01:00", "2026-03-01T12:00Z", "2026-03-01", "2026-03-02", "2026-03-01T17:00Z")]
    [InlineData("Europe/Berlin", "day", "02:30", "2026-03-28T12:00Z", "2026-03-28", "2026-03-29", "2026-03-29T01:00Z")]
    [InlineData("Europe/Berlin", "day", "02:30", "2026-10-24T12:00Z", "2026-10-24", "2026-10-25", "2026-10-25T00:30Z")]
    public void The_next_period_is_due_behind_its_end_in_local_time(string zone, string period, string at, string after, string from, string to, string due)
    {
        var next = DuePeriod.Next(Clock(zone), Enum.Parse<ReportPeriod>(period, ignoreCase: true), TimeSpan.Parse(at, CultureInfo.InvariantCulture), At(after));

        Assert.Equal((from, to, At(due)), (next.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), next.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), next.Due));
    }

    [Theory]
    [InlineData("Europe/Berlin", "day", "00:00")]
    [InlineData("Europe/Berlin", "day", "04:00")]
    [InlineData("America/New_York", "day", "02:00")]
    [InlineData("Asia/Kolkata", "week", "00:00")]
    [InlineData("Pacific/Apia", "month", "03:00")]
    public void Over_two_years_every_business_day_is_in_exactly_one_period_and_none_is_due_before_its_end(string zone, string word, string dayStart)
    {
        var (clock, period) = (Clock(zone, dayStart, DayOfWeek.Saturday), Enum.Parse<ReportPeriod>(word, ignoreCase: true));
        var last = DuePeriod.Next(clock, period, clock.DayStart, At("2026-01-01T00:00Z"));
        for (var count = 0; last.Due < At("2028-01-01T00:00Z"); count++)
        {
            Assert.True(last.Due >= clock.Begin(last.To));
            var next = DuePeriod.Next(clock, period, clock.DayStart, last.Due);
            Assert.Equal(last.To, next.From);
            Assert.True(next.To > next.From && next.Due > last.Due);
            last = next;
        }
    }

    [Fact]
    public void A_schedule_that_begins_in_the_middle_of_a_week_begins_with_the_next_whole_one()
    {
        var first = DuePeriod.Beginning(Clock("UTC"), ReportPeriod.Week, TimeSpan.FromHours(6), new DateOnly(2026, 3, 4));

        Assert.Equal(new DateOnly(2026, 3, 9), first.From);
        Assert.Equal(new DateOnly(2026, 3, 4), DuePeriod.Beginning(Clock("UTC"), ReportPeriod.Day, TimeSpan.FromHours(6), new DateOnly(2026, 3, 4)).From);
    }

    [Fact]
    public void The_id_of_a_delivery_says_which_it_is()
    {
        var delivery = new ReportDelivery("demo", "s-1", At("2026-03-02T06:15Z"), 3) { From = default, To = default, Next = default };

        Assert.Equal("20260302T0615Z.3", delivery.Id);
        Assert.True(ReportDelivery.TryParse(delivery.Id, out var due, out var edition));
        Assert.Equal((delivery.Due, 3), (due, edition));
        Assert.False(ReportDelivery.TryParse("20260302.3", out _, out _));
    }
}
