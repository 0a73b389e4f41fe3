using System.Diagnostics;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>The shift begins: 10,000 agents sign in within ten seconds, and 2,000 calls wait. Each sign-in asks its phone, and tells its queue when that answers.</summary>
internal static class StormBench
{
    private const int Agents = 10_000;
    private const int Waiting = 2_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    public static async Task Run(Report report)
    {
        report.Table(
            ["queues", "all signed in after s", "offered", "p50 ms", "p99 ms", "p99.9 ms"],
            [await Row(report, queues: 1), await Row(report, queues: 10)]);
        report.Say($"{Agents:N0} agents told to go ready, one each millisecond, and {Waiting:N0} calls wait: from the telling to the reservation, durable; the first {Waiting:N0} get one, the others wait for calls. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(Report report, int queues)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        var floor = new Floor("s", Agents, queues, Waiting, 0);
        await floor.WriteSignedOut(store, store.Epoch);
        await using var center = await RoutedCenter.Start(store, refills: false);
        await center.Open(floor);
        var (times, began) = (new Latencies(), Stopwatch.GetTimestamp());
        var ready = new List<Task>();
        for (var agent = 0; agent < Agents; agent++)
        {
            while (Length * agent / Agents is var due && Stopwatch.GetElapsedTime(began) is var now && now < due)
            {
                await Task.Delay(due - now);
            }

            ready.Add(center.GoReady(floor.Agent(agent), times));
        }

        await Task.WhenAll(ready);
        var signedIn = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await RoutedCenter.Settled(() => center.Reserved >= Waiting);
        if (center.Reserved != Waiting || center.Strays > 0)
        {
            report.Fail($"{center.Reserved} of {Waiting} calls were offered, {center.Strays} to agents who were not free");
        }

        return [$"{queues}", $"{signedIn:F1}", $"{center.Reserved}", $"{times.At(0.5):F2}", $"{times.At(0.99):F2}", $"{times.At(0.999):F2}"];
    }
}
