using System.Text;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tests.Toys;
using C = CallCenter.Cluster.Tests.Toys.PurseCommand;

namespace CallCenter.Cluster.Tests;

/// <summary>When a state is kept beside its stream, and what becomes of who comes back from it.</summary>
public sealed class SnapshotTests
{
    private const int Page = 4;
    private static readonly NodeOptions Small = new() { SnapshotAfterBytes = 300, LoadPage = Page };
    private readonly World world = new();

    [Fact]
    public void A_stream_that_has_grown_enough_is_kept_as_of_its_last_durable_event()
    {
        var host = Filled(30);

        var kept = Kept()!;
        Assert.InRange(kept.Version, 1, 30);
        Assert.True(kept.IsWhole);
        Assert.Equal(kept.Version, Coins(kept));
        Assert.True(host.Node.Counters.SnapshotsKept > 1);
    }

    [Fact]
    public void What_is_not_durable_is_not_kept()
    {
        var host = world.Start(Small);
        host.Store.Hold();
        for (var coin = 0; coin < 30; coin++)
        {
            host.Ask("anna", new C.Put(1));
        }

        Assert.Null(Kept());
        host.Store.LetGo();
        host.Run();

        Assert.NotNull(Kept());
    }

    [Fact]
    public void Keeping_waits_until_as_much_was_journaled_as_the_last_state_took()
    {
        var host = world.Start(Small with { SnapshotAfterBytes = 1 });
        Snapshot? before = null;
        world.Database.Kept += snapshot =>
        {
            Assert.True(before is null || Journaled(snapshot) - Journaled(before) >= before.Body.Length, $"kept at {snapshot.Version} although it was kept at {before?.Version}");
            before = snapshot;
        };
        for (var number = 0; number < 60; number++)
        {
            host.Ask("anna", new C.PutLater(1, world.Time.GetUtcNow().AddDays(1), number));
        }

        Assert.InRange(host.Node.Counters.SnapshotsKept, 2, 30);

        long Journaled(Snapshot snapshot) => world.Database.Stream(snapshot.Stream).Take((int)snapshot.Version).Sum(item => (long)item.Body.Length);
    }

    [Fact]
    public void Who_comes_back_reads_the_snapshot_and_the_rest()
    {
        Filled(30);
        var version = Kept()!.Version;
        var host = world.Start(Small);

        Assert.Equal(30, host.Coins("anna"));
        Assert.Equal(1, host.Node.Counters.SnapshotsUsed);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("is not used", StringComparison.Ordinal));
        Assert.Equal((30L, version), (host.Resident("anna")!.Latest.Version, Kept()!.Version));
    }

    [Fact]
    public void A_stream_of_one_page_asks_for_none()
    {
        var host = world.Start(Small);
        host.Ask("anna", new C.Put(1));
        world.Database.Keep(Snapshot.Of(PurseBehaviour.Id("anna"), 1, 1, default, Encoding.UTF8.GetBytes("nonsense")));

        var next = world.Start(Small);

        Assert.Equal(1, next.Coins("anna"));
        Assert.DoesNotContain(next.Log.Lines, line => line.Contains("kept state", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("another contract")]
    [InlineData("damaged")]
    [InlineData("no state")]
    [InlineData("above the journal")]
    public void A_snapshot_that_cannot_be_used_is_ignored_and_the_stream_read_whole(string what)
    {
        Filled(30);
        var kept = Kept()!;
        world.Database.Keep(what switch
        {
            "another contract" => Snapshot.Of(kept.Stream, kept.Version + 1, 2, kept.LastTime, kept.Body.ToArray()),
            "above the journal" => Snapshot.Of(kept.Stream, 31, 1, kept.LastTime, kept.Body.ToArray()),
            "damaged" => kept with { Version = kept.Version + 1 },
            _ => Snapshot.Of(kept.Stream, kept.Version + 1, 1, kept.LastTime, Encoding.UTF8.GetBytes("[]")),
        });
        var host = world.Start(Small);

        Assert.Equal(30, host.Coins("anna"));
        Assert.False(host.Resident("anna")!.Snapshot.IsUsed);
        Assert.Contains(host.Log.Lines, line => line.Contains("is not used", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_crashes_over_a_snapshot_is_read_whole()
    {
        Filled(30);
        var kept = Kept()!;
        var nulls = Encoding.UTF8.GetString(kept.Body.Span).Replace("\"Payments\":{}", "\"Payments\":null", StringComparison.Ordinal);
        world.Database.Keep(Snapshot.Of(kept.Stream, kept.Version + 1, 1, kept.LastTime, Encoding.UTF8.GetBytes(nulls)));
        var host = world.Start(Small);

        Assert.Equal(30, host.Coins("anna"));
        Assert.Equal(0, host.Node.Counters.Crashes);
        Assert.Contains(host.Log.Lines, line => line.Contains("crashed", StringComparison.Ordinal));
    }

    /// <summary>A newer program wrote it, went, and comes back: it would take the state for one that its event is in.</summary>
    [Fact]
    public void A_state_that_lacks_an_unknown_event_is_not_kept()
    {
        var anna = PurseBehaviour.Id("anna");
        var shard = ShardHash.ShardOf(anna, World.Shards);
        var unknown = new NewEvent(shard, 1, anna, 1, "FromTheFuture", Encoding.UTF8.GetBytes("{}"));
        world.Database.Append(new AppendBatch([unknown], [], new Dictionary<int, long> { [shard] = world.Database.TakeOver(shard) }));
        Filled(60);

        Assert.Equal(61, world.Database.Stream(anna).Count);
        Assert.Null(Kept());
    }

    [Fact]
    public void A_store_that_keeps_nothing_is_told_once_and_stops_nobody()
    {
        var host = world.Start(Small);
        host.Store.Faults = new Simulation.Store.StoreFaults { SnapshotsLost = 1 };
        Fill(host, 60);

        Assert.Equal(60, host.Coins("anna"));
        Assert.Null(Kept());
        Assert.Single(host.Log.Lines, line => line.Contains("could not be kept", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_above_the_bound_is_not_kept()
    {
        var host = world.Start(Small with { SnapshotBytesMax = 10 });
        Fill(host, 60);

        Assert.Null(Kept());
        Assert.Single(host.Log.Lines, line => line.Contains("too large", StringComparison.Ordinal));
    }

    [Fact]
    public void Time_goes_on_where_the_stream_was_although_its_events_were_not_read()
    {
        world.Time.MoveTo(world.Time.GetUtcNow().AddHours(1));
        Filled(30);
        var host = world.Start(Small);
        host.Coins("anna");

        var lastOfStream = world.Database.Stream(PurseBehaviour.Id("anna")).Max(item => ((PurseEvent)ToyMessages.Instance.Read(item.Tag, item.Body.Span)!).At);
        Assert.Equal(lastOfStream, host.Resident("anna")!.Latest.LastTime);
    }

    private Host Filled(int coins)
    {
        var host = world.Start(Small);
        Fill(host, coins);
        return host;
    }

    private static void Fill(Host host, int coins)
    {
        for (var coin = 0; coin < coins; coin++)
        {
            host.Ask("anna", new C.Put(1));
        }
    }

    private Snapshot? Kept() => world.Database.SnapshotOf(PurseBehaviour.Id("anna"));

    private static int Coins(Snapshot snapshot) => PurseSnapshots.Form.Read(snapshot.Body.Span).Coins;
}
