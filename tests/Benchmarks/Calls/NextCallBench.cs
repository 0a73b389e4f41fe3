using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>
/// As many callers wait as there are agents. An agent hangs up: how long until its phone rings again. The second figure is counted from the end
/// of the wrap-up time instead.
/// </summary>
internal static class NextCallBench
{
    private const int RunCount = 3;
    private const double ArrivalsPerSecond = 150;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(6);

    public static async Task Run(Report report)
    {
        List<string[]> rows =
        [
            await Row(report, 10, TimeSpan.FromSeconds(1), TimeSpan.Zero),
            await Row(report, 100, TimeSpan.FromSeconds(2), TimeSpan.Zero),
            await Row(report, 100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
            await Row(report, 1_000, TimeSpan.FromSeconds(10), TimeSpan.Zero),
        ];
        report.Table(["agents = waiting", "talk, wrap-up s", "p50 / p99 ms", "p50 (best)", "p99 (best)", "calls/s", "CPU ms a call", "p50 : fdatasync p50"], rows);
        report.Say($"{RunCount} runs of {RunLength.TotalSeconds} s. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(Report report, int agents, TimeSpan talk, TimeSpan wrapUp)
    {
        await using var product = await Product.Start(CenterDocument.Of(agents, AgentPhones.Address, Callers.Address.Address, wrapUp));
        using var floor = new Floor(agents, Sdp.Silent(Callers.Address.Address));
        await floor.Talk(talk);
        await floor.Keep(agents * 2, ArrivalsPerSecond);
        await Pause.For(talk + wrapUp + TimeSpan.FromSeconds(3));
        Runs middle = new(), tail = new(), cpu = new(), rate = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var window = await Window.Of(floor, product, RunLength);
            if (!window.Tally.IsClean)
            {
                report.Fail($"{agents} agents: {window.Tally}\n{string.Join('\n', product.Complaints)}");
            }

            all.AddAll(window.Tally.ToNext);
            middle.Add(window.Tally.ToNext.At(0.5) - wrapUp.TotalMilliseconds);
            tail.Add(window.Tally.ToNext.At(0.99) - wrapUp.TotalMilliseconds);
            cpu.Add(window.CpuMsPerCall);
            rate.Add(window.CallsPerSecond);
            ratio.Add((window.Tally.ToNext.At(0.5) - wrapUp.TotalMilliseconds) / flush);
        }

        var wrapped = wrapUp.TotalMilliseconds;
        return [$"{agents}", $"{talk.TotalSeconds}, {wrapUp.TotalSeconds}", $"{all.At(0.5) - wrapped:F2} / {all.At(0.99) - wrapped:F2}", middle.Cost, tail.Cost, $"{rate.Median:F0}", cpu.Cost, ratio.Cost];
    }
}
