using System.Text;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Tests;

/// <summary>What every place for snapshots must do, whatever it is made of.</summary>
public abstract class SnapshotsContract : IDisposable
{
    private static readonly ActorId Sales = ActorId.Queue("t", "sales");
    private static readonly ActorId Support = ActorId.Queue("t", "support");

    /// <summary>To the last tick that a time can have.</summary>
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    public abstract void Dispose();

    /// <summary>Another process's way to the same place.</summary>
    protected abstract ISnapshots Open();

    [Fact]
    public async Task What_was_kept_is_read_back_whole_by_everybody()
    {
        var written = Snapshot.Of(Sales, 7, 2, Time, Encoding.UTF8.GetBytes("{}"));
        await Open().Write(written, default);

        var read = (await Open().Read(Sales, default)).Snapshot!;

        Assert.Equal((Sales, 7L, 2, Time), (read.Stream, read.Version, read.Contract, read.LastTime));
        Assert.Equal("{}", Encoding.UTF8.GetString(read.Body.Span));
        Assert.True(read.IsWhole);
    }

    [Fact]
    public async Task Of_a_stream_without_one_nothing_is_found()
    {
        var snapshots = Open();
        await snapshots.Write(Of(Sales, 7, 1, "a"), default);

        Assert.Null((await snapshots.Read(Support, default)).Snapshot);
    }

    [Theory]
    [InlineData(8, 1, true)]
    [InlineData(7, 2, true)]
    [InlineData(7, 1, false)]
    [InlineData(6, 1, false)]
    [InlineData(6, 2, false)]
    public async Task Only_a_higher_version_or_the_same_under_a_newer_contract_replaces_it(long version, int contract, bool replaces)
    {
        var snapshots = Open();
        await snapshots.Write(Of(Sales, 7, 1, "a"), default);
        await snapshots.Write(Of(Support, 9, 1, "c"), default);

        await snapshots.Write(Of(Sales, version, contract, "b"), default);

        Assert.Equal(replaces ? "b" : "a", await Text(snapshots, Sales));
        Assert.Equal("c", await Text(snapshots, Support));
    }

    [Fact]
    public async Task A_large_one_is_kept_like_a_small_one()
    {
        var snapshots = Open();
        await snapshots.Write(Of(Sales, 1, 1, new string('x', 5_000_000)), default);

        Assert.True((await snapshots.Read(Sales, default)).Snapshot is { IsWhole: true, Body.Length: 5_000_000 });
    }

    [Fact]
    public void One_that_was_changed_in_any_part_is_not_whole()
    {
        var whole = Of(Sales, 7, 1, "a");

        Assert.True(whole.IsWhole);
        Assert.False((whole with { Body = Encoding.UTF8.GetBytes("b") }).IsWhole);
        Assert.False((whole with { Stream = Support }).IsWhole);
        Assert.False((whole with { Version = 8 }).IsWhole);
        Assert.False((whole with { Contract = 2 }).IsWhole);
        Assert.False((whole with { LastTime = Time.AddTicks(1) }).IsWhole);
    }

    private static Snapshot Of(ActorId stream, long version, int contract, string body) => Snapshot.Of(stream, version, contract, Time, Encoding.UTF8.GetBytes(body));

    private static async Task<string> Text(ISnapshots snapshots, ActorId stream) => Encoding.UTF8.GetString((await snapshots.Read(stream, default)).Snapshot!.Body.Span);
}
