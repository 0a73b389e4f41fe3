using CallCenter.Api.Webhooks;

namespace CallCenter.Api.Tests.Webhooks;

/// <summary>What the rows of webhooks keep, wherever they are.</summary>
public abstract class WebhookRowsContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    internal abstract IWebhookRows Open();

    private static Webhook Form(string tenant, string id) => new(tenant, id, 1) { Name = id, Url = "https://x.example/", Types = ["callcenter.*"], Secret = [1, 2, 3], Created = Now };

    private static Delivery Of(string webhook, string subject, int number) => new(0, ("demo", webhook), $"evt_1_{number}", subject, "callcenter.call.ended", [7], Now) { Next = Now };

    [Fact]
    public void Where_the_first_webhook_begins_is_kept_and_later_ones_do_not_move_it()
    {
        using var rows = Open();

        rows.Add(Form("demo", "a"), new Dictionary<int, long> { [1] = 10 });
        rows.Add(Form("demo", "b"), new Dictionary<int, long> { [1] = 99, [2] = 5 });

        Assert.Equal([new KeyValuePair<int, long>(1, 10)], rows.Positions());
        Assert.Equal(["a", "b"], rows.Load().Select(webhook => webhook.Id));
        Assert.Equal([1, 2, 3], rows.Load()[0].Secret);
    }

    [Fact]
    public void A_revision_is_replaced_once()
    {
        using var rows = Open();
        rows.Add(Form("demo", "a"), new Dictionary<int, long>());

        Assert.True(rows.Replace(Form("demo", "a") with { Revision = 2, Name = "first" }));
        Assert.False(rows.Replace(Form("demo", "a") with { Revision = 2, Name = "second" }));
        Assert.Equal("first", rows.Load().Single().Name);
    }

    [Fact]
    public void Of_each_subject_only_the_first_that_waits_is_due()
    {
        using var rows = Open();
        Assert.True(rows.TryHold("me", TimeSpan.FromMinutes(1)));
        rows.Enqueue("me", [Of("a", "one", 1), Of("a", "one", 2), Of("a", "two", 3), Of("b", "one", 4)], new Dictionary<int, long> { [1] = 4 });

        Assert.Equal([("demo", "a"), ("demo", "b")], rows.DueWebhooks(Now).Order());
        Assert.Empty(rows.DueWebhooks(Now.AddSeconds(-1)));
        var due = rows.Due("demo", "a", Now, 10);
        Assert.Equal(["evt_1_1", "evt_1_3"], due.Select(delivery => delivery.Event));
        rows.Update(due[0] with { Attempts = 1, Next = Now.AddSeconds(5), Outcome = "no" });
        Assert.Equal(["evt_1_3"], rows.Due("demo", "a", Now, 10).Select(delivery => delivery.Event));
        rows.Update(due[0] with { Attempts = 2, IsDead = true, Outcome = "no" });
        Assert.Equal(["evt_1_2", "evt_1_3"], rows.Due("demo", "a", Now, 10).Select(delivery => delivery.Event));
        rows.Remove(rows.Due("demo", "a", Now, 10)[0].Number);
        Assert.Equal(1, rows.Revive("demo", "a", null, Now));
        Assert.Equal(["evt_1_1", "evt_1_3"], rows.Due("demo", "a", Now, 10).Select(delivery => delivery.Event));
        Assert.Equal(2, rows.Waiting()[("demo", "a")]);
        Assert.Equal(Now, rows.NextDue());
        Assert.Equal(4, rows.Positions()[1]);
    }

    [Fact]
    public void What_was_given_up_is_bounded_and_goes_with_its_webhook()
    {
        using var rows = Open();
        rows.TryHold("me", TimeSpan.FromMinutes(1));
        rows.Add(Form("demo", "a"), new Dictionary<int, long>());
        rows.Enqueue("me", [.. Enumerable.Range(1, 5).Select(number => Of("a", "one", number) with { IsDead = true })], new Dictionary<int, long>());

        rows.TrimDead(2);
        Assert.Equal(["evt_1_4", "evt_1_5"], rows.List("demo", "a", dead: true, after: 0, max: 10).Select(delivery => delivery.Event));
        rows.Delete("demo", "a");
        Assert.Empty(rows.List("demo", "a", dead: true, after: 0, max: 10));
    }
}

public sealed class SqliteWebhookRowsTests : WebhookRowsContract, IDisposable
{
    private readonly Configuration.Folder folder = new();

    internal override IWebhookRows Open() => new SqliteWebhookRows(Path.Combine(folder.Path, SqliteWebhookRows.FileName));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}

public sealed class PostgresWebhookRowsTests(Postgres postgres) : WebhookRowsContract, IDisposable
{
    private Api.Postgres.SharedDatabase? database;

    internal override IWebhookRows Open() => new PostgresWebhookRows(database = Api.Postgres.SharedDatabase.Open(postgres.NewDatabase(), "test"));

    public void Dispose() => database?.Dispose();

    [Fact]
    public void One_process_sends_and_one_that_only_believes_so_writes_nothing_down()
    {
        var rows = Open();

        Assert.True(rows.TryHold("one", TimeSpan.FromMinutes(1)));
        Assert.False(rows.TryHold("other", TimeSpan.FromMinutes(1)));
        Assert.True(rows.TryHold("one", TimeSpan.Zero));
        Assert.True(rows.TryHold("other", TimeSpan.FromMinutes(1)));
        Assert.Throws<HolderChangedException>(() => rows.Enqueue("one", [], new Dictionary<int, long> { [1] = 7 }));
        Assert.Empty(rows.Positions());
    }
}
