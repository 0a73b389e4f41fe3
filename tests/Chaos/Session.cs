using System.Globalization;
using CallCenter.Chaos.Faults;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using CallCenter.Chaos.Probe;
using CallCenter.Chaos.Verdicts;
using Npgsql;

namespace CallCenter.Chaos;

/// <summary>All faults that were asked for, struck one after another at the same cluster under the same load. Those that need a disk of their own have a cluster of their own.</summary>
internal sealed class Session(Arguments arguments, string run)
{
    /// <summary>Set by the frame: whether this process stands in a network that was made for it.</summary>
    public const string NetworkVariable = "CALLCENTER_CHAOS_NETWORK";

    private const int DiskMegabytes = 600;

    /// <summary>As long as a visit: calls that were up during the fault have ended before it is judged.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(7);

    /// <summary>A BYE is repeated for 32 s.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(50);

    private readonly Network network = Environment.GetEnvironmentVariable(NetworkVariable) is { Length: > 0 } ? new Namespaces(run) : new Loopback();
    private readonly Random random = new(arguments.Seed);

    public async Task<IReadOnlyList<Row>> Run(CancellationToken stop)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {arguments.Seed}"));
        var possible = arguments.Faults.Where(CanRun).ToList();
        List<Row> rows = [];
        foreach (var group in possible.GroupBy(fault => fault.NeedsSmallDisk))
        {
            rows.AddRange(await Strike([.. group], group.Key ? DiskMegabytes : 0, stop));
        }

        return rows;
    }

    private bool CanRun(Fault fault)
    {
        var can = network.CanCut || !(fault.NeedsWires || fault.NeedsSmallDisk);
        if (!can)
        {
            Console.WriteLine($"{fault.Id} is left out: it needs root and network namespaces.");
        }

        return can;
    }

    private async Task<IReadOnlyList<Row>> Strike(IReadOnlyList<Fault> faults, int diskMegabytes, CancellationToken stop)
    {
        var lab = diskMegabytes > 0 ? "disk" : "lab";
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{run}-{lab}")).FullName;
        Say("starting PostgreSQL, three core nodes, an edge");
        await using var logs = new Logs(folder, arguments.Logs is { } keep ? Path.Combine(keep, lab) : null);
        await using var database = await Database.Start(network, folder, diskMegabytes, stop);
        await using var center = await Center.Start(network, database, folder, Traffic.FloorOf(network).ToString());
        await using var observer = await Observer.Join(network, database, stop);
        await using var prober = new Prober(observer.Actors, observer.Shards);
        Say("starting the load");
        await using var traffic = await Traffic.Start(network, center.Sip, folder, stop);
        var judge = new Judge(database, center, traffic);
        List<Row> rows = [];
        foreach (var fault in faults)
        {
            List<Repetition> repetitions = [];
            for (var round = 0; round < arguments.RepetitionsOf(fault); round++)
            {
                var scene = new Scene(network, database, center, traffic, prober, random, round, stop);
                repetitions.Add(await Strike(fault, scene, judge));
            }

            rows.Add(new Row(fault, repetitions));
        }

        Say("everybody hangs up");
        var end = await judge.End(EndMax, stop);
        rows[^1] = rows[^1] with { Repetitions = [.. rows[^1].Repetitions.SkipLast(1), Joined(rows[^1].Repetitions[^1], end)] };
        return rows;
    }

    private static async Task<Repetition> Strike(Fault fault, Scene scene, Judge judge)
    {
        await scene.Whole();
        await judge.Look(scene);
        await Struck(fault, scene);
        var recovery = scene.Prober.Longest().Max();
        await scene.For(Settle);
        var repetition = await judge.Verdict(scene, recovery);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{fault.Id} {scene.Round + 1}: {fault.Words}: every shard answered again after {recovery.TotalSeconds:0.00} s; lost {repetition.Lost.All}, doubled {repetition.Doubled}, moved {repetition.Moved}{(repetition.Broken.Count > 0 ? " BROKEN: " + string.Join("; ", repetition.Broken) : "")}"));
        return repetition;
    }

    /// <summary>A fault that cannot be done, or undone, is a finding of its own; the others go on.</summary>
    private static async Task Struck(Fault fault, Scene scene)
    {
        try
        {
            await fault.Strike(scene);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or HttpRequestException or NpgsqlException or IOException)
        {
            scene.Say($"the fault did not go as it should: {failure.Message}");
            await scene.Network.Heal();
        }
    }

    private static Repetition Joined(Repetition last, Repetition end) => last with
    {
        Lost = last.Lost + end.Lost,
        Doubled = last.Doubled + end.Doubled,
        Moved = last.Moved + end.Moved,
        Broken = [.. last.Broken, .. end.Broken],
    };

    private static void Say(string what) => Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");
}
