using System.Diagnostics;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>What happened in a stretch of time: seen at the sockets, used by the product, stored in its journal.</summary>
internal sealed record Window(Tally Tally, double Seconds, double ProductCpu, double LoadCpu, double Events, double Commits)
{
    public double CallsPerSecond => Tally.Completed / Seconds;

    public double CpuMsPerCall => ProductCpu * 1000 / Math.Max(1, Tally.Completed);

    /// <summary>Of one core, in percent.</summary>
    public double CpuPercent => 100 * ProductCpu / Seconds;

    public static async Task<Window> Of(Floor floor, Product product, Func<Task> work)
    {
        var tally = await floor.Begin();
        var (journal, product0, load0, began) = (await product.Journal(), product.CpuSeconds, Machine.CpuSeconds(), Stopwatch.GetTimestamp());
        await work();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (product1, load1) = (product.CpuSeconds, Machine.CpuSeconds());
        var after = await product.Journal();
        await floor.Begin();
        return new Window(tally, seconds, product1 - product0, load1 - load0, after.Events - journal.Events, after.Commits - journal.Commits);
    }

    public static Task<Window> Of(Floor floor, Product product, TimeSpan length) => Of(floor, product, () => Pause.For(length));
}
