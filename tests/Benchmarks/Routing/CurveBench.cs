using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Routing;

/// <summary>
/// From "an agent is free" to "reserved for its next call, durably": against agents, queues and calls a second. Calls wait in every queue, two for
/// each agent; so each agent who becomes free is offered the next one.
/// </summary>
internal static class CurveBench
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>Agents, queues, calls a second: a cross section, one floor a row.</summary>
    private static readonly (int Agents, int Queues, int[] Rates)[] Floors =
    [
        (1_000, 10, [1, 50, 200, 500]),
        (5_000, 500, [50, 200, 500]),
        (10_000, 500, [50, 200, 500]),
        (50_000, 10, [50, 200, 500]),
        (50_000, 5_000, [50, 200, 500]),
    ];

    public static async Task Run(Report report)
    {
        var points = new List<CurvePoint>();
        foreach (var (agents, queues, rates) in Floors)
        {
            points.AddRange(await Measure(report, new Floor("a", agents, queues, 2 * agents, Math.Min(agents, Math.Max(queues, 2_000))), rates));
        }

        report.Table(
            ["agents", "queues", "waiting", "calls/s asked for", "reserved", "p50 ms", "p99 ms", "p99.9 ms"],
            [.. points.Select(point => (string[])[$"{point.Floor.Agents:N0}", $"{point.Floor.Queues:N0}", $"{point.Floor.Waiting:N0}", $"{point.Rate}", $"{point.Times.Count}", $"{point.Times.At(0.5):F2}", $"{point.Times.At(0.99):F2}", $"{point.Times.At(0.999):F2}"])]);
        report.Say($"SQLite, every commit on the disk; {Length.TotalSeconds:F0} s a row; the load is in the same process. {Flush.Beside()}.");
        report.Say(LatencyPlot.Write(points) is { } file ? $"Drawn in {file}." : "Not drawn: there is no docs folder here.");
    }

    private static async Task<List<CurvePoint>> Measure(Report report, Floor floor, int[] rates)
    {
        using var scratch = new Scratch();
        using var store = SqliteEventStore.Open(new SqliteOptions { Directory = scratch.Folder }, TimeProvider.System);
        await floor.Write(store, store.Epoch);
        await using var center = await RoutedCenter.Start(store);
        await center.Open(floor);
        await center.Load(floor, rates.Max(), WarmUp);
        var points = new List<CurvePoint>();
        foreach (var rate in rates)
        {
            points.Add(new CurvePoint(floor, rate, await center.Load(floor, rate, Length)));
        }

        if (center.FreeCount + center.Strays > 0)
        {
            report.Fail($"{floor}: {center.FreeCount} agents were not reserved though calls waited, {center.Strays} were without being free");
        }

        return points;
    }
}

/// <summary>One row.</summary>
internal sealed record CurvePoint(Floor Floor, int Rate, Latencies Times);
