using System.Globalization;
using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>The database crashes, or is stopped by its operator, and comes back after up to twenty seconds. Nobody may lose a shard by it.</summary>
internal sealed class TheDatabaseRestarts() : Fault("F-14", "PostgreSQL stopped (immediate, fast), back after 0-20 s")
{
    /// <summary>From the moment it answers again.</summary>
    public override TimeSpan? Goal => Seconds(2);

    public override (int, int) Repetitions => (3, 200);

    public override async Task Strike(Scene scene)
    {
        var down = scene.ByTurns(0, 5, 12, 20, 0, 5, 0, 5);
        await scene.AtRandomWithin(Seconds(1));
        await scene.Database.Primary.Stop(scene.Round % 2 == 0 ? "-QUIT" : "-INT");
        await scene.For(Seconds(down));
        await scene.Database.Primary.Start(scene.Stop);
        scene.Recount();
        await scene.Answering();
    }
}

/// <summary>The primary is killed and its synchronous standby takes over, with the address.</summary>
internal sealed class TheStandbyIsPromoted() : Fault("F-15", "PostgreSQL fails over to its synchronous standby")
{
    /// <summary>From the end of the promotion.</summary>
    public override TimeSpan? Goal => Seconds(2);

    public override bool NeedsWires => true;

    public override async Task Strike(Scene scene)
    {
        await scene.Database.AddStandby(scene.Stop);
        await scene.AtRandomWithin(Seconds(3));
        await scene.Database.FailOver();
        scene.Recount();
        await scene.Answering();
    }
}

/// <summary>No lease can be renewed until all have ended by the clock; then the database is back. Owners must renew, and nothing must move.</summary>
internal sealed class AllLeasesEndAtOnce() : Fault("F-16", "all leases end while PostgreSQL is away, then it is back")
{
    /// <summary>Shards that come back to a node of an earlier fault are not this one's.</summary>
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StillMax = TimeSpan.FromMinutes(2);

    public override TimeSpan? Goal => Seconds(3);

    public override async Task Strike(Scene scene)
    {
        await scene.Steady(StillFor, StillMax);
        var moves = await Leases.Moves(scene.Database, scene.Stop);
        await scene.Database.Primary.Stop("-QUIT");
        await scene.For(Seconds(9));
        await scene.Database.Primary.Start(scene.Stop);
        scene.Recount();
        await scene.Answering();
        var moved = await Leases.Moves(scene.Database, scene.Stop) - moves;
        if (moved > 0)
        {
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"{moved} shards moved: an outage of the database must reshuffle nothing"));
        }
    }
}

/// <summary>The database's disk is full for a while. A server that gave up is started again by its supervisor.</summary>
internal sealed class TheDiskIsFull() : Fault("F-17", "the database's disk is full for 8 s")
{
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(8);

    /// <summary>From the moment there is space again and the server answers.</summary>
    public override TimeSpan? Goal => Seconds(5);

    public override Stage Stage => Stage.SmallDisk;

    public override async Task Strike(Scene scene)
    {
        var filler = Path.Combine(scene.Database.Disk, "filler");
        await Tool.Try("dd", "if=/dev/zero", $"of={filler}", "bs=1M", "status=none");
        await scene.For(Full);
        File.Delete(filler);
        if (!scene.Database.Primary.IsRunning)
        {
            await scene.Database.Primary.Start(scene.Stop);
        }

        scene.Recount();
        await scene.Answering();
    }
}
