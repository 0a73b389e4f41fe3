using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>What a quiet queue feels of a hot one in the same process: 500 calls a second through a queue in which 100,000 wait.</summary>
internal static class NeighbourBench
{
    private const int QuietRate = 20;
    private const int HotRate = 500;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly Floor Quiet = new("q", 100, 1, 1_000, 100);
    private static readonly Floor Hot = new("h", 50_000, 1, 100_000, 2_000);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        await Floor.Write(store, store.Epoch, Quiet, Hot);
        await using var center = await RoutedCenter.Start(store);
        await center.Open(Quiet);
        await center.Open(Hot);
        await center.Load(Quiet, QuietRate, WarmUp);
        await center.Load(Hot, HotRate, WarmUp);
        var alone = await center.Load(Quiet, QuietRate, Length);
        var hot = center.Load(Hot, HotRate, Length);
        var beside = await center.Load(Quiet, QuietRate, Length);
        report.Table(
            ["", "reserved", "p50 ms", "p99 ms"],
            [Row($"quiet queue alone, {QuietRate} calls/s", alone), Row($"beside the hot one", beside), Row($"the hot one, {HotRate} calls/s", await hot)]);
        report.Say($"Beside the hot queue the quiet one's p50 is {beside.At(0.5) / alone.At(0.5):F1} times what it is alone, its p99 {beside.At(0.99) / alone.At(0.99):F1} times. {Flush.Beside()}.");
        if (center.FreeCount + center.Strays > 0)
        {
            report.Fail($"{center.FreeCount} agents were not reserved though calls waited, {center.Strays} were without being free");
        }
    }

    private static string[] Row(string what, Latencies times) => [what, $"{times.Count}", $"{times.At(0.5):F2}", $"{times.At(0.99):F2}"];
}
