using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>kill -9 of one of two edges behind Kamailio, while its calls wait, ring and talk. Its supervisor starts it again later.</summary>
internal sealed class AnEdgeDies() : Fault("F-23", "kill -9 of one of two edges behind Kamailio")
{
    public override TimeSpan? Goal => Seconds(2);

    public override Stage Stage => Stage.TwoEdges;

    public override (int, int) Repetitions => (4, 50);

    public override async Task Strike(Scene scene)
    {
        var victim = scene.EdgeOfDialog();
        await scene.AtRandomWithin(Seconds(1));
        scene.Recount();
        await victim.Kill();
        await scene.For(Seconds(6));
        await scene.Answering();
        await victim.Start();
    }
}

/// <summary>
/// One of two edges and one core node do not hear each other; both hear everybody else. A link that is silent counts as dead after 3 s
/// (LinkOptions.SilenceMax); what went into it before that is said again then, through another core.
/// </summary>
internal sealed class AnEdgeLosesACore() : Fault("F-13", "an edge cut off from one core node, 8 s")
{
    public override TimeSpan? Goal => Seconds(2);

    public override bool NeedsWires => true;

    public override Stage Stage => Stage.TwoEdges;

    public override (int, int) Repetitions => (6, 50);

    public override async Task Strike(Scene scene)
    {
        var (edge, core) = (scene.EdgeOfDialog(), scene.ByTurns(scene.Cores));
        scene.Recount();
        await scene.Network.CutBoth(edge.Name, core.Name);
        await scene.For(Seconds(8));
        await scene.Network.Heal();
        await scene.Answering();
    }
}
