using System.Text.Json;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Reports;

/// <summary>From a figure to what it counts, and out again in other forms: the same everywhere.</summary>
public sealed class FactTests
{
    private const string Range = "from=2026-10-24&to=2026-10-27&zone=Europe/Berlin";
    private static readonly DateTimeOffset Start = new(2026, 10, 24, 6, 0, 0, TimeSpan.Zero);

    private static async Task<(Center Center, Days Days)> Filled(int seed)
    {
        var (center, days) = (await Center.Start(), new Days("demo", seed, Start, Start.AddHours(40), 120));
        foreach (var (stream, e) in days.Events)
        {
            center.Journal.Append(stream, e);
        }

        foreach (var (shard, position) in center.Journal.Heads())
        {
            Assert.True(await center.Services.GetRequiredService<ViewHead>().Reaches(new Position(shard, position), Center.Patience, TimeProvider.System, CancellationToken.None));
        }

        return (center, days);
    }

    private static async Task<List<JsonElement>> Facts(Center center, string query)
    {
        var facts = new List<JsonElement>();
        for (string? next = null; ;)
        {
            var page = await center.Get($"/api/v1/reports/facts?{Range}&{query}&limit=7{(next is null ? "" : $"&cursor={next}")}");
            facts.AddRange(page.GetProperty("items").EnumerateArray());
            if ((next = page.GetProperty("next").GetString()) is null)
            {
                return facts;
            }
        }
    }

    [Theory]
    [InlineData("queues", "queue", "entered,refused,answered,answered-within,abandoned,short,overflowed,withdrawn,segments,transferred,offers,offers-answered,offers-missed", "")]
    [InlineData("queues", "queue", "entered,answered,answered-within,abandoned,short,withdrawn", "&attribution=event")]
    [InlineData("queues", "queue", "answered-within,short", "&threshold=7&short=3")]
    [InlineData("agents", "agent", "segments,transferred,offers,offers-answered,offers-missed", "")]
    [InlineData("teams", "team", "segments,transferred,offers,offers-missed", "")]
    [InlineData("numbers", "number", "calls,calls-queued,calls-answered,calls-abandoned,calls-refused", "")]
    public async Task There_are_as_many_facts_as_the_report_says(string by, string filter, string measures, string more)
    {
        var (center, _) = await Filled(11);
        await using var stopped = center;
        var report = await center.Get($"/api/v1/reports/{by}?{Range}&measures={measures}{more}");
        foreach (var row in report.GetProperty("rows").EnumerateArray())
        {
            foreach (var (measure, count) in measures.Split(',').Zip(row.GetProperty("values").EnumerateArray()))
            {
                var facts = await Facts(center, $"measure={measure}&{filter}={row.GetProperty("subject").GetString()}{more}");
                Assert.Equal(count.GetDouble(), facts.Count);
                Assert.Distinct(facts.Select(fact => fact.GetProperty("id").GetString()));
                Assert.Equal(facts.Select(fact => fact.GetProperty("at").GetDateTimeOffset()).Order(), facts.Select(fact => fact.GetProperty("at").GetDateTimeOffset()));
            }
        }

        var call = (await Facts(center, "measure=calls"))[0].GetProperty("call").GetString();
        Assert.Equal(call, (await center.Get($"/api/v1/calls/{call}")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Csv_and_workbook_say_what_the_json_says()
    {
        var (center, _) = await Filled(12);
        await using var stopped = center;
        var report = await center.Get($"/api/v1/reports/queues?{Range}&interval=day");
        var csv = await center.Http.GetStringAsync(new Uri($"/api/v1/reports/queues?{Range}&interval=day&format=csv", UriKind.Relative));
        using var book = await center.Http.GetAsync(new Uri($"/api/v1/reports/queues?{Range}&interval=day&format=xlsx", UriKind.Relative));

        var lines = csv.TrimEnd().Split("\r\n");
        Assert.Equal(report.GetProperty("rows").GetArrayLength() + 1, lines.Length);
        foreach (var (line, row) in lines.Skip(1).Zip(report.GetProperty("rows").EnumerateArray()))
        {
            var cells = line.Split(',');
            Assert.Equal(row.GetProperty("subject").GetString(), cells[0]);
            Assert.Equal(row.GetProperty("from").GetDateTimeOffset(), DateTimeOffset.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(
                row.GetProperty("values").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? "" : value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture)), cells[6..]);
        }

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("queues-20261024-20261026.xlsx", book.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
    }

    /// <summary>The formulas of programs for Asterisk over the log come to the figures of the report.</summary>
    [Fact]
    public async Task The_log_for_programs_of_Asterisk_adds_up_to_the_report()
    {
        var (center, _) = await Filled(13);
        await using var stopped = center;
        var log = (await center.Http.GetStringAsync(new Uri($"/api/v1/reports/queue-log?{Range}", UriKind.Relative))).TrimEnd().Split('\n').Select(line => line.Split('|')).ToList();
        int Lines(string queue, params string[] events) => log.Count(line => line[2] == queue && events.Contains(line[4]));

        Assert.Equal(log.Select(line => long.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture)).Order(), log.Select(line => long.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture)));
        var report = await center.Get($"/api/v1/reports/queues?{Range}&attribution=event&measures=entered,answered,abandoned,overflowed,withdrawn,segments,transferred,offers-missed");
        Assert.Equal(3, report.GetProperty("rows").GetArrayLength());
        foreach (var row in report.GetProperty("rows").EnumerateArray())
        {
            var (queue, values) = (row.GetProperty("subject").GetString()!, row.GetProperty("values").EnumerateArray().Select(value => (int)value.GetDouble()).ToList());
            Assert.Equal(
                [values[0], values[1], values[2], values[3] + values[4], values[5], values[6], values[7]],
                new[]
                {
                    Lines(queue, "ENTERQUEUE"), Lines(queue, "CONNECT"), Lines(queue, "ABANDON"), Lines(queue, "EXITWITHTIMEOUT"), Lines(queue, "COMPLETECALLER", "COMPLETEAGENT", "BLINDTRANSFER"), Lines(queue, "BLINDTRANSFER"),
                    Lines(queue, "RINGNOANSWER"),
                });
        }

        Assert.Equal(15, log.Count(line => line[4] == "ADDMEMBER"));
        Assert.Equal(15, log.Count(line => line[4] == "REMOVEMEMBER"));
        Assert.Equal(log.Count(line => line[4] == "PAUSEALL"), log.Count(line => line[4] == "UNPAUSEALL"));
        Assert.All(log.Where(line => line[4] == "ENTERQUEUE"), line => Assert.InRange(int.Parse(line[7], System.Globalization.CultureInfo.InvariantCulture), 1, 120));
    }
}
