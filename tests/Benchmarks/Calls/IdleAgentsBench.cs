using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>A caller calls, an idle agent's phone rings: how long that takes at the sockets, with every event durable before the INVITE leaves.</summary>
internal static class IdleAgentsBench
{
    private const int RunCount = 3;
    private const double CallsPerSecond = 25;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(6);
    private static readonly Team[] Teams = [new("4010", 10), new("4100", 100), new("5000", 1_000)];
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(200);

    public static async Task Run(Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of(Teams));
        using var floor = new Floor(Teams, Sdp.Silent(Callers.Address.Address));
        await floor.WarmUp(Teams[^1]);
        List<string[]> rows = [];
        foreach (var team in Teams)
        {
            rows.Add(await Row(report, product, floor, team));
        }

        report.Table(["agents", "p50 / p99 ms", "p50 (best)", "p99 (best)", "calls", "CPU ms a call", "p50 : fdatasync p50"], rows);
        report.Say($"{CallsPerSecond} calls/s, talk {Talk.TotalSeconds} s, {RunCount} runs of {RunLength.TotalSeconds} s. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(Report report, Product product, Floor floor, Team team)
    {
        await floor.Turn(team, Talk);
        await floor.Arrive(CallsPerSecond);
        await Pause.For(Settle);
        Runs middle = new(), tail = new(), cpu = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var window = await Window.Of(floor, product, RunLength);
            if (!window.Tally.IsClean)
            {
                report.Fail($"{team.Agents} agents: {window.Tally}\n{string.Join('\n', product.Complaints)}");
            }

            all.AddAll(window.Tally.ToAgent);
            middle.Add(window.Tally.ToAgent.At(0.5));
            tail.Add(window.Tally.ToAgent.At(0.99));
            cpu.Add(window.CpuMsPerCall);
            ratio.Add(window.Tally.ToAgent.At(0.5) / flush);
        }

        if (!await floor.Empty(TimeSpan.FromSeconds(10)))
        {
            report.Fail($"{team.Agents} agents: {await floor.Present()} calls hang");
        }

        return [$"{team.Agents}", $"{all}", middle.Cost, tail.Cost, $"{all.Count}", cpu.Cost, ratio.Cost];
    }
}
