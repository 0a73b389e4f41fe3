using System.Globalization;
using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>
/// The wall clock of one process jumps by an hour, forward and back, while it runs; or all its clocks run 5 % fast or slow. No lease, no timer and no
/// date in a call's record may follow it: nothing moves, nobody waits longer, agents are rung as before.
/// </summary>
internal sealed class OneClockIsWrong() : Fault("F-08", "one process's wall clock +-1 h; one core node's clocks 5 % fast, slow")
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Longer than leases, and than several calls.</summary>
    private static readonly TimeSpan Wrong = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan StillFor = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan StillMax = TimeSpan.FromMinutes(2);

    /// <summary>What a decision is dated may differ from when it was stored by its way to the database, on a busy machine.</summary>
    private static readonly TimeSpan DateErrorMax = TimeSpan.FromSeconds(3);

    /// <summary>Nobody may notice.</summary>
    public override TimeSpan? Goal => Seconds(1);

    public override Stage Stage => Stage.OwnClocks;

    public override (int, int) Repetitions => (6, 20);

    public override async Task Strike(Scene scene)
    {
        var core = scene.AnyCore();
        Func<Task> strike = scene.ByTurns<Func<Task>>(
            () => Jumps(scene, core, Hour),
            () => Jumps(scene, scene.Center.Edge, Hour),
            () => Runs(scene, core, 1.05),
            () => Jumps(scene, core, -Hour),
            () => Jumps(scene, scene.Center.Edge, -Hour),
            () => Runs(scene, core, 0.95));
        await strike();
    }

    private static Task Jumps(Scene scene, Node node, TimeSpan ahead) => Unnoticed(scene, async () =>
    {
        node.SetClock(ahead);
        await scene.For(Wrong);
        node.SetClock(TimeSpan.Zero);
        await scene.For(TimeSpan.FromSeconds(Clocks.LookEvery * 2));
    });

    private static async Task Runs(Scene scene, Node node, double rate)
    {
        await Again(scene, node, Clocks.Running(rate, scene.Center.FolderOf(node)));
        await Unnoticed(scene, () => scene.For(Wrong));
        await Again(scene, node, Clocks.Settable(scene.Center.FolderOf(node)));
    }

    private static async Task Again(Scene scene, Node node, IReadOnlyDictionary<string, string> clocks)
    {
        await node.Drain(TimeSpan.FromSeconds(30));
        node.See(clocks);
        await node.Start();
        await scene.Whole();
    }

    /// <summary>While this goes on.</summary>
    private static async Task Unnoticed(Scene scene, Func<Task> wrong)
    {
        await scene.Steady(StillFor, StillMax);
        var began = await scene.Database.Scalar<DateTime>("select clock_timestamp()", scene.Stop);
        var moves = await Leases.Moves(scene.Database, scene.Stop);
        scene.Recount();
        await wrong();
        await scene.Answering();
        if (await Leases.Moves(scene.Database, scene.Stop) - moves is > 0 and var moved)
        {
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"{moved} shards moved because a clock was wrong"));
        }

        var since = string.Create(CultureInfo.InvariantCulture, $"'{began:yyyy-MM-dd HH:mm:ss.ffffff}+00'::timestamptz");
        var misdated = await scene.Database.Scalar<string>(
            string.Create(CultureInfo.InvariantCulture, $"""
                select coalesce(string_agg(format('%s %s dated %s, stored %s', stream, tag, dated, db_ts), '; '), '') from
                    (select stream, tag, dated, db_ts from
                        (select stream, tag, (convert_from(body, 'UTF8')::jsonb ->> 'at')::timestamptz as dated, db_ts from event where db_ts > {since}) e
                     where abs(extract(epoch from dated - db_ts)) > {DateErrorMax.TotalSeconds} limit 3) wrong
                """),
            scene.Stop);
        if (misdated.Length > 0)
        {
            scene.Say($"dates follow the clock that is wrong: {misdated}");
        }

        if (await scene.Database.Scalar<long>($"select count(*) from event where tag = 'call_leg_answered' and db_ts > {since}", scene.Stop) == 0)
        {
            scene.Say("no agent answered a call while the clock was wrong");
        }
    }
}
