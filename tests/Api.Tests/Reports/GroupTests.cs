using System.Globalization;
using System.Text.Json;
using CallCenter.Actors.Queues;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Reports;

/// <summary>Who waits where intervals meet, sites, shifts, trunks and peaks, each against a plain reading of the events.</summary>
public sealed class GroupTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 24, 6, 0, 0, TimeSpan.Zero);

    private static async Task<(Center Center, PlainFacts Facts)> Filled(int seed, int hours = 50, int calls = 220)
    {
        var days = new Days("demo", seed, Start, Start.AddHours(hours), calls);
        var center = await Center.Start();
        foreach (var (stream, e) in days.Events)
        {
            center.Journal.Append(stream, e);
        }

        foreach (var (shard, position) in center.Journal.Heads())
        {
            Assert.True(await center.Services.GetRequiredService<ViewHead>().Reaches(new Position(shard, position), Center.Patience, TimeProvider.System, CancellationToken.None));
        }

        return (center, PlainFacts.Of(days.Events));
    }

    private sealed record Row(string Subject, DateTimeOffset From, DateTimeOffset To, Dictionary<string, double?> Values)
    {
        public double? this[string measure] => Values[measure];

        public bool Has(DateTimeOffset at) => at >= From && at < To;
    }

    private static async Task<(IReadOnlyList<Row> Rows, Row Total)> Report(Center center, string path)
    {
        var report = await center.Get($"/api/v1/reports/{path}");
        var ids = report.GetProperty("measures").EnumerateArray().Select(measure => measure.GetProperty("id").GetString()!).ToList();
        Dictionary<string, double?> Values(JsonElement values) =>
            ids.Zip(values.EnumerateArray()).ToDictionary(pair => pair.First, pair => pair.Second.ValueKind == JsonValueKind.Null ? (double?)null : pair.Second.GetDouble());
        var rows = report.GetProperty("rows").EnumerateArray().Select(row => new Row(
            row.GetProperty("subject").GetString()!, row.GetProperty("from").GetDateTimeOffset(), row.GetProperty("to").GetDateTimeOffset(), Values(row.GetProperty("values")))).ToList();
        return (rows, new Row("", report.GetProperty("from").GetDateTimeOffset(), report.GetProperty("to").GetDateTimeOffset(), Values(report.GetProperty("total"))));
    }

    [Theory]
    [InlineData(21, "zone=Europe/Berlin&interval=quarter-hour&from=2026-10-24T20:00&to=2026-10-25T14:00")]
    [InlineData(22, "zone=Europe/Berlin&interval=day&from=2026-10-24&to=2026-10-28")]
    [InlineData(23, "zone=Asia/Kolkata&interval=hour&day-start=04:00&from=2026-10-24&to=2026-10-28")]
    [InlineData(24, "zone=UTC&interval=total&from=2026-10-24T12:15&to=2026-10-25T09:45")]
    public async Task Carried_in_and_entered_is_left_and_carried_out(int seed, string query)
    {
        var (center, facts) = await Filled(seed);
        await using var _ = center;

        var (rows, total) = await Report(center, $"queues?{query}&attribution=event&measures=carried-in,carried-out,entered,answered,abandoned,overflowed,withdrawn,redirected,refused-after-entry,lost");
        foreach (var row in rows)
        {
            var stays = facts.Stays.Where(stay => stay.Queue == row.Subject && !stay.AtDoor).ToList();
            double At(DateTimeOffset moment) => stays.Count(stay => stay.Entered < moment && stay.Left >= moment);
            Assert.Equal((At(row.From), At(row.To)), (row["carried-in"], row["carried-out"]));
            Assert.Equal(
                row["carried-in"] + row["entered"],
                row["answered"] + row["abandoned"] + row["overflowed"] + row["withdrawn"] + row["redirected"] + row["refused-after-entry"] + row["lost"] + row["carried-out"]);
        }

        Assert.Equal(facts.Stays.Count(stay => !stay.AtDoor && stay.Entered < total.From && stay.Left >= total.From), total["carried-in"]);
        Assert.Equal(facts.Stays.Count(stay => !stay.AtDoor && stay.Entered < total.To && stay.Left >= total.To), total["carried-out"]);
        Assert.True(rows.Count < 20 || rows.Sum(row => row["carried-in"]) > 0, "nobody waited where intervals meet");
    }

    [Fact]
    public async Task Lines_of_trunks_are_rounded_each_for_itself_and_add_up_to_the_records()
    {
        var (center, facts) = await Filled(25);
        await using var _ = center;

        var (rows, total) = await Report(center, "trunks?from=2026-10-24&to=2026-10-28&zone=Europe/Berlin&interval=day&measures=trunk-calls-in,trunk-calls-out,time-trunk-in,time-trunk-in.by-second,time-trunk-in.by-6-seconds,time-trunk-in.30-then-6,time-trunk-in.60-then-6,time-trunk-in.by-minute,peak-channels");
        Assert.Equal(["carrier", "spare"], rows.Select(row => row.Subject).Distinct());
        foreach (var row in rows)
        {
            var lines = facts.Lines.Where(line => line.Trunk == row.Subject && row.Has(line.To)).ToList();
            double Steps(double first, double step) => 1000 * lines.Sum(line => line.Seconds <= first ? first : first + (Math.Ceiling(Math.Round((line.Seconds - first) / step, 6)) * step));
            Assert.Equal(lines.Count, row["trunk-calls-in"]);
            Assert.Equal(0, row["trunk-calls-out"]);
            Assert.Equal(lines.Sum(line => line.Seconds) * 1000, row["time-trunk-in"]!.Value, 0.5);
            Assert.Equal(Steps(1, 1), row["time-trunk-in.by-second"]);
            Assert.Equal(Steps(6, 6), row["time-trunk-in.by-6-seconds"]);
            Assert.Equal(Steps(30, 6), row["time-trunk-in.30-then-6"]);
            Assert.Equal(Steps(60, 6), row["time-trunk-in.60-then-6"]);
            Assert.Equal(Steps(60, 60), row["time-trunk-in.by-minute"]);
            Assert.Equal(Most(row, facts.Lines.Where(line => line.Trunk == row.Subject).Select(line => (line.From, line.To))), row["peak-channels"]);
        }

        Assert.Equal(facts.Lines.Count, total["trunk-calls-in"]);
        var tenant = (await Report(center, "tenant?from=2026-10-24&to=2026-10-28&zone=Europe/Berlin&measures=trunk-calls-in,time-trunk-in,time-trunk-in.by-minute")).Total;
        Assert.Equal((total["time-trunk-in"], total["time-trunk-in.by-minute"]), (tenant["time-trunk-in"], tenant["time-trunk-in.by-minute"]));
    }

    [Theory]
    [InlineData("hour")]
    [InlineData("day")]
    [InlineData("total")]
    public async Task Peaks_are_the_most_at_a_full_minute(string interval)
    {
        var (center, facts) = await Filled(26, calls: 400);
        await using var _ = center;

        var (rows, total) = await Report(center, $"tenant?from=2026-10-24&to=2026-10-28&zone=Europe/Berlin&interval={interval}&measures=peak-calls,peak-seats,peak-channels");
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            Assert.Equal(Most(row, facts.Calls.Select(call => (call.Arrived, call.Ended))), row["peak-calls"]);
            Assert.Equal(Most(row, facts.Stretches.Select(stretch => (stretch.From, stretch.To))), row["peak-seats"]);
            Assert.Equal(Most(row, facts.Lines.Select(line => (line.From, line.To))), row["peak-channels"]);
        }

        Assert.Equal(rows.Max(row => row["peak-calls"]), total["peak-calls"]);
        Assert.Equal(5, total["peak-seats"]);
    }

    [Fact]
    public async Task Sites_are_those_of_the_agents_and_of_the_calls_and_add_up_to_all()
    {
        var (center, facts) = await Filled(27);
        await using var _ = center;

        var (agents, all) = await Report(center, "sites?from=2026-10-24&to=2026-10-28&measures=segments,time-talk,offers,time-signed-in,sign-ins");
        Assert.Equal(["east", "main"], agents.Select(row => row.Subject));
        foreach (var row in agents)
        {
            bool Here(string agent) => Days.IsEast(agent) == (row.Subject == "east");
            Assert.Equal(facts.Segments.Count(segment => Here(segment.Agent)), row["segments"]);
            Assert.Equal(facts.Offers.Count(offer => Here(offer.Agent)), row["offers"]);
            Assert.Equal(facts.Stretches.Where(stretch => Here(stretch.Agent)).Sum(stretch => (stretch.To - stretch.From).TotalMilliseconds), row["time-signed-in"]!.Value, 1e-3);
        }

        var byAgent = (await Report(center, "agents?from=2026-10-24&to=2026-10-28&measures=segments,time-talk,offers,time-signed-in,sign-ins")).Total;
        Assert.Equal(byAgent.Values, all.Values);

        var (calls, sum) = await Report(center, "call-sites?from=2026-10-24&to=2026-10-28&measures=calls,calls-answered,calls-abandoned");
        foreach (var row in calls)
        {
            Assert.Equal(facts.Calls.Count(call => call.Site == row.Subject), row["calls"]);
            Assert.Equal(facts.Calls.Count(call => call.Site == row.Subject && call.IsAnswered), row["calls-answered"]);
        }

        Assert.Equal((await Report(center, "numbers?from=2026-10-24&to=2026-10-28&measures=calls,calls-answered,calls-abandoned")).Total.Values, sum.Values);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-24", "2026-10-27")]
    [InlineData("America/New_York", "2026-10-23", "2026-10-27")]
    [InlineData("Pacific/Auckland", "2026-10-24", "2026-10-28")]
    public async Task Shifts_begin_at_their_local_times_whatever_the_clocks_do(string name, string from, string to)
    {
        var (center, facts) = await Filled(28);
        await using var _ = center;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);

        var (rows, total) = await Report(center, $"queues?from={from}&to={to}&zone={name}&interval=shift&shifts=06:00,14:00,22:00&day-start=06:00&measures=entered,answered,segments");
        foreach (var row in rows)
        {
            Assert.Contains(TimeZoneInfo.ConvertTime(row.From, zone).TimeOfDay.Hours, new[] { 6, 14, 22 });
            Assert.Equal(facts.Stays.Count(stay => stay.Queue == row.Subject && !stay.AtDoor && row.Has(stay.Entered)), row["entered"]);
            Assert.Equal(facts.Segments.Count(segment => segment.Queue == row.Subject && row.Has(segment.At)), row["segments"]);
        }

        Assert.Equal(rows.Sum(row => row["entered"]), total["entered"]);
        Assert.Equal(facts.Stays.Count(stay => !stay.AtDoor && total.Has(stay.Entered)), total["entered"]);
    }

    [Fact]
    public async Task What_lasts_still_is_in_peaks_and_carried_out()
    {
        await using var center = await Center.Start();
        var told = new Told("demo", DateTimeOffset.UtcNow.AddHours(-3));
        await center.Tell(Actors.ActorId.Configuration("demo"), told.Configured());
        await center.Tell(told.Sales, told.QueueConfigured());
        await center.Tell(told.Agent("1001"), told.Ready("1001"));
        await center.Tell(told.Call(1), told.Arrives(1, 10));
        await center.Tell(told.Sales, new QueueEvent.CallQueued(told.At(10), Told.Stay(1), told.Queued(1, 10)));

        var now = DateTimeOffset.UtcNow;
        var range = string.Create(CultureInfo.InvariantCulture, $"from={now.AddDays(-1):yyyy-MM-dd}&to={now.AddDays(1):yyyy-MM-dd}");
        var tenant = (await Report(center, $"tenant?{range}&measures=peak-calls,peak-seats")).Total;
        Assert.Equal((1.0, 1.0), (tenant["peak-calls"], tenant["peak-seats"]));
        var (hours, _) = await Report(center, $"queues?{range}&interval=hour&measures=entered,carried-in,carried-out");
        Assert.Equal(hours.Count - 1, hours.Sum(row => row["carried-in"]));
        Assert.True(hours.Count >= 3);
    }

    /// <summary>At each full minute of the row, how many there are; the most.</summary>
    private static double Most(Row row, IEnumerable<(DateTimeOffset From, DateTimeOffset To)> lasting)
    {
        var all = lasting.ToList();
        return Enumerable.Range(0, (int)(row.To - row.From).TotalMinutes).Select(minute => row.From.AddMinutes(minute)).Max(at => all.Count(one => one.From <= at && one.To > at));
    }
}
