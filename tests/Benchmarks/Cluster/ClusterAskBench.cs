using System.Diagnostics;
using CallCenter.Api.Composition.Trial;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Links;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Membership;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>
/// Asks from one process to actors of another over TCP, on a PostgreSQL that flushes every commit; both processes and the database on this
/// machine. A look stores nothing, yet its answer asks the fence; a count is an event, answered when it is durable.
/// </summary>
internal static class ClusterAskBench
{
    private const int RunCount = 3;
    private static readonly TimeSpan RunLength = TimeSpan.FromSeconds(4);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        using var postgres = PrivatePostgres.Start(scratch.Folder, "127.0.0.1", Loopback.FreePort());
        using var owner = await BenchMember.Begin(postgres.ConnectionString(), "owner");
        await using (var asker = await BenchMember.Join(postgres.ConnectionString(), "asker", Roles.Api))
        {
            await asker.System.Recovered;
            await Measure(asker.System, 256, new PebbleCommand.Count(), TimeSpan.FromSeconds(4));
            List<string[]> rows = [];
            foreach (var (what, command) in new (string, PebbleCommand)[] { ("look (nothing stored)", new PebbleCommand.Look()), ("count (one event)", new PebbleCommand.Count()) })
            {
                foreach (var callers in new[] { 1, 16, 256 })
                {
                    rows.Add(await Row(asker.System, owner, what, command, callers));
                }
            }

            report.Table(["ask", "callers", "asks/s", "p50 / p99 ms", "CPU µs an ask, asker + owner", "p50 : fdatasync p50", "p50 : bare TCP p50"], rows);
            report.Say($"Median (best) of {RunCount} runs of {RunLength.TotalSeconds:F0} s, each caller its own actor. {Flush.Beside()}; a bare TCP ping-pong {await PingPong.Measure(TimeSpan.FromSeconds(1))} ms.");
        }

        owner.StandardInput.Close();
        await owner.WaitForExitAsync();
    }

    private static async Task<string[]> Row(ActorSystem system, Process owner, string what, PebbleCommand command, int callers)
    {
        Runs rate = new(), cpu = new(), flushes = new(), pings = new();
        var all = new Latencies();
        for (var run = 0; run < RunCount; run++)
        {
            var flush = Flush.Measure(TimeSpan.FromSeconds(1)).At(0.5);
            var ping = (await PingPong.Measure(TimeSpan.FromSeconds(0.5))).At(0.5);
            var used = Machine.CpuSeconds() + Machine.CpuSeconds(owner.Id);
            var times = await Measure(system, callers, command, RunLength);
            cpu.Add((Machine.CpuSeconds() + Machine.CpuSeconds(owner.Id) - used) * 1e6 / times.Count);
            rate.Add(times.Count / RunLength.TotalSeconds);
            flushes.Add(times.At(0.5) / flush);
            pings.Add(times.At(0.5) / ping);
            all.AddAll(times);
        }

        return [what, $"{callers}", rate.Rate, $"{all}", $"{cpu.Median:F0}", flushes.Cost, pings.Cost];
    }

    private static async Task<Latencies> Measure(ActorSystem system, int callers, PebbleCommand command, TimeSpan length)
    {
        var times = new Latencies();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                var start = Stopwatch.GetTimestamp();
                await Engines.Ask(system, number, command);
                times.Add(Stopwatch.GetTimestamp() - start);
            }
        })));
        return times;
    }
}
