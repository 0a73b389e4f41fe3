using System.Diagnostics;
using CallCenter.Api.Composition.Trial;
using CallCenter.Benchmarks.Measures;
using CallCenter.Benchmarks.Sip;
using CallCenter.Cluster;
using CallCenter.Cluster.Membership;
using Npgsql;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>
/// Four processes of one cluster on this machine, the actors of every shard asked all the time by a fifth. One process is told to end and hands its
/// shards over; then one of the other three is killed. Each time in a new database.
/// </summary>
internal static class TakeoverBench
{
    private const int RunCount = 5;
    private const int Processes = 4;

    /// <summary>Actors with duties, over all shards: what else a successor has to bring back.</summary>
    private const int Pebbles = 10_000;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BackMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    public static async Task Run(Report report, int shards)
    {
        using var scratch = new Scratch();
        using var postgres = PrivatePostgres.Start(scratch.Folder, "127.0.0.1", Loopback.FreePort());
        var figures = new TakeoverFigures();
        for (var run = 1; run <= RunCount; run++)
        {
            var name = $"run{run}";
            await Once(figures, postgres.ConnectionString(), postgres.ConnectionString(name), name, shards);
        }

        figures.Tell(report);
        report.Say($"{shards} shards, {RunCount} runs of {Processes} core processes; every shard asked each {Prober.Every.TotalMilliseconds:F0} ms; {Pebbles} actors with duties beside.");
    }

    private static async Task Once(TakeoverFigures figures, string server, string database, string name, int shards)
    {
        await Create(server, name);
        await Promises.WriteCenter(database, shards, Pebbles);
        var cores = await Task.WhenAll(Enumerable.Range(0, Processes).Select(number => BenchMember.Begin(database, NameOf(number))));
        try
        {
            await using var asker = await BenchMember.Join(database, "prober", Roles.Api);
            await Shared(asker.System, shards);
            await using var prober = await Prober.Start(asker.System, shards);
            await prober.AllAnswer(ReadyMax);
            await Pause.For(Calm);
            await HandOver(figures, prober, cores[0], Owned(asker.System, 0));
            await Pause.For(Calm);
            await Kill(figures, prober, cores[1], Owned(asker.System, 1));
        }
        finally
        {
            await Task.WhenAll(cores.Select(End));
        }
    }

    private static async Task HandOver(TakeoverFigures figures, Prober prober, Process process, IReadOnlyList<int> shards)
    {
        prober.Mark();
        var began = Stopwatch.GetTimestamp();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var whole = Stopwatch.GetElapsedTime(began);
        await prober.AllAnswer(BackMax);
        figures.HandedOver(whole, [.. shards.Select(shard => prober.Probes[shard].LongestSilence)], prober.Failed);
    }

    /// <summary>Only asks that begin after its end are believed; the time counts from before.</summary>
    private static async Task Kill(TakeoverFigures figures, Prober prober, Process process, IReadOnlyList<int> shards)
    {
        prober.Mark();
        var began = Stopwatch.GetTimestamp();
        process.Kill();
        await process.WaitForExitAsync();
        await prober.AllAnswer(BackMax);
        figures.TakenOver(Stopwatch.GetElapsedTime(began, prober.Probes.Max(probe => probe.BackAt!.Value)), shards.Count, prober.Failed);
    }

    /// <summary>Each process has its part, and all has come to rest.</summary>
    private static async Task Shared(ActorSystem system, int shards)
    {
        bool IsShared() => Enumerable.Range(0, Processes).Select(number => Owned(system, number).Count).ToList() is var parts && parts.Min() > 0 && parts.Sum() == shards;
        if (!await Pause.Until(() => Task.FromResult(IsShared()), ReadyMax))
        {
            throw new InvalidOperationException("the processes did not share the shards");
        }
    }

    private static IReadOnlyList<int> Owned(ActorSystem system, int number) =>
        [.. system.Membership!.Shards.Where(shard => shard.Owner == NameOf(number)).Select(shard => shard.Shard)];

    private static string NameOf(int number) => $"core-{number + 1}";

    private static async Task Create(string server, string name)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
    }

    private static async Task End(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
