using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;

namespace CallCenter.Benchmarks.Calls;

/// <summary>
/// More and more calls a second through one queue, talk 1 s, until a step is not clean: a call refused, dropped, hanging or with two agents, or
/// callers that begin to wait although agents are free.
/// </summary>
internal static class RateBench
{
    private static readonly Team Team = new("4000", 1_500);
    private static readonly double[] Steps = [25, 50, 100, 150, 200, 300, 400, 500, 600, 800];
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StepLength = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(8);

    public static async Task Run(Report report)
    {
        await using var product = await Product.Start(CenterDocument.Of(Team));
        using var floor = new Floor([Team], Sdp.Silent(Callers.Address.Address));
        await floor.WarmUp(Team);
        await floor.Turn(Team, Talk);
        List<string[]> rows = [];
        double cleanRate = 0;
        foreach (var rate in Steps)
        {
            var (window, isClean, busy) = await Step(floor, product, rate);
            rows.Add(Row(rate, window, isClean, busy));
            if (!isClean)
            {
                report.Say($"At {rate} calls/s: {window.Tally}; {await floor.Present()} on the line. {string.Join(" ", product.Complaints.TakeLast(3))}");
                break;
            }

            cleanRate = rate;
        }

        report.Table(["calls/s", "clean", "INVITE → INVITE p50 / p99 ms", "CPU ms a call", "load's CPU ms a call", "machine busy", "events a call", "events/s", "commits/s", "sent again"], rows);
        report.Say($"Highest clean rate: {cleanRate} calls/s ({Team.Agents} agents, talk {Talk.TotalSeconds} s, steps of {StepLength.TotalSeconds} s, no RTP). {Flush.Beside()}.");
    }

    private static async Task<(Window Window, bool IsClean, double Busy)> Step(Floor floor, Product product, double rate)
    {
        var machine = Machine.Watch();
        var isEmpty = false;
        var window = await Window.Of(floor, product, async () =>
        {
            await floor.Arrive(rate);
            await Pause.For(StepLength);
            isEmpty = await floor.Empty(DrainMax);
        });
        var keptPace = window.Tally.Placed >= rate * StepLength.TotalSeconds * 0.97;
        var isClean = isEmpty && keptPace && window.Tally.IsClean && window.Tally.ToAgent.At(0.99) < 1_000;
        return (window, isClean, machine.BusyPercent());
    }

    private static string[] Row(double rate, Window window, bool isClean, double busy)
    {
        var calls = Math.Max(1, window.Tally.Completed);
        return
        [
            $"{rate}", isClean ? "yes" : "no", $"{window.Tally.ToAgent}", $"{window.CpuMsPerCall:F2}", $"{window.LoadCpu * 1000 / calls:F2}", $"{busy:F0} %",
            $"{window.Events / calls:F1}", $"{window.Events / StepLength.TotalSeconds:F0}", $"{window.Commits / StepLength.TotalSeconds:F0}", $"{window.Tally.Repeats}",
        ];
    }
}
