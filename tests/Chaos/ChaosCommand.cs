using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CallCenter.Chaos.Faults;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Verdicts;
using Npgsql;

namespace CallCenter.Chaos;

/// <summary>
/// <c>./build.sh chaos</c>. Makes the network, runs the rest of itself inside it (at host <c>peers</c>, so that its own sockets are a peer's), and
/// removes everything afterwards, also when it is interrupted.
/// </summary>
internal static class ChaosCommand
{
    private const int Kept = 0;
    private const int Violated = 1;
    private const int NotUnderstood = 2;
    private const int Late = 3;

    private const string Help = """
        usage: ./build.sh chaos [F-NN ...] [--long] [--repeat N] [--minutes M] [--seed S] [--logs DIR] [--list]

        Starts a cluster of real processes on this machine (three core nodes, an edge, a PostgreSQL), puts real calls on it (sipp: callers
        who wait, callers who talk, new callers every second), strikes it with faults, and says what came of each:

          recovery         the longest time that any shard gave no durable answer to a prober that asks each shard every 50 ms; where media servers
                           are struck: how long callers heard nothing, by the RTP that reached each of them
          lost             calls lost by the word of the callers themselves: while talking, while waiting, in set-up
          offers doubled   phones that were offered two calls at once, seen in the capture of the peers' side
          places changed   waiting calls whose arrival or place in the queue is not what it was
          verdict          kept; late (nothing broken, but over the goal); BROKEN (with what is broken below the table)

        Journal and lease audit are read from the database and checked too. One configuration serves all faults and all figures.

          F-NN ...     only these faults (--list shows them); default: all
          --long       200 repetitions of the main faults, 20 of the others, F-35 once for ten minutes; default: a few of each
          --repeat N   N repetitions of each
          --minutes M  begin no repetition after M minutes (shared by the clusters that faults need, see --list)
          --seed S     the same chances again: which node, which moment
          --logs DIR   keep there what processes and callers said

        Each process has a network namespace of its own, so that wires between them can be cut; that needs root, iproute2 and nftables. Without, the
        faults that need no cut wires run on loopback. Nothing of the machine's own network, clock or disks is touched, and everything made is
        removed, also after Ctrl-C; what a killed run left behind is removed by the next. Faults come by turns, so that a run which is interrupted,
        or bounded by --minutes, has seen all of them; its table is printed.

        Exit code: 0 kept, 1 a rule is broken, 2 not understood, 3 only late.
        """;

    public static async Task<int> Run(IReadOnlyList<string> words)
    {
        if (Arguments.Parse(words, out var wrong) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"chaos: {wrong}");
            return NotUnderstood;
        }

        if (arguments.Help || arguments.List)
        {
            Console.WriteLine(arguments.Help ? Help : List());
            return Kept;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = Stops(PosixSignal.SIGINT, stop);
        using var terminate = Stops(PosixSignal.SIGTERM, stop);
        return Marks.Current is { } run ? await Inside(arguments, run, stop) : await Outside(arguments, words, stop.Token);
    }

    private static string List() => Table.Of(
        ["fault", "what happens", "goal s", "needs", "n short", "n long"],
        [.. Catalogue.All.Select(fault => (IReadOnlyList<string>)
        [
            fault.Id, fault.Words, fault.Goal is { } goal ? Text(goal.TotalSeconds) : "-", Needs(fault),
            Text(fault.Repetitions.Short), Text(fault.Repetitions.Long),
        ])]);

    private static string Needs(Fault fault) => fault.Stage switch
    {
        Stage.SmallDisk => "namespaces, a cluster of its own",
        Stage.OwnClocks => "libfaketime, a cluster of its own",
        Stage.Failpoints => "the Debug build, a cluster of its own",
        Stage.MediaServers => fault.NeedsWires ? "rtpengine, Redis, namespaces, a cluster of its own" : "rtpengine, Redis, a cluster of its own",
        _ => fault.NeedsWires ? "namespaces" : "",
    };

    /// <summary>The frame: what is made here is removed here.</summary>
    private static async Task<int> Outside(Arguments arguments, IReadOnlyList<string> words, CancellationToken stop)
    {
        await Marks.RemoveLeftovers();
        var run = Marks.Begin();
        try
        {
            var network = await Namespaces.CanBeMade() ? new Namespaces(run) : null;
            if (network is null)
            {
                Console.WriteLine("No root, iproute2 or nftables here: everything runs on loopback, and the faults that cut wires are left out.");
            }
            else
            {
                await network.Make();
            }

            return await Same(network, [.. words, "--seed", Text(arguments.Seed)], stop);
        }
        finally
        {
            await Marks.Remove(run);
        }
    }

    /// <summary>This program again, in its place in the network.</summary>
    private static async Task<int> Same(Namespaces? network, IReadOnlyList<string> words, CancellationToken stop)
    {
        IReadOnlyList<string> command = [.. network?.On("peers") ?? [], "dotnet", Environment.GetCommandLineArgs()[0], "chaos", .. words];
        var start = new ProcessStartInfo(command[0]);
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Session.NetworkVariable] = network is null ? "" : "namespaces";
        using var inside = Process.Start(start)!;
        using var told = stop.Register(() => Tool.Try("kill", "-TERM", Text(inside.Id)).Wait(CancellationToken.None));
        await inside.WaitForExitAsync(CancellationToken.None);
        return inside.ExitCode;
    }

    private static async Task<int> Inside(Arguments arguments, string run, CancellationTokenSource stop)
    {
        using var orphaned = WhenTheFrameIsGone(run, stop);
        var session = new Session(arguments, run);
        var isWhole = false;
        try
        {
            await session.Run(stop.Token);
            isWhole = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Interrupted.");
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or HttpRequestException or NpgsqlException or IOException)
        {
            Console.WriteLine($"The run itself failed: {failure}");
        }

        var rows = session.Rows;
        Print(rows, session.Circumstances);
        return !isWhole || !rows.All(row => row.IsKept) ? Violated : rows.All(row => row.IsInTime) ? Kept : Late;
    }

    private static void Print(IReadOnlyList<Row> rows, string circumstances)
    {
        Console.WriteLine();
        Console.WriteLine(Table.Of(Row.Heads, [.. rows.Select(row => row.Cells)]));
        Console.WriteLine(circumstances);
        foreach (var (row, broken) in rows.SelectMany(row => row.Repetitions.SelectMany(one => one.Broken), (row, broken) => (row, broken)))
        {
            Console.WriteLine($"BROKEN {row.Fault.Id}: {broken}");
        }
    }

    /// <summary>A frame that was killed cannot tell: its process is looked for.</summary>
    private static Timer WhenTheFrameIsGone(string run, CancellationTokenSource stop) => new(
        _ =>
        {
            if (!Directory.Exists($"/proc/{run[Marks.Prefix.Length..]}"))
            {
                stop.Cancel();
            }
        },
        null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private static PosixSignalRegistration Stops(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
