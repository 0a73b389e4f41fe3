using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Disk;

internal static class DiskBench
{
    private const int RunCount = 5;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(2);

    public static Task Run(Report report)
    {
        report.Table(["write and fdatasync of", "p50 ms", "p99 ms", "commits/s", "CPU µs"], new[] { 1, 4, 32 }.Select(Row));
        report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s.");
        return Task.CompletedTask;
    }

    private static string[] Row(int pages)
    {
        Runs middle = new(), tail = new(), rate = new(), cpu = new();
        for (var run = 0; run < RunCount; run++)
        {
            var before = Machine.CpuSeconds();
            var times = Flush.Measure(RunLength, pages);
            cpu.Add((Machine.CpuSeconds() - before) * 1e6 / times.Count);
            middle.Add(times.At(0.5));
            tail.Add(times.At(0.99));
            rate.Add(times.Count / RunLength.TotalSeconds);
        }

        return [$"{pages * 4} KiB", middle.Cost, tail.Cost, rate.Rate, $"{cpu.Median:F0}"];
    }
}
