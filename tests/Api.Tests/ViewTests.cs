using System.Text;
using CallCenter.Actors;
using CallCenter.Api.Journal;
using CallCenter.Api.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Api.Tests;

/// <summary>Views are nothing but what the journal says: whatever way they came about.</summary>
public sealed class ViewTests
{
    private static readonly Told Demo = new("demo", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    /// <summary>A few hours of two tenants, every stream in its own order.</summary>
    private static MemoryJournal Filled()
    {
        var journal = new MemoryJournal(8);
        foreach (var tenant in new[] { Demo, new Told("other", Demo.Start) })
        {
            journal.Append(ActorId.Configuration(tenant.Sales.Tenant), tenant.Configured());
            journal.Append(tenant.Sales, tenant.QueueConfigured());
            foreach (var agent in new[] { "1001", "1002", "1003" })
            {
                journal.Append(tenant.Agent(agent), tenant.Ready(agent));
            }

            for (var call = 1; call <= 60; call++)
            {
                foreach (var (stream, e) in tenant.Served(call, call * 61, $"100{1 + (call % 3)}"))
                {
                    journal.Append(stream, e);
                }
            }

            // One that waited longer than its interval stayed open: a correction.
            const double Later = 7000 + (26 * 3600);
            journal.Append(tenant.Call(98), tenant.Arrives(98, 7000));
            journal.Append(tenant.Sales, new Actors.Queues.QueueEvent.CallQueued(tenant.At(7000), Told.Stay(98), tenant.Queued(98, 7000)));
            journal.Append(tenant.Call(98), new Actors.Calls.CallEvent.QueueLeft(tenant.At(Later), Told.Stay(98), Actors.Queues.StayEnd.AbandonedWaiting));
            journal.Append(tenant.Call(98), new Actors.Calls.CallEvent.CallEnded(tenant.At(Later), Actors.Calls.CallEnd.AbandonedInQueue, null));
            journal.Append(tenant.Sales, new Actors.Queues.QueueEvent.StayEnded(tenant.At(Later), Told.Stay(98), Actors.Queues.StayEnd.AbandonedWaiting, null, null));

            journal.Append(tenant.Call(99), tenant.Arrives(99, 7000));
            journal.Append(tenant.Sales, new Actors.Queues.QueueEvent.CallQueued(tenant.At(7000), Told.Stay(99), tenant.Queued(99, 7000)));
        }

        return journal;
    }

    private static string Folded(IEnumerable<JournalEvent> events, int batch, int restartEach = int.MaxValue)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("callcenter-views-").FullName, "views.db");
        var (store, count) = (ViewStore.Open(file), 0);
        var projection = new Projection(store, TimeProvider.System);
        foreach (var e in events)
        {
            projection.Apply(e);
            if (++count % batch == 0)
            {
                store.Commit(projection.Take());
            }

            if (count % restartEach == 0)
            {
                store.Commit(projection.Take());
                store.Dispose();
                store = ViewStore.Open(file);
                projection = new Projection(store, TimeProvider.System);
            }
        }

