using CallCenter.Chaos.Lab;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Faults;

/// <summary>kill -9 of one core node, in turn at any moment and at each step of a call that the wire shows. Its supervisor starts it again later.</summary>
internal sealed class OneCoreDies() : Fault("F-01", "kill -9 of one core node")
{
    private static readonly TimeSpan StepMax = TimeSpan.FromSeconds(10);

    /// <summary>A step of a call: the first words of the message, and of which request it is.</summary>
    private static readonly (string First, string Request)[] Steps =
    [
        ("", ""), ("INVITE sip:4", "INVITE"), ("INVITE sip:a", "INVITE"), ("SIP/2.0 180", "INVITE"), ("SIP/2.0 200", "INVITE"), ("ACK", "ACK"), ("BYE", "BYE"), ("SIP/2.0 200", "BYE"),
    ];

    public override TimeSpan? Goal => Seconds(3);

    public override (int, int) Repetitions => (4, 200);

    public override async Task Strike(Scene scene)
    {
        var (first, request) = scene.ByTurns(Steps);
        if (first.Length > 0)
        {
            await scene.Traffic.Wire.Next(message => IsStep(message, first, request)).WaitAsync(StepMax, scene.Stop);
        }

        var victim = scene.AnyCore();
        scene.Recount();
        await victim.Kill();
        await scene.Answering();
        scene.Meanwhile(victim.Start());
    }

    private static bool IsStep(Datagram message, string first, string request) =>
        message.FirstLine.StartsWith(first, StringComparison.Ordinal) && message.Header("CSeq").EndsWith(request, StringComparison.Ordinal);
}

/// <summary>kill -9 of a core node, then of whoever took its shards over, in the middle of its recovery, three times.</summary>
internal sealed class TheHeirDiesToo() : Fault("F-02", "kill -9 of a core node, then of its heir in recovery, three times")
{
    private const int Deaths = 3;
    private static readonly TimeSpan TakeOverMax = TimeSpan.FromSeconds(15);

    public override TimeSpan? Goal => Seconds(12);

    public override async Task Strike(Scene scene)
    {
        var victim = scene.AnyCore();
        List<Task> restarts = [];
        scene.Recount();
        for (var death = 0; death < Deaths; death++)
        {
            var owned = await Leases.OwnedBy(scene.Database, victim.Name, scene.Stop);
            await victim.Kill();
            var dead = victim;
            restarts.Add(dead.Start());
            string? heir = null;
            await Pace.Until(async () => (heir = await Leases.HeirOf(scene.Database, dead.Name, owned, scene.Stop)) is not null, TakeOverMax, scene.Stop);
            await Task.WhenAll(restarts);
            victim = scene.Cores.First(core => core.Name == (heir ?? dead.Name));
        }

        await scene.Answering();
    }
}

/// <summary>kill -9 of all core nodes at once, and a cold start.</summary>
internal sealed class AllCoresDie() : Fault("F-03", "kill -9 of all core nodes, cold start")
{
    /// <summary>From the start of the processes: 5 s for the first shard, 15 s for all.</summary>
    public override TimeSpan? Goal => Seconds(15);

    public override async Task Strike(Scene scene)
    {
        await Task.WhenAll(scene.Cores.Select(core => core.Kill()));
        await scene.AtRandomWithin(Seconds(3));
        scene.Recount();
        await Task.WhenAll(scene.Cores.Select(core => core.Start()));
        await scene.Answering();
    }
}
