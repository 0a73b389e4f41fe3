using CallCenter.Api.Reports;
using CallCenter.Api.Reports.Schedules;

namespace CallCenter.Api.Tests.Reports.Schedules;

/// <summary>What the rows of scheduled reports keep, wherever they are.</summary>
public abstract class ScheduleRowsContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    internal abstract IScheduleRows Open();

    private static ReportSchedule Form(string id) => new("demo", id, 1)
    {
        Name = id,
        Report = ReportBy.Queues,
        Query = "zone=Asia/Shanghai",
        Period = ReportPeriod.Day,
        At = TimeSpan.FromHours(6),
        Format = ReportFormat.Csv,
        After = Now.AddDays(-1),
        Created = Now,
    };

    private static ReportDelivery Of(int day, int edition = 1, string schedule = "s-1") =>
        new("demo", schedule, Now.AddDays(day), edition) { From = new DateOnly(2026, 3, 1).AddDays(day), To = new DateOnly(2026, 3, 2).AddDays(day), Next = Now.AddDays(day) };

    [Fact]
    public void A_period_is_ordered_once_and_only_while_its_schedule_is_there()
    {
        using var rows = Open();
        Assert.False(rows.Order(Of(0)));
        rows.Add(Form("s-1"));

        Assert.Null(rows.LastDue("demo", "s-1"));
        Assert.True(rows.Order(Of(0)));
        Assert.False(rows.Order(Of(0) with { From = new DateOnly(2020, 1, 1) }));
        Assert.True(rows.Order(Of(1)));
        Assert.True(rows.Order(Of(0, edition: 2)));
        Assert.Equal(Now.AddDays(1), rows.LastDue("demo", "s-1"));
        Assert.Equal(["20260302T0600Z.1", "20260302T0600Z.2"], rows.Ordered(Now, 10).Select(delivery => delivery.Id).Order());
        Assert.Equal(new DateOnly(2026, 3, 1), rows.Ordered(Now, 10)[0].From);
    }

    [Fact]
    public void It_is_made_once_and_what_is_sent_is_kept_only_while_it_waits()
    {
        using var rows = Open();
        rows.Add(Form("s-1"));
        rows.Order(Of(0));
        var made = Of(0) with { Stage = DeliveryStage.Waiting, FileName = "x.csv", CompleteUpTo = Now };

        Assert.True(rows.Made(made, [1, 2, 3]));
        Assert.False(rows.Made(made, [4]));
        Assert.Empty(rows.Ordered(Now, 10));
        Assert.Equal([made], rows.Waiting(Now, 10));
        Assert.Equal([1, 2, 3], rows.Body(made));
        rows.Update(made with { Attempts = 1, Next = Now.AddSeconds(5), Outcome = "no" });
        Assert.Empty(rows.Waiting(Now, 10));
        Assert.Equal("no", rows.Waiting(Now.AddSeconds(5), 10).Single().Outcome);
        Assert.NotNull(rows.Body(made));
        rows.Update(made with { Stage = DeliveryStage.Delivered, Delivered = Now });
        Assert.Null(rows.Body(made));
        Assert.Empty(rows.Waiting(Now.AddDays(1), 10));
        Assert.Equal(DeliveryStage.Delivered, rows.List("demo", "s-1", (DateTimeOffset.MaxValue, 0), 10).Single().Stage);
    }

    [Fact]
    public void They_are_listed_newest_first_and_trimmed_but_for_those_on_their_way()
    {
        using var rows = Open();
        rows.Add(Form("s-1"));
        rows.Add(Form("s-2"));
        rows.Order(Of(0));
        foreach (var day in Enumerable.Range(1, 4))
        {
            rows.Order(Of(day));
            rows.Update(Of(day) with { Stage = day == 2 ? DeliveryStage.Dead : DeliveryStage.Delivered });
        }

        rows.Order(Of(0, schedule: "s-2"));
        Assert.Equal([4, 3, 2, 1, 0], rows.List("demo", "s-1", (DateTimeOffset.MaxValue, 0), 10).Select(delivery => (delivery.Due - Now).Days));
        Assert.Equal([2, 1], rows.List("demo", "s-1", (Now.AddDays(3), 1), 2).Select(delivery => (delivery.Due - Now).Days));
        rows.Trim(2);
        Assert.Equal([4, 3, 0], rows.List("demo", "s-1", (DateTimeOffset.MaxValue, 0), 10).Select(delivery => (delivery.Due - Now).Days));
        rows.Delete("demo", "s-1");
        Assert.Empty(rows.List("demo", "s-1", (DateTimeOffset.MaxValue, 0), 10));
        Assert.Single(rows.Ordered(Now, 10));
        Assert.Equal(["s-2"], rows.Load().Select(schedule => schedule.Id));
    }

    [Fact]
    public void A_revision_is_replaced_once()
    {
        using var rows = Open();
        rows.Add(Form("s-1"));

        Assert.True(rows.Replace(Form("s-1") with { Revision = 2, Name = "first" }));
        Assert.False(rows.Replace(Form("s-1") with { Revision = 2, Name = "second" }));
        Assert.Equal(Form("s-1") with { Revision = 2, Name = "first" }, rows.Load().Single());
    }
}

public sealed class SqliteScheduleRowsTests : ScheduleRowsContract, IDisposable
{
    private readonly Configuration.Folder folder = new();

    internal override IScheduleRows Open() => new SqliteScheduleRows(Path.Combine(folder.Path, SqliteScheduleRows.FileName));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

public sealed class PostgresScheduleRowsTests(Postgres postgres) : ScheduleRowsContract, IDisposable
{
    private Api.Postgres.SharedDatabase? database;

    internal override IScheduleRows Open() => new PostgresScheduleRows(database = Api.Postgres.SharedDatabase.Open(postgres.NewDatabase(), "test"));

    public void Dispose() => database?.Dispose();
}
