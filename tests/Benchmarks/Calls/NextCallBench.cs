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
    private static readonly TimeSpan EmptyMax = TimeSpan.FromSeconds(10);

    private static readonly (Team Team, TimeSpan Talk)[] Cases =
    [
        (new Team("4010", 10), TimeSpan.FromSeconds(1)),
        (new Team("4100", 100), TimeSpan.FromSeconds(2)),
        (new Team("4101", 100) { WrapUp = TimeSpan.FromSeconds(1) }, TimeSpan.FromSeconds(1)),
        (new Team("5000", 1_000), TimeSpan.FromSeconds(10)),
    ];

    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(6);

    public static async Task Run(Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of([.. Cases.Select(one => one.Team)]));
        using var floor = new Floor(Cases.Select(one => one.Team), Sdp.Silent(Callers.Address.Address));
        await floor.WarmUp(Cases[^1].Team);
        List<string[]> rows = [];
        foreach (var (team, talk) in Cases)
        {
            rows.Add(await Row(report, product, floor, team, talk));
        }

        report.Table(["agents = waiting", "talk, wrap-up s", "p50 / p99 ms", "p50 (best)", "p99 (best)", "calls/s", "CPU ms a call", "p50 : fdatasync p50"], rows);
        report.Say($"{RunCount} runs of {RunLength.TotalSeconds} s. {Flush.Beside()}.");
    }

    private static async Task<string[]> Row(Report report, Product product, Floor floor, Team team, TimeSpan talk)
    {
        await floor.Turn(team, talk);
        await floor.Keep(team.Agents * 2, ArrivalsPerSecond);
        await Pause.For(talk + team.WrapUp + TimeSpan.FromSeconds(2));
        var wrapUp = team.WrapUp.TotalMilliseconds;
        Runs middle = new(), tail = new(), cpu = new(), rate = new(), ratio = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var window = await Window.Of(floor, product, RunLength);
            if (!window.Tally.IsClean)
            {
                report.Fail($"{team.Agents} agents: {window.Tally}\n{string.Join('\n', product.Complaints)}");
            }

            all.AddAll(window.Tally.ToNext);
            middle.Add(window.Tally.ToNext.At(0.5) - wrapUp);
            tail.Add(window.Tally.ToNext.At(0.99) - wrapUp);
            cpu.Add(window.CpuMsPerCall);
            rate.Add(window.CallsPerSecond);
            ratio.Add((window.Tally.ToNext.At(0.5) - wrapUp) / flush);
        }

        if (!await floor.Empty(talk * 3 + EmptyMax))
        {
            report.Fail($"{team.Agents} agents: {await floor.Present()} calls hang");
        }

        return [$"{team.Agents}", $"{talk.TotalSeconds}, {team.WrapUp.TotalSeconds}", $"{all.At(0.5) - wrapUp:F2} / {all.At(0.99) - wrapUp:F2}", middle.Cost, tail.Cost, $"{rate.Median:F0}", cpu.Cost, ratio.Cost];
    }
}
