using System.Diagnostics;
using System.Globalization;
using CallCenter.Chaos.Faults;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using CallCenter.Chaos.Probe;
using CallCenter.Chaos.Verdicts;
using Npgsql;

namespace CallCenter.Chaos;

/// <summary>All faults that were asked for, struck by turns at the same cluster under the same load. Those of another <see cref="Stage"/> have a cluster of their own.</summary>
internal sealed class Session(Arguments arguments, string run)
{
    /// <summary>Set by the frame: whether this process stands in a network that was made for it.</summary>
    public const string NetworkVariable = "CALLCENTER_CHAOS_NETWORK";

    private const int DiskMegabytes = 600;

    /// <summary>Calls that were up during the fault have ended before it is judged.</summary>
    private static readonly TimeSpan Settle = Traffic.Visit + TimeSpan.FromSeconds(1);

    /// <summary>A BYE is repeated for 32 s.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(50);

    /// <summary>After 60 s of quiet no session is left (RELIABILITY C12).</summary>
    private static readonly TimeSpan LeakMax = TimeSpan.FromSeconds(60);

    private readonly Network network = Environment.GetEnvironmentVariable(NetworkVariable) is { Length: > 0 } ? new Namespaces(run) : new Loopback();
    private readonly Random random = new(arguments.Seed);
    private readonly Dictionary<Fault, List<Repetition>> seen = [];

    /// <summary>What came of the faults so far, in their order: also of a run that was interrupted.</summary>
    public IReadOnlyList<Row> Rows => [.. arguments.Faults.Where(seen.ContainsKey).Select(fault => new Row(fault, seen[fault]))];

    public string Circumstances { get; private set; } = "";

    public async Task Run(CancellationToken stop)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {arguments.Seed}"));
        var stages = arguments.Faults.Where(CanRun).GroupBy(fault => fault.Stage).Select(group => (group.Key, Turns: Schedule.Of(group, arguments.RepetitionsOf))).ToList();
        var all = stages.Sum(stage => stage.Turns.Count);
        foreach (var (stage, turns) in stages)
        {
            await Strike(stage, turns, arguments.Most * turns.Count / all, stop);
        }
    }

    private bool CanRun(Fault fault)
    {
        var missing = fault.Stage switch
        {
            _ when fault.NeedsWires && !network.CanCut => "root and network namespaces",
            Stage.SmallDisk when !network.CanCut => "root and network namespaces",
            Stage.OwnClocks when Clocks.Library is null => "libfaketime",
            Stage.MediaServers when !Tool.Exists("rtpengine") || !Tool.Exists("redis-server") => "rtpengine and redis-server",
            Stage.Failpoints when !File.Exists(Product.WithFailpoints) => "the Debug build of the product",
            _ => null,
        };
        if (missing is not null)
        {
            Console.WriteLine($"{fault.Id} is left out: it needs {missing}.");
        }

        return missing is null;
    }

    private async Task Strike(Stage stage, IReadOnlyList<Turn> turns, TimeSpan? most, CancellationToken stop)
    {
        var lab = stage == Stage.Common ? "lab" : $"lab-{stage}".ToLowerInvariant();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{run}-{lab}")).FullName;
        Story.Say("starting PostgreSQL, three core nodes, an edge");
        await using var logs = new Logs(folder, arguments.Logs is { } keep ? Path.Combine(keep, lab) : null);
        await using var database = await Database.Start(network, folder, stage == Stage.SmallDisk ? DiskMegabytes : 0, stop);
        await using var media = stage == Stage.MediaServers ? await MediaServers.Start(network) : null;
        await using var center = await Center.Start(network, database, folder, Traffic.FloorOf(network).ToString(), stage);
        await using var observer = await Observer.Join(network, database, stop);
        await using var prober = new Prober(observer.Actors, observer.Shards);
        Story.Say("starting the load");
        await using var traffic = await Traffic.Start(network, center.Sip, folder, withSound: media is not null, stop);
        var judge = new Judge(database, center, traffic);
        var pacing = new Pacing(turns.Count, most);
        var last = turns[0].Fault;
        for (var turn = 0; turn < turns.Count && (turn == 0 || !pacing.IsOver); turn++)
        {
            last = turns[turn].Fault;
            var began = Stopwatch.GetTimestamp();
            var scene = new Scene(network, database, center, traffic, prober, random, turns[turn].Round, arguments.IsLong, stop) { MediaServers = media };
            var repetition = await Strike(last, scene, judge);
            pacing.Took(last.Id, Stopwatch.GetElapsedTime(began));
            Note(last, repetition);
            Tell(turns[turn], repetition, pacing.Progress(turns.Skip(turn + 1)));
            Circumstances = pacing.Circumstances;
        }

        Story.Say("everybody hangs up");
        var end = await judge.End(EndMax, stop);
        Note(last, media is null || await Pace.Until(async () => !await media.AnySession(stop), LeakMax, stop, Pace.Seldom) ? end : end with { Broken = [.. end.Broken, "an rtpengine has sessions of calls that are over (C12)"] }, isOwn: false);
    }

    /// <summary>What only the end of a run shows belongs to the last repetition.</summary>
    private void Note(Fault fault, Repetition repetition, bool isOwn = true)
    {
        if (!seen.TryGetValue(fault, out var repetitions))
        {
            seen.Add(fault, repetitions = []);
        }

        if (isOwn)
        {
            repetitions.Add(repetition);
        }
        else
        {
            repetitions[^1] = repetitions[^1].With(repetition);
        }
    }

    private static async Task<Repetition> Strike(Fault fault, Scene scene, Judge judge)
    {
        await scene.Whole();
        await judge.Look(scene);
        await Struck(fault, scene);
        var recovery = scene.Prober.Longest().Max();
        await Task.WhenAll(scene.For(Settle), scene.Rested());
        return await judge.Verdict(scene, recovery) with { Unheard = scene.Unheard };
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

    private static void Tell(Turn turn, Repetition repetition, string progress) => Story.Say(string.Create(
        CultureInfo.InvariantCulture,
        $"{progress} {turn.Fault.Id} {turn.Round + 1}: {turn.Fault.Words}: {Recovered(repetition)}; lost {repetition.Lost.All}, doubled {repetition.Doubled}, moved {repetition.Moved}{(repetition.Broken.Count > 0 ? " BROKEN: " + string.Join("; ", repetition.Broken) : "")}"));

    private static string Recovered(Repetition repetition) => repetition.Unheard.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"every shard answered again after {repetition.Recovery.TotalSeconds:0.00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{repetition.Unheard.Count} callers heard nothing for {new Percentiles(repetition.Unheard.Select(one => one.TotalSeconds)).At(0.5):0.00} s, at most {repetition.Unheard.Max().TotalSeconds:0.00} s");
}
