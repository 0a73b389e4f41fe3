using System.Globalization;
using System.Text.Json;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Reports;

/// <summary>Every figure is held against a plain reading of the events (<see cref="PlainFacts"/>), interval by interval in local time.</summary>
public sealed class ReportTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static async Task Tell(Center center, Days days)
    {
        foreach (var (stream, e) in days.Events)
        {
            center.Journal.Append(stream, e);
        }

        await Shown(center);
    }

    private static async Task Shown(Center center)
    {
        foreach (var (shard, position) in center.Journal.Heads())
        {
            Assert.True(await center.Services.GetRequiredService<ViewHead>().Reaches(new Position(shard, position), Center.Patience, TimeProvider.System, CancellationToken.None));
        }
    }

    /// <summary>A report's rows by subject and local beginning, each with its values by measure.</summary>
    private static async Task<Dictionary<(string Subject, DateTimeOffset From), Dictionary<string, double?>>> Rows(Center center, string path)
    {
        var report = await center.Get($"/api/v1/reports/{path}");
        var ids = report.GetProperty("measures").EnumerateArray().Select(measure => measure.GetProperty("id").GetString()!).ToList();
        return report.GetProperty("rows").EnumerateArray().ToDictionary(
            row => (row.GetProperty("subject").GetString()!, row.GetProperty("from").GetDateTimeOffset()),
            row => ids.Zip(row.GetProperty("values").EnumerateArray()).ToDictionary(pair => pair.First, pair => pair.Second.ValueKind == JsonValueKind.Null ? (double?)null : pair.Second.GetDouble()));
    }

    private static void Equal(double? expected, double? seen, string what) =>
        Assert.True(expected is null ? seen is null : seen is not null && Math.Abs(expected.Value - seen.Value) < 1e-6, $"{what}: expected {expected}, report says {seen}");

    /// <summary>Clocks go back at the end of the range and forward at its beginning; intervals meet in the middle of waits, talks and wrap-ups.</summary>
    [Theory]
    [InlineData(1, "2026-10-24T06:00Z", 54, "day", "2026-10-24", "2026-10-27")]
    [InlineData(2, "2026-03-28T06:00Z", 50, "day", "2026-03-28", "2026-03-31")]
    [InlineData(3, "2026-10-24T20:00Z", 12, "hour", "2026-10-24", "2026-10-26")]
    [InlineData(4, "2026-10-24T20:00Z", 9, "quarter-hour", "2026-10-24T20:15", "2026-10-25T12:30")]
    public async Task Queues_in_each_local_interval_are_what_the_events_say(int seed, string begins, int hours, string interval, string from, string to)
    {
        var start = DateTimeOffset.Parse(begins, CultureInfo.InvariantCulture);
        var days = new Days("demo", seed, start, start.AddHours(hours), 120);
        var facts = PlainFacts.Of(days.Events);
        await using var center = await Center.Start();
        await Tell(center, days);

        foreach (var attribution in new[] { "cohort", "event" })
        {
            var rows = await Rows(center, $"queues?from={from}&to={to}&zone=Europe/Berlin&interval={interval}&attribution={attribution}&measures=entered,refused,answered,answered-within,abandoned,short,overflowed,withdrawn,service-level,abandonment-rate,asa,average-queue-time,longest-wait,segments,aht,time-talk,time-hold,time-wrap-up,transferred,offers,offers-missed");
            Assert.NotEmpty(rows);
            foreach (var ((queue, begin), values) in rows)
            {
                var end = Next(begin, interval);
                bool In(DateTimeOffset at) => at >= begin && at < end && at >= Local(from) && at < Local(to);
                var own = facts.Stays.Where(stay => stay.Queue == queue).ToList();
                var entered = own.Where(stay => !stay.AtDoor && In(stay.Entered)).ToList();
                var left = own.Where(stay => !stay.AtDoor && In(attribution == "cohort" ? stay.Entered : stay.Left)).ToList();
                var (answered, abandoned) = (left.Where(stay => stay.End == StayEnd.Answered).ToList(), left.Where(stay => stay.End == StayEnd.AbandonedWaiting).ToList());
                var within = answered.Count(stay => stay.WaitMs <= (queue == "sales" ? 20_000 : 15_000));
                var (shorts, overflowed) = (abandoned.Count(stay => stay.WaitMs <= 5_000), left.Count(stay => stay.End == StayEnd.OverflowedToQueue));
                var what = $"{queue} {begin:O} {attribution}";
                Equal(entered.Count, values["entered"], $"{what} entered");
                Equal(own.Count(stay => stay.AtDoor && In(stay.Entered)), values["refused"], $"{what} refused");
                Equal(answered.Count, values["answered"], $"{what} answered");
                Equal(within, values["answered-within"], $"{what} within");
                Equal(abandoned.Count, values["abandoned"], $"{what} abandoned");
                Equal(shorts, values["short"], $"{what} short");
                Equal(overflowed, values["overflowed"], $"{what} overflowed");
                Equal(left.Count(stay => stay.End == StayEnd.Withdrawn), values["withdrawn"], $"{what} withdrawn");
                Equal(Part(within, answered.Count + abandoned.Count - shorts + overflowed), values["service-level"], $"{what} service level");
                Equal(Part(abandoned.Count - shorts, entered.Count - shorts), values["abandonment-rate"], $"{what} abandonment");
                Equal(Part(answered.Sum(stay => stay.WaitMs), answered.Count), values["asa"], $"{what} asa");
                Equal(Part(left.Sum(stay => stay.WaitMs), left.Count), values["average-queue-time"], $"{what} queue time");
                Equal(left.Count > 0 ? left.Max(stay => stay.WaitMs) : null, values["longest-wait"], $"{what} longest");
                var segments = facts.Segments.Where(segment => segment.Queue == queue && In(segment.At)).ToList();
                Equal(segments.Count, values["segments"], $"{what} segments");
                Equal(Part(segments.Sum(one => one.TalkMs + one.HoldMs + one.WrapUpMs), segments.Count), values["aht"], $"{what} aht");
                Equal(segments.Sum(one => one.TalkMs), values["time-talk"], $"{what} talk");
                Equal(segments.Sum(one => one.HoldMs), values["time-hold"], $"{what} hold");
                Equal(segments.Sum(one => one.WrapUpMs), values["time-wrap-up"], $"{what} wrap-up");
                Equal(segments.Count(one => one.End == SegmentEnd.Transferred), values["transferred"], $"{what} transferred");
                var offers = facts.Offers.Where(offer => offer.Queue == queue && In(offer.At)).ToList();
                Equal(offers.Count, values["offers"], $"{what} offers");
                Equal(offers.Count(offer => offer.End == OfferEnd.Missed), values["offers-missed"], $"{what} missed");
            }

            // No row is missing: what is in none of them is not in the range.
            Assert.Equal(facts.Stays.Count(stay => !stay.AtDoor && stay.Entered >= Local(from) && stay.Entered < Local(to)), rows.Values.Sum(values => values["entered"]));
            Assert.Equal(facts.Segments.Count(segment => segment.At >= Local(from) && segment.At < Local(to)), rows.Values.Sum(values => values["segments"]));
        }
    }

    [Theory]
    [InlineData(5, "agents")]
    [InlineData(6, "teams")]
    public async Task Agents_and_teams_are_what_the_events_say(int seed, string by)
    {
        var start = new DateTimeOffset(2026, 10, 24, 6, 0, 0, TimeSpan.Zero);
        var days = new Days("demo", seed, start, start.AddHours(48), 150);
        var facts = PlainFacts.Of(days.Events);
        await using var center = await Center.Start();
        await Tell(center, days);

        var rows = await Rows(center, $"{by}?from=2026-10-24&to=2026-10-28&zone=Europe/Berlin&interval=day&measures=segments,att,average-hold,acw,transfer-rate,offers,offers-missed,non-response,time-signed-in,time-ready,time-not-ready,time-ringing,time-talking,time-holding,time-wrapping-up,occupancy");
        foreach (var ((subject, begin), values) in rows)
        {
            var end = Next(begin, "day");
            var segments = facts.Segments.Where(one => (by == "agents" ? one.Agent : one.Team) == subject && one.At >= begin && one.At < end).ToList();
            var offers = facts.Offers.Where(one => (by == "agents" ? one.Agent : one.Team) == subject && one.At >= begin && one.At < end).ToList();
            var what = $"{subject} {begin:O}";
            Equal(segments.Count, values["segments"], $"{what} segments");
            Equal(Part(segments.Sum(one => one.TalkMs), segments.Count), values["att"], $"{what} att");
            Equal(Part(segments.Sum(one => one.HoldMs), segments.Count), values["average-hold"], $"{what} hold");
            Equal(Part(segments.Sum(one => one.WrapUpMs), segments.Count), values["acw"], $"{what} acw");
            Equal(Part(segments.Count(one => one.End == SegmentEnd.Transferred), segments.Count), values["transfer-rate"], $"{what} transfers");
            Equal(offers.Count, values["offers"], $"{what} offers");
            Equal(Part(offers.Count(one => one.End == OfferEnd.Missed), offers.Count), values["non-response"], $"{what} non-response");
            if (by == "teams")
            {
                continue;
            }

            double Time(params string[] states) => facts.Stretches.Where(one => one.Agent == subject && states.Contains(one.What))
                .Sum(one => Math.Max(0, (Min(one.To, end) - (one.From > begin ? one.From : begin)).TotalMilliseconds));
            Equal(Time("ready", "not-ready", "ringing", "talking", "holding", "wrapping-up"), values["time-signed-in"], $"{what} signed in");
            foreach (var state in new[] { "ready", "not-ready", "ringing", "talking", "holding", "wrapping-up" })
            {
                Equal(Time(state), values[$"time-{state}"], $"{what} {state}");
            }

            var handling = Time("ringing", "talking", "holding", "wrapping-up");
            Equal(Part(handling, handling + Time("ready")), values["occupancy"], $"{what} occupancy");
        }

        Assert.Equal(facts.Segments.Count, rows.Values.Sum(values => values["segments"]));
        Assert.Equal(facts.Stretches.Sum(one => (one.To - one.From).TotalMilliseconds), rows.Values.Sum(values => values["time-signed-in"])!.Value, 1e-3);
    }

    [Fact]
    public async Task Calls_of_numbers_are_counted_once_however_many_queues_they_saw()
    {
        var start = new DateTimeOffset(2026, 10, 24, 6, 0, 0, TimeSpan.Zero);
        var days = new Days("demo", 7, start, start.AddHours(30), 150);
        var facts = PlainFacts.Of(days.Events);
        await using var center = await Center.Start();
        await Tell(center, days);

        foreach (var ((number, begin), values) in await Rows(center, "numbers?from=2026-10-24&to=2026-10-28&interval=day&threshold=20&measures=calls,calls-queued,calls-answered,calls-abandoned,calls-refused,calls-answer-rate,calls-service-level,calls-asa,calls-longest-wait"))
        {
            var calls = facts.Calls.Where(call => call.Number == number && call.Arrived >= begin && call.Arrived < begin.AddDays(1)).ToList();
            var (queued, answered) = (calls.Where(call => call.WaitMs is not null).ToList(), calls.Where(call => call.IsAnswered).ToList());
            Equal(calls.Count, values["calls"], "calls");
            Equal(queued.Count, values["calls-queued"], "queued");
            Equal(answered.Count, values["calls-answered"], "answered");
            Equal(calls.Count(call => call.End == CallEnd.AbandonedInQueue), values["calls-abandoned"], "abandoned");
            Equal(calls.Count(call => call.End == CallEnd.Refused), values["calls-refused"], "refused");
            Equal(Part(answered.Count, queued.Count), values["calls-answer-rate"], "answer rate");
            Equal(Part(answered.Count(call => call.WaitMs <= 20_000), queued.Count), values["calls-service-level"], "service level");
            Equal(Part(answered.Sum(call => call.WaitMs!.Value), answered.Count), values["calls-asa"], "asa");
            Equal(queued.Max(call => call.WaitMs), values["calls-longest-wait"], "longest");
        }
    }

    [Fact]
    public async Task Sums_are_the_same_whatever_they_are_by_and_however_long_the_intervals_are()
    {
        var start = new DateTimeOffset(2026, 3, 27, 6, 0, 0, TimeSpan.Zero);
        var days = new Days("demo", 8, start, start.AddHours(60), 150);
        await using var center = await Center.Start();
        await Tell(center, days);
        await center.Stop();
        await center.StartAgain();

        const string Range = "from=2026-03-26&to=2026-04-02&zone=Asia/Kolkata";
        const string Sums = "segments,transferred,time-talk,time-hold,time-wrap-up,offers,offers-answered,offers-missed";
        var totals = new List<string>();
        foreach (var by in new[] { "queues", "agents", "teams", "queue-agents", "tenant" })
        {
            foreach (var interval in new[] { "quarter-hour", "half-hour", "hour", "day", "week", "month", "total" })
            {
                var report = await center.Get($"/api/v1/reports/{by}?{Range}&interval={interval}&measures={Sums}");
                totals.Add(report.GetProperty("total").GetRawText());
                var sums = Enumerable.Range(0, 8).Select(at => report.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("values")[at].GetDouble()));
                Assert.Equal(report.GetProperty("total").EnumerateArray().Select(value => value.GetDouble()), sums);
            }
        }

        Assert.Single(totals.Distinct());
    }

    [Fact]
    public async Task Thresholds_that_were_not_set_then_can_be_asked_of_the_past()
    {
        var start = new DateTimeOffset(2026, 10, 24, 6, 0, 0, TimeSpan.Zero);
        var days = new Days("demo", 9, start, start.AddHours(10), 120);
        var facts = PlainFacts.Of(days.Events);
        await using var center = await Center.Start();
        await Tell(center, days);

        foreach (var (threshold, shortest) in new[] { (1, 1), (7, 3), (30, 10), (120, 60), (600, 90) })
        {
            var report = await center.Get($"/api/v1/reports/tenant?from=2026-10-24&to=2026-10-26&threshold={threshold}&short={shortest}&measures=answered-within,short");
            Assert.Equal(
                [facts.Stays.Count(stay => stay.End == StayEnd.Answered && stay.WaitMs <= threshold * 1000), facts.Stays.Count(stay => stay.End == StayEnd.AbandonedWaiting && stay.WaitMs <= shortest * 1000)],
                report.GetProperty("total").EnumerateArray().Select(value => (int)value.GetDouble()));
        }
    }

    [Fact]
    public async Task A_state_that_lasts_is_in_the_report_up_to_the_moment_that_it_is_complete_to()
    {
        await using var center = await Center.Start();
        var told = new Told("demo", DateTimeOffset.UtcNow.AddHours(-3));
        await center.Tell(ActorIdOf("demo"), told.Configured());
        await center.Tell(told.Agent("1001"), told.Ready("1001"));

        var now = DateTimeOffset.UtcNow;
        var report = await center.Get($"/api/v1/reports/agents?from={now.AddDays(-1):yyyy-MM-dd}&to={now.AddDays(1):yyyy-MM-dd}&measures=time-ready,time-not-ready,sign-ins");
        var completeUpTo = report.GetProperty("completeUpTo").GetDateTimeOffset();

        Assert.InRange(completeUpTo, now.AddSeconds(-10), now.AddSeconds(30));
        var values = report.GetProperty("total").EnumerateArray().Select(value => value.GetDouble()).ToList();
        Assert.Equal((completeUpTo - told.At(2)).TotalMilliseconds, values[0], 2.0);
        Assert.Equal([1_000.0, 1.0], values[1..].Select(value => Math.Round(value / 10) * 10 == 1_000 ? 1_000.0 : value));
    }

    [Theory]
    [InlineData("from=2026-13-01", "query:from")]
    [InlineData("from=2026-03-01T08:10", "query:from")]
    [InlineData("from=2026-03-02&to=2026-03-01", "query:to")]
    [InlineData("from=2026-03-01&to=2028-03-01", "query:to")]
    [InlineData("zone=Europe/Atlantis", "query:zone")]
    [InlineData("from=2026-01-01&to=2026-03-01&interval=quarter-hour", "query:interval")]
    [InlineData("measures=calls", "query:measures")]
    [InlineData("measures=happiness", "query:measures")]
    [InlineData("threshold=12.5", "query:threshold")]
    [InlineData("day-start=00:10", "query:day-start")]
    public async Task What_cannot_be_asked_is_refused_with_where(string query, string where)
    {
        await using var center = await Center.Start();
        await center.Tell(ActorIdOf("demo"), Told.Today("demo").Configured());

        var problem = await center.Get($"/api/v1/reports/queues?{query}", HttpStatusCode.BadRequest);

        Assert.Equal(where, problem.GetProperty("where").GetString());
    }

    private static Actors.ActorId ActorIdOf(string tenant) => Actors.ActorId.Configuration(tenant);

    private static double? Part(double part, double whole) => whole > 0 ? part / whole : null;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Local(string text)
    {
        var local = DateTime.Parse(text, CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, Berlin.GetUtcOffset(local)).ToUniversalTime();
    }

    private static DateTimeOffset Next(DateTimeOffset begin, string interval) => interval switch
    {
        "quarter-hour" => begin.AddMinutes(15),
        "hour" => begin.AddHours(1),
        _ => Local(TimeZoneInfo.ConvertTime(begin, Berlin).Date.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    };
}
