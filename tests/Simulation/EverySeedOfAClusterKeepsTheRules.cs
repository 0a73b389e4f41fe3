using System.Diagnostics;
using CallCenter.Simulation.Clusters;

namespace CallCenter.Simulation;

/// <summary>The whole cluster on the production code: members, nodes, lanes, duties, codec, under everything that happens to machines, networks and databases.</summary>
public sealed class EverySeedOfAClusterKeepsTheRules(ITestOutputHelper output)
{
    private const int FixedSeeds = 300;

    /// <summary>Fresh seeds run as long as this lasts; how many fit is printed.</summary>
    private static readonly TimeSpan FreshTime = TimeSpan.FromMinutes(3);

    [Fact]
    public void Seeds_that_once_failed_hold() => Hold(SeedList.Of("cluster-seeds.txt"));

    [Fact]
    public void Three_hundred_fixed_seeds_hold() => Assert.True(Hold(Enumerable.Range(1, FixedSeeds)).FromSnapshots > FixedSeeds, "too few came back from snapshots");

    [Fact]
    public void Fresh_seeds_hold()
    {
        var first = Environment.TickCount & 0x3FFFFFFF;
        output.WriteLine($"first fresh seed {first}");
        Console.WriteLine($"simulation of a cluster: first fresh seed {first}");
        var began = Stopwatch.GetTimestamp();
        var total = Hold(Enumerable.Range(first, int.MaxValue - first).TakeWhile(_ => Stopwatch.GetElapsedTime(began) < FreshTime));
        Console.WriteLine($"simulation of a cluster: {total}");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void The_same_seed_gives_the_same_trace(int seed) => Assert.Equal(ClusterRun.Of(seed).Trace, ClusterRun.Of(seed).Trace);

    [Fact]
    public void Another_process_gives_the_same_trace()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ClusterRun).Assembly.Location, "simulate", "cluster", "11"]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Contains($"trace {ClusterRun.Of(11).Trace}", said, StringComparison.Ordinal);
    }

    private Totals Hold(IEnumerable<int> seeds)
    {
        var total = Simulate.Seeds(seeds, _ => { }, world: ClusterRun.Of);
        output.WriteLine(total.ToString());
        Assert.True(total.Broken == 0, string.Join('\n', total.Failures.OrderBy(failure => failure.Seed).Take(10).Select(failure => $"seed {failure.Seed}: {failure.Broken}")));
        return total;
    }
}
