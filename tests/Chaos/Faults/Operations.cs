using System.Globalization;
using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>An operator's mistake: a second process under the name of one that runs, or a process of another cluster on this one's database.</summary>
internal sealed class StartedTwice() : Fault("F-10", "a second node of the same name; a second cluster on the same database")
{
    private static readonly TimeSpan RefusedMax = TimeSpan.FromSeconds(20);

    /// <summary>Shards that come back to a node of an earlier fault are not this one's.</summary>
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StillMax = TimeSpan.FromMinutes(2);

    /// <summary>Nobody may notice.</summary>
    public override TimeSpan? Goal => Seconds(1);

    public override async Task Strike(Scene scene)
    {
        await scene.Steady(StillFor, StillMax);
        var other = scene.AnyCore().Name;
        var moves = await Leases.Moves(scene.Database, scene.Stop);
        await using var intruder = scene.Round % 2 == 0
            ? scene.Center.NodeOn(other, other, Center.Name, apart: true)
            : scene.Center.NodeOn(other, "intruder", "another", apart: true);
        scene.Recount();
        if (await intruder.IsReadyWithin(RefusedMax))
        {
            scene.Say($"a process that must be refused says that it is ready:\n{intruder.Output}");
        }

        await scene.Answering();
        if (await Leases.Moves(scene.Database, scene.Stop) != moves)
        {
            scene.Say("shards moved because a process was started that must be refused");
        }
    }
}

/// <summary>SIGTERM of a core node with calls up: it hands its shards over and ends, and nobody notices.</summary>
internal sealed class OneCoreIsDrained() : Fault("F-28", "SIGTERM of one core node")
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(10);

    /// <summary>A shard is handed over in 300 ms; the prober asks each 50 ms.</summary>
    public override TimeSpan? Goal => Seconds(0.5);

    public override (int, int) Repetitions => (4, 200);

    public override async Task Strike(Scene scene)
    {
        var victim = scene.AnyCore();
        await scene.AtRandomWithin(Seconds(1));
        scene.Recount();
        var began = TimeProvider.System.GetTimestamp();
        var code = await victim.Drain(DrainMax * 3);
        var took = TimeProvider.System.GetElapsedTime(began);
        if (code != 0 || took > DrainMax)
        {
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"the drain of {victim.Name} took {took.TotalSeconds:0.0} s and ended with {code}"));
        }

        await scene.Answering();
        scene.Meanwhile(victim.Start());
    }
}
