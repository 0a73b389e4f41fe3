using CallCenter.Benchmarks.Measures;

namespace CallCenter.Benchmarks.Engine;

/// <summary>What an actor costs that only waits: everything the engine keeps of it, and a state of a few fields.</summary>
internal static class IdleBench
{
    private const int RunCount = 3;
    private const int Actors = 100_000;

    public static async Task Run(Report report)
    {
        Runs bytes = new(), rate = new();
        for (var run = 0; run < RunCount; run++)
        {
            await using var system = await Engines.InMemory();
            await Wake(system, Actors, 1_000);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await Wake(system, 0, Actors);
            rate.Add(Actors / System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds);
            bytes.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Actors);
        }

        report.Table(["actors", "bytes each", "activated, asked and answered per second"], [[$"{Actors}", $"{bytes.Median:F0} (best {bytes.Least:F0})", rate.Rate]]);
        report.Say($"Median (best) of {RunCount} runs. Each has handled one command that stored an event, and has no duty.");
    }

    private static async Task Wake(CallCenter.Cluster.ActorSystem system, int first, int count)
    {
        foreach (var page in Enumerable.Range(first, count).Chunk(1_000))
        {
            await Task.WhenAll(page.Select(number => Engines.Ask(system, number, new PebbleCommand.Count())));
        }
    }
}
