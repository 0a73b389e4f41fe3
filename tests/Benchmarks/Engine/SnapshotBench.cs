using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Snapshots;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Engine;

/// <summary>What a long stream costs when its shard is taken over: the time from the first ask of a started engine to its answer.</summary>
internal static class SnapshotBench
{
    private const int Stream = 200_000;
    private const int Rest = 1_000;
    private const int RunCount = 3;
    private static readonly TimeSpan KeptWithin = TimeSpan.FromSeconds(30);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        var story = new QueueStream(store, store.Epoch);
        await story.Grow(Stream);
        Runs whole = new(), kept = new();
        for (var run = 0; run < RunCount; run++)
        {
            whole.Add(await ComeBack(store, null));
        }

        var first = await ComeBack(store, store, UntilKept);
        await story.Grow(Rest);
        for (var run = 0; run < RunCount; run++)
        {
            kept.Add(await ComeBack(store, store));
        }

        var size = StateForms.Queue.Write(story.State).Length;
        report.Table(["SQLite, one queue", "ms until it answers"],
        [
            [$"its stream alone: {Stream} events, {story.Bytes / 1e6:F1} MB", $"{whole.Median:F0} (best {whole.Least:F0})"],
            [$"the same, and its state is kept from then on", $"{first:F0}"],
            [$"its snapshot of {size / 1e3:F0} kB and {Rest} events more", $"{kept.Median:F0} (best {kept.Least:F0})"],
        ]);
        report.Say($"Median (best) of {RunCount} starts. {story.State.Ended.Recent.Count + story.State.Ended.Former.Count} stays that are over are remembered, {story.State.Stays.Count} wait.");
    }

    private static async Task<double> ComeBack(SqliteEventStore store, ISnapshots? snapshots, Func<ISnapshots, Task>? afterwards = null)
    {
        await using var system = await ActorSystem.Open(new ActorSystemOptions
        {
            Types = [new ActorType<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(ActorKind.Queue, StateForms.Queue)],
            Store = store,
            Snapshots = snapshots,
            Epoch = store.Epoch,
            Clock = store.Clock,
        });
        await system.Start(Engines.NoPorts.Instance);
        var began = Stopwatch.GetTimestamp();
        _ = await system.Actors.Ask(QueueStream.Queue, new QueueCommand.ConfirmTold("nothing"), KeptWithin) as Answer.Answered ?? throw new InvalidOperationException("the queue did not answer");
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await (afterwards?.Invoke(snapshots!) ?? Task.CompletedTask);
        return time;
    }

    private static async Task UntilKept(ISnapshots snapshots)
    {
        var began = Stopwatch.GetTimestamp();
        while ((await snapshots.Read(QueueStream.Queue, CancellationToken.None)).Snapshot is null && Stopwatch.GetElapsedTime(began) < KeptWithin)
        {
            await Task.Delay(10);
        }
    }
}
