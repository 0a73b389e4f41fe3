using System.Diagnostics;
using System.Globalization;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;

namespace CallCenter.Chaos.Faults;

/// <summary>The shift begins: all its agents become ready at once while calls wait for them. Each call gets one agent, in the order of arrival.</summary>
internal sealed class TheShiftBegins() : Fault("F-26", "all agents of a shift become ready at once, calls wait")
{
    private static readonly TimeSpan PlacedMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ServedMax = TimeSpan.FromSeconds(20);

    public override TimeSpan? Goal => Seconds(1);

    public override async Task Strike(Scene scene)
    {
        var shift = Traffic.FloorOf(scene.Network).ShiftIds.ToList();
        var callers = scene.Traffic.CallShift();
        if (!await Pace.Until(() => callers.Count(CallStep.Answered) == Traffic.Size.ShiftCalls, PlacedMax, scene.Stop))
        {
            scene.Say("the callers before the shift are not all in their queue");
        }

        scene.Recount();
        await Task.WhenAll(shift.Select(agent => scene.Center.SetState(agent, "ready", scene.Stop)));
        if (!await Pace.Until(async () => await Talking(scene) == Traffic.Size.ShiftCalls, ServedMax, scene.Stop))
        {
            var served = await Talking(scene);
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"{served} of {Traffic.Size.ShiftCalls} calls got an agent within {ServedMax.TotalSeconds:0} s"));
        }

        await callers.HangUp();
        await callers.Quiet(ServedMax, scene.Stop);
        await Task.WhenAll(shift.Select(agent => scene.Center.SetState(agent, "not-ready", scene.Stop)));
    }

    private static async Task<int> Talking(Scene scene) => (await scene.Center.All("/api/v1/calls?state=talking&queue=shift", scene.Stop)).Count;
}

/// <summary>A neighbour takes all the processors, and a core node stands still for two seconds again and again, as a garbage collection does.</summary>
internal sealed class TheMachineIsBusy() : Fault("F-35", "processors taken by a neighbour, pauses of 2 s")
{
    private const int MovesPerMinuteMax = 2;
    private const int PausesTold = 10;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>Shards that come back to a node of an earlier fault are not this one's.</summary>
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StillMax = TimeSpan.FromMinutes(2);

    /// <summary>The pauses themselves; nothing is to be taken over.</summary>
    public override TimeSpan? Goal => Seconds(5);

    /// <summary>A long run does it once, for ten minutes.</summary>
    public override (int, int) Repetitions => (1, 1);

    public override async Task Strike(Scene scene)
    {
        await scene.Steady(StillFor, StillMax);
        var length = scene.IsLong ? Long : Short;
        var began = TimeProvider.System.GetTimestamp();
        var moves = await Leases.Moves(scene.Database, scene.Stop);
        var longest = TimeSpan.Zero;
        scene.Recount();
        var neighbours = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToList();
        try
        {
            for (var pause = 1; TimeProvider.System.GetElapsedTime(began) < length; pause++)
            {
                var core = scene.AnyCore();
                await scene.For(Seconds(4));
                var stood = await core.StandStill(Seconds(2));
                longest = stood > longest ? stood : longest;
                if (pause % PausesTold == 0)
                {
                    var sofar = await Leases.Moves(scene.Database, scene.Stop) - moves;
                    Story.Say(string.Create(CultureInfo.InvariantCulture, $"{Id}: {TimeProvider.System.GetElapsedTime(began).TotalMinutes:0.0} min, {sofar} shards moved, longest pause {longest.TotalSeconds:0.00} s"));
                }
            }

            await scene.For(Seconds(4));
        }
        finally
        {
            neighbours.ForEach(End);
        }

        await scene.Answering();
        var moved = await Leases.Moves(scene.Database, scene.Stop) - moves;
        if (moved > MovesPerMinuteMax * Math.Ceiling(TimeProvider.System.GetElapsedTime(began).TotalMinutes))
        {
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"{moved} shards moved because a neighbour was busy; the longest pause took {longest.TotalSeconds:0.00} s"));
        }
    }

    private static void End(Process neighbour)
    {
        neighbour.Kill();
        neighbour.WaitForExit();
        neighbour.Dispose();
    }
}
