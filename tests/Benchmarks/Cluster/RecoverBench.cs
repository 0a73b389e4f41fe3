using System.Diagnostics;
using CallCenter.Api.Composition.Trial;
using CallCenter.Benchmarks.Disk;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Measures;
using CallCenter.Cluster;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>
/// From the start of a process until every actor with duties is in memory and its duties run: journal opened, shards taken, live set read, every
/// stream read and replayed.
/// </summary>
internal static class RecoverBench
{
    private const int RunCount = 3;
    private const int Pebbles = 100_000;
    private const int Shards = 256;

    public static async Task Run(Report report)
    {
        report.Table(
            ["journal", "seconds until all are back", "of them with nobody to bring back", "actors/s", "CPU µs an actor, this process alone"],
            [await Sqlite(), await Postgres()]);
        report.Say($"{Pebbles} actors with a duty and {Promises.EventsEach} events each, {Shards} shards, median (best) of {RunCount} starts. {Flush.Beside()}.");
    }

    private static async Task<string[]> Sqlite()
    {
        using var scratch = new Scratch();
        var options = new SqliteOptions { Directory = scratch.Folder, Shards = Shards };
        async Task<Start> Once() => await Measure(async () =>
        {
            var store = SqliteEventStore.Open(options, TimeProvider.System);
            return (await Engines.On(store), store);
        });
        var empty = await Once();
        using (var store = SqliteEventStore.Open(options, TimeProvider.System))
        {
            await Promises.Write(store, store.Epoch, Pebbles);
        }

        return await Row("SQLite", empty, Once);
    }

    private static async Task<string[]> Postgres()
    {
        using var scratch = new Scratch();
        using var postgres = PrivatePostgres.Start(scratch.Folder, "127.0.0.1", Loopback.FreePort());
        var starts = 0;
        async Task<Start> Once() => await Measure(async () =>
        {
            var member = await BenchMember.Join(postgres.ConnectionString(), $"core-{++starts}", Roles.Core);
            return (member.System, member);
        });
        await Promises.WriteCenter(postgres.ConnectionString(), Shards, pebbles: 0);
        var empty = await Once();
        await Promises.WriteCenter(postgres.ConnectionString(), Shards, Pebbles);
        return await Row("PostgreSQL, a cluster's first process", empty, Once);
    }

    private static async Task<string[]> Row(string journal, Start empty, Func<Task<Start>> once)
    {
        Runs seconds = new(), rate = new(), cpu = new();
        for (var run = 0; run < RunCount; run++)
        {
            var start = await once();
            if (start.Loaded < Pebbles)
            {
                throw new InvalidOperationException($"only {start.Loaded} of {Pebbles} actors came back");
            }

            seconds.Add(start.Seconds);
            rate.Add(Pebbles / start.Seconds);
            cpu.Add((start.CpuSeconds - empty.CpuSeconds) * 1e6 / Pebbles);
        }

        return [journal, seconds.Cost, $"{empty.Seconds:F2}", rate.Rate, cpu.Cost];
    }

    private static async Task<Start> Measure(Func<Task<(ActorSystem System, IDisposable Store)>> begin)
    {
        var (began, used) = (Stopwatch.GetTimestamp(), Machine.CpuSeconds());
        var (system, store) = await begin();
        await system.Recovered;
        var start = new Start(Stopwatch.GetElapsedTime(began).TotalSeconds, Machine.CpuSeconds() - used, system.Counters.Loaded);
        await system.DisposeAsync();
        store.Dispose();
        return start;
    }

    private sealed record Start(double Seconds, double CpuSeconds, long Loaded);
}
