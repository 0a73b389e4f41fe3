using System.Diagnostics;
using CallCenter.Actors.Queues;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>The largest queue there may be: what keeping its state costs those who ask it meanwhile, and how it comes back from what was kept.</summary>
internal static class BigSnapshotBench
{
    private static readonly TimeSpan KeptWithin = TimeSpan.FromSeconds(60);
    private static readonly Floor Big = new("b", 50_000, 1, 100_000, 0);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        await Floor.Write(store, store.Epoch, Big);
        var (fromStream, whileKept, kept) = await Keep(store);
        var (began, back, afterwards) = (Stopwatch.GetTimestamp(), 0.0, new Latencies());
        await using (var center = await RoutedCenter.Start(store, store))
        {
            await Probe(center, new Latencies());
            back = Stopwatch.GetElapsedTime(began).TotalSeconds;
            for (var ask = 0; ask < 2_000; ask++)
            {
                await Probe(center, afterwards);
            }
        }

        var snapshot = (await store.Read(Big.Queue(0), CancellationToken.None)).Snapshot;
        if (snapshot is null)
        {
            report.Fail("its state was not kept");
            return;
        }

        report.Table(["one queue, 50,000 agents and 100,000 waiting", ""],
        [
            ["back from its stream alone, s", $"{fromStream:F2}"],
            ["its state, MB", $"{snapshot.Body.Length / 1e6:F1}"],
            ["until it is kept, s", $"{kept:F2}"],
            ["asks of the queue meanwhile: p50 / p99 / longest ms", $"{whileKept.At(0.5):F2} / {whileKept.At(0.99):F2} / {whileKept.At(1):F1}"],
            ["the same when nothing is kept", $"{afterwards.At(0.5):F2} / {afterwards.At(0.99):F2} / {afterwards.At(1):F1}"],
            ["back from its state, s", $"{back:F2}"],
        ]);
        report.Say($"Asks one after the other that change nothing, answered when what they rest on is durable. {Flush.Beside()}.");
    }

    /// <summary>A queue that comes back from a long stream is kept at once.</summary>
    private static async Task<(double FromStream, Latencies While, double Kept)> Keep(SqliteEventStore store)
    {
        var began = Stopwatch.GetTimestamp();
        await using var center = await RoutedCenter.Start(store, store);
        await Probe(center, new Latencies());
        var fromStream = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        var (times, looked) = (new Latencies(), began);
        while (Stopwatch.GetElapsedTime(began) < KeptWithin)
        {
            await Probe(center, times);
            if (Stopwatch.GetElapsedTime(looked) > TimeSpan.FromMilliseconds(50) && center.System.Counters.SnapshotsKept > 0)
            {
                break;
            }
        }

        return (fromStream, times, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task Probe(RoutedCenter center, Latencies into)
    {
        var began = Stopwatch.GetTimestamp();
        await center.Ask(Big.Queue(0), new QueueCommand.ConfirmTold("nothing"));
        into.Add(Stopwatch.GetTimestamp() - began);
    }
}