        store.Commit(projection.Take());
        store.Dispose();
        var dump = Dump(file);
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return dump;
    }

    private static string Dump(string file)
    {
        using var connection = Sql.Open(file);
        var text = new StringBuilder();
        foreach (var sql in new[]
        {
            "SELECT * FROM checkpoint ORDER BY 1", "SELECT * FROM tenant ORDER BY 1", "SELECT * FROM agent ORDER BY 1, 2", "SELECT * FROM agent_interval ORDER BY 1, 2, 3",
            "SELECT * FROM queue ORDER BY 1, 2", "SELECT * FROM queue_stay ORDER BY 1, 2, 3", "SELECT * FROM queue_day ORDER BY 1, 2, 3", "SELECT * FROM call ORDER BY 1, 2",
            "SELECT * FROM offer ORDER BY 1, 2, 3", "SELECT * FROM segment ORDER BY 1, 2, 3", "SELECT tenant, level, of, start, subject, hex(body) FROM figures ORDER BY 1, 2, 3, 4, 5",
            "SELECT tenant, of, start, subject, number, hex(body) FROM correction ORDER BY 1, 2, 3, 4, 5",
        })
        {
            foreach (var row in Sql.Rows(connection, sql, row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetValue))))
            {
                text.Append(row).Append('\n');
            }
        }

        return text.ToString();
    }

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(7, 50)]
    [InlineData(100_000, 333)]
    public void However_they_are_batched_and_restarted_the_rows_are_the_same_bytes(int batch, int restartEach)
    {
        var events = Filled().All;

        Assert.Equal(Folded(events, 1_000), Folded(events, batch, restartEach));
    }

    [Fact]
    public void Whatever_shard_comes_first_the_rows_are_the_same_bytes()
    {
        var events = Filled().All;
        var expected = Folded(events, 1_000);
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var shards = events.GroupBy(e => e.Shard).Select(shard => new Queue<JournalEvent>(shard)).ToList();
            var mixed = new List<JournalEvent>();
            while (shards.Count > 0)
            {
                var shard = shards[random.Next(shards.Count)];
                mixed.Add(shard.Dequeue());
                shards.RemoveAll(queue => queue.Count == 0);
            }

            Assert.Equal(expected, Folded(mixed, 64));
        }
    }

    [Fact]
    public void A_closed_interval_changes_by_a_correction_that_has_the_number_of_its_event()
    {
        var rows = Folded(Filled().All, 1_000).Split('\n');
        var entered = Actors.Reports.Quarter.Of(Demo.At(7000));
        var left = Filled().All.Where(e => e.Stream.Tenant == "demo").Last(e => e.Tag == "queue_stay_ended");
        var ended = Filled().All.Where(e => e.Stream == Demo.Call(98)).Last();

        Assert.Contains(rows, row => row.StartsWith($"demo|1|{entered}|sales|{left.Shard}:{left.Position}|", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith($"demo|5|{entered}|4000|{ended.Shard}:{ended.Position}|", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith($"demo|9|{entered}|main|{ended.Shard}:{ended.Position}|", StringComparison.Ordinal));
        Assert.Equal(6, rows.Count(row => row.Split('|') is [_, _, _, _, var number, _] && number.Contains(':', StringComparison.Ordinal)));
    }

    [Fact]
    public void A_store_of_another_version_is_made_anew()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("callcenter-views-").FullName, "views.db");
        string generation;
        using (var store = ViewStore.Open(file))
        {
            generation = store.Generation;
        }

        using (var connection = Sql.Open(file))
        {
            Sql.Run(connection, "UPDATE meta SET value = '0' WHERE name = 'version'");
        }

        using (var anew = ViewStore.Open(file))
        {
            Assert.True(anew.IsNew);
            Assert.NotEqual(generation, anew.Generation);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Deleted_views_come_back_as_they_were()
    {
        await using var center = await Center.Start();
        foreach (var group in Filled().All.GroupBy(e => e.Stream))
        {
            center.Journal.Append(group.Key, group.Select(e => Contracts.Read(e.Tag, e.Body.Span)!));
        }

        await center.Until(() => center.Services.GetService(typeof(ViewHead)) is ViewHead head && head.Boards.Configured.Count() == 2);
        var before = await Everything(center);
        await center.Stop();
        SqliteConnection.ClearAllPools();
        File.Delete(center.ViewsFile);
        await center.StartAgain();

        Assert.Equal(before, await Everything(center));
    }

    private static async Task<string> Everything(Center center)
    {
        foreach (var (shard, position) in center.Journal.Heads())
        {
            await center.Get($"/api/v1/queues?tenant=demo&min-position={shard}:{position}");
        }

        var text = new StringBuilder();
        foreach (var list in new[] { "agents", "queues", "calls" })
        {
            text.Append(await center.Get($"/api/v1/{list}?tenant=demo&limit=1000"));
        }

        return text.ToString();
    }
}
