using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Disk;

/// <summary>The same table for every journal: what a batch of 1, 10, 100, 1,000 events costs, beside a flush of the disk in the same run.</summary>
internal static class JournalTable
{
    private const int RunCount = 3;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);

    public static async Task Fill(Report report, IEventStore store, long epoch, string made)
    {
        var writer = new JournalWriter(store, epoch);
        await writer.Write(100, TimeSpan.FromSeconds(1));
        List<string[]> rows = [];
        foreach (var size in new[] { 1, 10, 100, 1_000 })
        {
            rows.Add(await Row(writer, size));
        }

        report.Table(["events a batch", "events/s", "batch p50 / p99 ms", "CPU µs an event", "batch : fdatasync p50"], rows);
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s; events of {JournalWriter.BodyBytes} B; {made}. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(JournalWriter writer, int size)
    {
        Runs rate = new(), cpu = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var before = Machine.CpuSeconds();
            var times = await writer.Write(size, RunLength);
            cpu.Add((Machine.CpuSeconds() - before) * 1e6 / (times.Count * size));
            rate.Add(times.Count * size / RunLength.TotalSeconds);
            ratio.Add(times.At(0.5) / flush);
            all.AddAll(times);
        }

        return [$"{size}", rate.Rate, $"{all}", $"{cpu.Median:F1}", ratio.Cost];
    }
}
