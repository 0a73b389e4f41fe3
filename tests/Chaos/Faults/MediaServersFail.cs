using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>
/// kill -9 of the rtpengine with the sound of most calls: it is back at once with its sessions from Redis, at once without them, or only when its calls
/// have found another. What counts is how long a caller hears nothing.
/// </summary>
internal sealed class OneMediaServerDies() : Fault("F-22", "kill -9 of one of two rtpengines; back at once with its sessions, at once without, or later")
{
    private enum Return
    {
        WithItsSessions,
        WithoutThem,
        Later,
    }

    public override TimeSpan? Goal => Seconds(8);

    public override TimeSpan? GoalOfHalf => Seconds(3);

    public override Stage Stage => Stage.MediaServers;

    public override (int, int) Repetitions => (3, 60);

    public override async Task Strike(Scene scene)
    {
        var back = scene.ByTurns(Enum.GetValues<Return>());
        var (_, victim) = scene.Busiest();
        scene.Recount();
        scene.Traffic.Sound!.Begin();
        await victim.Kill();
        var dead = TimeProvider.System.GetUtcNow() + Arrived;
        if (back == Return.WithoutThem)
        {
            await scene.MediaServers!.Forget(victim);
        }

        if (back != Return.Later)
        {
            await victim.Start();
        }

        await scene.Hearing(dead, victim.Control.Address);
        if (back == Return.Later)
        {
            await victim.Start();
        }

        await scene.Answering();
    }
}

/// <summary>
/// The edge does not reach an rtpengine: both ways, its commands are lost, the answers are lost. Sound that flows goes on, and is not lost when the
/// calls are moved; what it still had of them is closed when it is reached again.
/// </summary>
internal sealed class OneMediaServerIsNotReached() : Fault("F-12", "the edge cut off from one of two rtpengines, 8 s")
{
    public override TimeSpan? Goal => Seconds(3);

    public override bool NeedsWires => true;

    public override Stage Stage => Stage.MediaServers;

    public override (int, int) Repetitions => (3, 20);

    public override async Task Strike(Scene scene)
    {
        var (host, victim) = scene.Busiest();
        var edge = scene.Center.Edge.Name;
        scene.Recount();
        scene.Traffic.Sound!.Begin();
        if (scene.Round % 3 != 1)
        {
            await scene.Network.Cut(edge, host);
        }

        if (scene.Round % 3 != 2)
        {
            await scene.Network.Cut(host, edge);
        }

        await scene.For(Seconds(8));
        await scene.Network.Heal();
        await scene.Hearing(TimeProvider.System.GetUtcNow(), victim.Control.Address);
        await scene.Answering();
    }
}
