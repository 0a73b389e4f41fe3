using System.Diagnostics;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation;

/// <summary>The production engine and behaviours under crashes, zombies, loss, duplication and delay.</summary>
public sealed class EverySeedKeepsTheRules(ITestOutputHelper output)
{
    private const int FixedSeeds = 2_000;

    /// <summary>Fresh seeds run as long as this lasts; how many fit is printed.</summary>
    private static readonly TimeSpan FreshTime = TimeSpan.FromMinutes(1);

    [Fact]
    public void Seeds_that_once_failed_hold() =>
        Hold(SeedList.Of("seeds.txt"));

    [Fact]
    public void Two_thousand_fixed_seeds_hold() => Assert.True(Hold(Enumerable.Range(1, FixedSeeds)).FromSnapshots > FixedSeeds, "too few came back from snapshots");

    [Fact]
    public void Fresh_seeds_hold()
    {
        var first = Environment.TickCount & 0x3FFFFFFF;
        output.WriteLine($"first fresh seed {first}");
        Console.WriteLine($"simulation: first fresh seed {first}");
        var began = Stopwatch.GetTimestamp();
        var total = Hold(Enumerable.Range(first, int.MaxValue - first).TakeWhile(_ => Stopwatch.GetElapsedTime(began) < FreshTime));
        Console.WriteLine($"simulation: {total}");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void The_same_seed_gives_the_same_trace(int seed) => Assert.Equal(Run.Of(seed).Trace, Run.Of(seed).Trace);

    [Fact]
    public void Another_process_gives_the_same_trace()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Run).Assembly.Location, "simulate", "11"]) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Contains($"trace {Run.Of(11).Trace}", said, StringComparison.Ordinal);
    }

    private Totals Hold(IEnumerable<int> seeds)
    {
        var total = Simulate.Seeds(seeds, _ => { });
        output.WriteLine(total.ToString());
        Assert.True(total.Broken == 0, string.Join('\n', total.Failures.OrderBy(failure => failure.Seed).Take(10).Select(failure => $"seed {failure.Seed}: {failure.Broken}")));
        return total;
    }
}
