using System.Diagnostics;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Engine;

/// <summary>Asks that store an event each, answered when it is durable; every caller waits for its answer before it asks again.</summary>
internal static class AskBench
{
    private const int RunCount = 3;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(4);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        await using var system = await Engines.On(store);
        await Measure(system, 256, TimeSpan.FromSeconds(2));
        List<string[]> rows = [];
        foreach (var callers in new[] { 1, 16, 256 })
        {
            rows.Add(await Row(system, callers));
        }

        report.Table(["callers", "asks/s", "p50 / p99 ms", "asks a commit", "CPU µs an ask", "ask p50 : fdatasync p50"], rows);
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s, each caller its own actor. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(ActorSystem system, int callers)
    {
        Runs rate = new(), share = new(), cpu = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var (used, commits) = (Machine.CpuSeconds(), system.Counters.Commits);
            var times = await Measure(system, callers, RunLength);
            cpu.Add((Machine.CpuSeconds() - used) * 1e6 / times.Count);
            share.Add(times.Count / (double)Math.Max(1, system.Counters.Commits - commits));
            rate.Add(times.Count / RunLength.TotalSeconds);
            ratio.Add(times.At(0.5) / flush);
            all.AddAll(times);
        }

        return [$"{callers}", rate.Rate, $"{all}", $"{share.Median:F1}", $"{cpu.Median:F0}", ratio.Cost];
    }

    private static async Task<Latencies> Measure(ActorSystem system, int callers, TimeSpan length)
    {
        var times = new Latencies();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                var start = Stopwatch.GetTimestamp();
                await Engines.Ask(system, number, new PebbleCommand.Count());
                times.Add(Stopwatch.GetTimestamp() - start);
            }
        })));
        return times;
    }
}
