using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests;

public sealed class SqliteEventStoreTests : EventStoreContract
{
    private readonly string directory = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly List<SqliteEventStore> opened = [];

    public override void Dispose()
    {
        opened.ForEach(store => store.Dispose());
        Directory.Delete(directory, true);
    }

    [Fact]
    public void A_second_process_is_kept_off_the_directory()
    {
        using var first = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System);

        var refused = Assert.Throws<JournalUnusableException>(() => SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System));

        Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_start_has_a_higher_epoch_and_the_shards_of_the_creation()
    {
        using (var first = SqliteEventStore.Open(new SqliteOptions { Directory = directory, Shards = 16 }, TimeProvider.System))
        {
            Assert.Equal((1L, 16), (first.Epoch, first.ShardCount));
        }

        using var second = SqliteEventStore.Open(new SqliteOptions { Directory = directory, Shards = 32 }, TimeProvider.System);
        Assert.Equal((2L, 16), (second.Epoch, second.ShardCount));
    }

    [Fact]
    public async Task Time_starts_where_the_journal_ends_when_the_wall_clock_was_set_back()
    {
        var late = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using (var first = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, new FakeClock(late)))
        {
            await first.Append(Batch(1, Event(1, 1, Anna, 1)), default);
        }

        using var second = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, new FakeClock(late.AddHours(-1)));

        Assert.True(second.Clock.Now >= late);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public async Task A_truncated_file_is_refused_with_guidance(double kept)
    {
        using (var store = SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System))
        {
            await store.Append(Batch(1, [.. Enumerable.Range(1, 2_000).Select(n => Event(1, n, Anna, n))]), default);
        }

        var path = Path.Combine(directory, SqliteOptions.FileName);
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength((long)(file.Length * kept));
        }

        var refused = Assert.Throws<JournalUnusableException>(() => SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System));

        Assert.Contains("restore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        File.WriteAllText(Path.Combine(directory, SqliteOptions.FileName), new string('x', 10_000));

        Assert.Throws<JournalUnusableException>(() => SqliteEventStore.Open(new SqliteOptions { Directory = directory }, TimeProvider.System));
    }

    protected override (IEventStore Store, long Epoch) TakeOver()
    {
        var store = SqliteEventStore.Open(null, new SqliteOptions { Directory = directory, Shards = 8 }, TimeProvider.System, null);
        opened.Add(store);
        return (store, store.Epoch);
    }
}
