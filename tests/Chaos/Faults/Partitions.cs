namespace CallCenter.Chaos.Faults;

/// <summary>A core node dies, and the database's answers to a survivor are lost while it takes over: it owns shards and does not know it.</summary>
internal sealed class TheTakeOverIsNotHeardOf() : Fault("F-06", "answers of the database lost during a take-over")
{
    public override TimeSpan? Goal => Seconds(5);

    public override bool NeedsWires => true;

    public override async Task Strike(Scene scene)
    {
        var victim = scene.AnyCore();
        var survivor = scene.Cores.First(core => core != victim);
        scene.Recount();
        await victim.Kill();
        await scene.AtRandomWithin(Seconds(1));
        await scene.Network.Cut(scene.Database.Primary.Host, survivor.Name);
        await scene.For(Seconds(1.5));
        await scene.Network.Heal();
        await scene.Answering();
        scene.Meanwhile(victim.Start());
    }
}

/// <summary>Core nodes do not hear each other, the database hears all: a pair, one way, one from all others, a ring with a gap.</summary>
internal sealed class CoresDoNotHearEachOther() : Fault("F-09", "core nodes cut off from each other, the database reachable, 8 s")
{
    private enum Shape
    {
        Pair,
        OneWay,
        Alone,
        AloneWithTheEdgeToo,
    }

    public override TimeSpan? Goal => Seconds(5);

    public override bool NeedsWires => true;

    public override (int, int) Repetitions => (4, 20);

    public override async Task Strike(Scene scene)
    {
        var one = scene.AnyCore().Name;
        var others = scene.Cores.Select(core => core.Name).Where(name => name != one).ToList();
        scene.Recount();
        switch (scene.ByTurns(Enum.GetValues<Shape>()))
        {
            case Shape.Pair:
                await scene.Network.CutBoth(one, others[0]);
                break;
            case Shape.OneWay:
                await scene.Network.Cut(one, others[0]);
                break;
            case Shape.Alone:
                await scene.Network.CutBoth(one, others[0]);
                await scene.Network.CutBoth(one, others[1]);
                break;
            default:
                await scene.Network.CutBoth(one, others[0]);
                await scene.Network.CutBoth(one, others[1]);
                await scene.Network.CutBoth(one, scene.Center.Edge.Name);
                await scene.Network.CutBoth(one, "peers");
                break;
        }

        await scene.For(Seconds(8));
        await scene.Network.Heal();
        await scene.Answering();
    }
}

/// <summary>A core node does not reach the database: both ways, answers lost, requests lost, by turns.</summary>
internal sealed class OneCoreLosesTheDatabase() : Fault("F-11", "one core node cut off from the database, 8 s")
{
    public override TimeSpan? Goal => Seconds(5);

    public override bool NeedsWires => true;

    public override (int, int) Repetitions => (3, 200);

    public override async Task Strike(Scene scene)
    {
        var (victim, database) = (scene.AnyCore().Name, scene.Database.Primary.Host);
        scene.Recount();
        switch (scene.Round % 3)
        {
            case 0:
                await scene.Network.CutBoth(victim, database);
                break;
            case 1:
                await scene.Network.Cut(database, victim);
                break;
            default:
                await scene.Network.Cut(victim, database);
                break;
        }

        await scene.For(Seconds(8));
        await scene.Network.Heal();
        await scene.Answering();
    }
}

/// <summary>What processes tell each other comes late: frames wait in the sockets while a wire is cut, and all come at once, after they were sent again.</summary>
internal sealed class MessagesComeLate() : Fault("F-21", "messages between processes come 1.5 s late and again")
{
    private const int Times = 4;

    public override TimeSpan? Goal => Seconds(5);

    public override bool NeedsWires => true;

    public override async Task Strike(Scene scene)
    {
        scene.Recount();
        for (var time = 0; time < Times; time++)
        {
            var one = scene.AnyCore().Name;
            var other = scene.Cores.Select(core => core.Name).Append(scene.Center.Edge.Name).Where(name => name != one).OrderBy(_ => scene.Random.Next()).First();
            await scene.Network.CutBoth(one, other);
            await scene.For(Seconds(1.5));
            await scene.Network.Heal();
            await scene.AtRandomWithin(Seconds(1));
        }

        await scene.Answering();
    }
}
