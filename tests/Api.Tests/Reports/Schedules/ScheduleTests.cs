using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Actors;
using CallCenter.Api.Reports.Schedules;
using CallCenter.Api.Tests.Webhooks;
using CallCenter.Api.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Api.Tests.Reports.Schedules;

/// <summary>Reports that deliver themselves, to files and to a real receiver: once for each period, whatever dies.</summary>
public sealed class ScheduleTests
{
    private static readonly WebhookTerms Quick = new()
    {
        Pauses = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)],
        TimeLimit = TimeSpan.FromSeconds(5),
        Networks = [IPNetwork.Parse("127.0.0.0/8")],
    };

    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>With three days of calls behind it.</summary>
    private static async Task<Center> Open()
    {
        var center = await Center.Start(options => options with { Webhooks = Quick });
        var start = new DateTimeOffset(Today.AddDays(-3).ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero);
        var events = new Days("demo", 12, start, start.AddHours(50), 60).Events.ToList();
        foreach (var (stream, e) in events)
        {
            center.Journal.Append(stream, e);
        }

        await center.Tell(ActorId.Configuration("demo"), []);
        return center;
    }

    private static async Task<JsonElement> Add(Center center, object form, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var response = await center.Http.PostAsJsonAsync(new Uri("/api/v1/report-schedules", UriKind.Relative), form);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private static object Form(string first, string format = "csv", string? webhook = null, string query = "zone=UTC&interval=hour&measures=entered,answered") =>
        new { name = "each day", report = "queues", query, period = "day", at = "00:00", format, webhook, first };

    private static string Day(int ago) => Today.AddDays(-ago).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<JsonElement>> Deliveries(Center center, string schedule, Func<IReadOnlyList<JsonElement>, bool> enough)
    {
        using var patience = new CancellationTokenSource(Center.Patience);
        while (true)
        {
            var items = (await center.Get($"/api/v1/report-schedules/{schedule}/deliveries")).GetProperty("items").EnumerateArray().ToList();
            if (enough(items))
            {
                return items;
            }

            center.Services.GetRequiredService<ScheduleBell>().Rung.Fire();
            await center.Services.GetRequiredService<WebhookStore>().Changed.Next.WaitAsync(TimeSpan.FromMilliseconds(50)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static bool AreAll(IReadOnlyList<JsonElement> items, int count, string stage) => items.Count == count && items.All(item => item.GetProperty("stage").GetString() == stage);

    private static string IdOf(JsonElement item) => item.GetProperty("id").GetString()!;

    [Fact]
    public async Task Each_day_since_the_first_is_a_file_with_what_the_report_says_and_a_restart_makes_none_twice()
    {
        await using var center = await Open();
        var id = IdOf(await Add(center, Form(Day(3))));

        var items = await Deliveries(center, id, items => AreAll(items, 3, "delivered"));
        var folder = Path.Combine(center.Folder, "reports", "demo", id);
        var written = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText);
        Assert.Equal(items.Select(item => item.GetProperty("fileName").GetString()!).Order(), written.Keys.Order());
        foreach (var item in items)
        {
            var (from, to) = (item.GetProperty("from").GetString(), item.GetProperty("to").GetString());
            Assert.True(item.GetProperty("completeUpTo").GetDateTimeOffset() >= item.GetProperty("due").GetDateTimeOffset());
            var asked = await (await center.Http.GetAsync(new Uri($"/api/v1/reports/queues?from={from}&to={to}&zone=UTC&interval=hour&measures=entered,answered&format=csv", UriKind.Relative))).Content.ReadAsStringAsync();
            Assert.Equal(WithoutMoment(asked), WithoutMoment(written[item.GetProperty("fileName").GetString()!]));
        }

        var stamps = Directory.GetFiles(folder).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        await center.Stop();
        await center.StartAgain();
        Assert.Equal(items.Select(item => item.GetRawText()), (await Deliveries(center, id, _ => true)).Select(item => item.GetRawText()));
        Assert.Equal(stamps, Directory.GetFiles(folder).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task A_webhook_is_sent_the_report_signed_again_until_it_takes_it_and_then_no_more()
    {
        await using var receiver = await Receiver.Answering(500, 503);
        await using var center = await Open();
        using var made = await center.Http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "bi", url = receiver.Url, types = new[] { "callcenter.report.ready" } });
        var webhook = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement;
        var id = IdOf(await Add(center, Form(Day(1), "json", IdOf(webhook), query: "measures=entered")));

        var items = await Deliveries(center, id, items => AreAll(items, 1, "delivered"));
        var taken = receiver.All;

        Assert.Equal(3, taken.Count);
        Assert.Single(taken.Select(one => Convert.ToHexString(one.Body)).Distinct());
        Assert.Equal([$"rpt_{id}_{IdOf(items[0])}"], taken.Select(one => one.Id).Distinct());
        Assert.All(taken, one => Assert.True(one.IsSignedWith(webhook.GetProperty("secret").GetString()!)));
        var data = taken[0].Event.GetProperty("data");
        Assert.Equal("callcenter.report.ready", taken[0].Type);
        Assert.Equal(items[0].GetProperty("completeUpTo").GetString(), data.GetProperty("completeUpTo").GetString());
        var report = JsonDocument.Parse(Convert.FromBase64String(data.GetProperty("content").GetString()!)).RootElement;
        Assert.Equal("queues", report.GetProperty("by").GetString());
        Assert.Equal(data.GetProperty("from").GetString(), report.GetProperty("from").GetString());
        Assert.Equal(3, items[0].GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task What_was_given_up_can_be_delivered_again_and_is_the_next_edition()
    {
        await using var receiver = await Receiver.Answering(500, 500, 500);
        await using var center = await Open();
        using var made = await center.Http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "bi", url = receiver.Url, types = new[] { "callcenter.report.ready" } });
        var id = IdOf(await Add(center, Form(Day(1), webhook: IdOf(JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement), query: "")));
        var dead = (await Deliveries(center, id, items => AreAll(items, 1, "dead"))).Single();
        Assert.Equal("it answered 500", dead.GetProperty("outcome").GetString());

        using var again = await center.Http.PostAsync(new Uri($"/api/v1/report-schedules/{id}/deliveries/{IdOf(dead)}/again", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var items = await Deliveries(center, id, items => items is [var newest, _] && newest.GetProperty("stage").GetString() == "delivered");

        Assert.Equal([2, 1], items.Select(item => item.GetProperty("edition").GetInt32()));
        Assert.Equal(4, receiver.All.Count);
        Assert.EndsWith(".2.csv", items[0].GetProperty("fileName").GetString(), StringComparison.Ordinal);
        var audit = (await center.Get("/api/v1/audit?tenant=demo")).GetRawText();
        Assert.Contains("deliverReportAgain", audit, StringComparison.Ordinal);
        Assert.Contains("addReportSchedule", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_takes_over_goes_on_from_the_rows_wherever_the_one_before_died()
    {
        await using var center = await Open();
        var id = IdOf(await Add(center, Form(Day(2), query: "")));
        var before = await Deliveries(center, id, items => items.Count >= 2 && AreAll(items, items.Count, "delivered"));
        await center.Stop();

        // As it would lie there: ordered and never made, and made and never sent.
        using (var rows = new SqliteScheduleRows(Path.Combine(center.Folder, SqliteScheduleRows.FileName)))
        {
            var last = rows.List("demo", id, (DateTimeOffset.MaxValue, 0), 10);
            Assert.True(rows.Order(last[0] with { Edition = 2, Stage = DeliveryStage.Ordered, FileName = null }));
            Assert.True(rows.Order(last[1] with { Edition = 2, Stage = DeliveryStage.Ordered, FileName = null }));
            Assert.True(rows.Made(last[1] with { Edition = 2, Stage = DeliveryStage.Waiting, FileName = "kept.csv" }, Encoding.UTF8.GetBytes("as it was made")));
        }

        await center.StartAgain();
        var after = await Deliveries(center, id, items => AreAll(items, before.Count + 2, "delivered"));

        Assert.Equal(before.Select(item => item.GetRawText()), after.Where(item => item.GetProperty("edition").GetInt32() == 1).Select(item => item.GetRawText()));
        Assert.Equal("as it was made", await File.ReadAllTextAsync(Path.Combine(center.Folder, "reports", "demo", id, "kept.csv")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_tried_again_and_then_kept_as_given_up()
    {
        await using var center = await Open();
        await File.WriteAllTextAsync(Path.Combine(center.Folder, "reports"), "a file where the folder should be");

        var id = IdOf(await Add(center, Form(Day(1), query: "")));
        var dead = (await Deliveries(center, id, items => AreAll(items, 1, "dead"))).Single();

        Assert.Equal(3, dead.GetProperty("attempts").GetInt32());
        Assert.NotEqual("", dead.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("zone=Europe/Atlantis", "00:00", "/query")]
    [InlineData("measures=happiness", "00:00", "/query")]
    [InlineData("from=2026-01-01", "00:00", "/query")]
    [InlineData("interval=quarter-hour&interval=day", "00:00", "/query")]
    [InlineData("day-start=04:00", "02:00", "/at")]
    [InlineData("", "06:10", "/at")]
    [InlineData("", "tea time", "/at")]
    public async Task What_could_never_be_delivered_is_refused_with_where(string query, string at, string where)
    {
        await using var center = await Open();

        var problem = await Add(center, new { name = "x", report = "queues", query, period = "month", at }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(where, problem.GetProperty("where").GetString());
        await Add(center, new { name = "x", report = "queues", period = "day", at = "06:00", webhook = "w-none" }, HttpStatusCode.UnprocessableEntity);
        await Add(center, new { name = "x", report = "queues", period = "day", at = "06:00", first = "2020-01-01" }, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task It_is_paused_changed_and_deleted_like_a_webhook_and_no_other_tenant_sees_it()
    {
        await using var center = await Open();
        var made = await Add(center, new { name = "x", report = "agents", period = "week", at = "06:00", paused = true });
        var path = $"/api/v1/report-schedules/{IdOf(made)}";
        Assert.Equal(JsonValueKind.Null, made.GetProperty("nextDue").ValueKind);

        using var change = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(new { name = "y", report = "agents", period = "day", at = "06:00" }) };
        change.Headers.TryAddWithoutValidation("If-Match", "\"7\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await center.Http.SendAsync(change)).StatusCode);
        using var changed = await center.Http.PutAsJsonAsync(new Uri(path, UriKind.Relative), new { name = "y", report = "agents", period = "day", at = "06:00" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.True((await center.Get(path)).GetProperty("nextDue").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-1));

        await center.Tell(ActorId.Configuration("other"), Told.Today("other").Configured());
        using var other = center.Client(await center.TokenFor("other", "administrator"));
        await center.Get(path, HttpStatusCode.NotFound, other);
        using var supervisor = center.Client(await center.TokenFor("demo", "supervisor"));
        await center.Get(path, HttpStatusCode.Forbidden, supervisor);

        using var deleted = await center.Http.DeleteAsync(new Uri($"{path}?tenant=demo", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await center.Get($"{path}?tenant=demo", HttpStatusCode.NotFound);
    }

    /// <summary>Without the column that says up to when it is complete, which goes on.</summary>
    private static IEnumerable<string> WithoutMoment(string csv) => csv.Split("\r\n").Select(line => string.Join(',', line.Split(',').Where((_, at) => at != 5)));
}
