namespace CallCenter.Chaos.Faults;

/// <summary>SIGSTOP of one core node for 1, 3, 7 and 30 seconds by turns, then SIGCONT: it wakes up believing that no time has passed.</summary>
internal sealed class OneCoreFreezes() : Fault("F-04", "SIGSTOP of one core node for 1, 3, 7, 30 s, then SIGCONT")
{
    /// <summary>Shorter and longer than a lease; from its end on nothing changes any more, so the longest is seldom.</summary>
    private static readonly double[] Lengths = [3, 7, 1, 30, 1, 3, 7, 1, 3, 7];

    public override TimeSpan? Goal => Seconds(5);

    public override (int, int) Repetitions => (4, 200);

    public override async Task Strike(Scene scene)
    {
        var victim = scene.AnyCore();
        await scene.AtRandomWithin(Seconds(1));
        scene.Recount();
        await victim.Freeze();
        await scene.For(Seconds(scene.ByTurns(Lengths)));
        await victim.Thaw();
        await scene.Answering();
    }
}

/// <summary>SIGSTOP of a core node at the very moment when the database works on its append.</summary>
internal sealed class OneCoreFreezesInAnAppend() : Fault("F-05", "SIGSTOP of one core node while its append is under way, 8 s")
{
    private static readonly TimeSpan AppendMax = TimeSpan.FromSeconds(5);

    public override TimeSpan? Goal => Seconds(5);

    public override async Task Strike(Scene scene)
    {
        var victim = scene.AnyCore();
        await Lab.Pace.Until(() => Lab.Leases.IsAppending(scene.Database, victim.Name, scene.Stop), AppendMax, scene.Stop);
        scene.Recount();
        await victim.Freeze();
        await scene.For(Seconds(8));
        await victim.Thaw();
        await scene.Answering();
    }
}
