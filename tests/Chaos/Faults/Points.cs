using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Faults;

/// <summary>
/// F-01 at every await point: a core node dies by itself exactly before or after a write of the journal, amid the release of what a write made durable, and
/// before or after a call of the register that takes or gives shards. By turns of the points, and of the decisions that are being written.
/// </summary>
internal sealed class OneCoreDiesAtAPoint() : Fault("F-01-points", "a core node dies before, after, amid a write, a take-over, a hand-over")
{
    private static readonly TimeSpan DeathMax = TimeSpan.FromSeconds(30);

    private static readonly string[] Decisions =
        ["call_arrived", "queue_offer_made", "agent_reserved", "call_leg_requested", "call_leg_answered", "call_agent_segment_ended", "agent_wrap_up_ended"];

    private static readonly string[] OfTheRegister = ["before-acquire:die:1", "after-acquire:die:1", "before-hand-over:die:1", "after-hand-over:die:1"];

    private static readonly string[] Points =
    [
        .. Decisions.SelectMany(decision => new[] { $"before-append:die:{decision}", $"after-append:die:{decision}", $"mid-release:die:{decision}" })
            .Chunk(6).SelectMany((some, chunk) => some.Append(OfTheRegister[chunk % OfTheRegister.Length])),
    ];

    /// <summary>One death; the deaths of an heir are two in a row.</summary>
    public override TimeSpan? Goal => Seconds(6);

    public override Stage Stage => Stage.Failpoints;

    public override (int, int) Repetitions => (3, 50);

    public override async Task Strike(Scene scene)
    {
        var point = scene.ByTurns(Points);
        var victim = point.Contains(":queue_", StringComparison.Ordinal) ? await OwnerOfTheQueue(scene) : scene.AnyCore();
        scene.Recount();
        if (point.Contains("acquire", StringComparison.Ordinal))
        {
            await InItsTakeOver(scene, victim, point);
        }
        else
        {
            await Dies(scene, victim, point, point.Contains("hand-over", StringComparison.Ordinal) ? () => victim.Terminate() : () => Task.CompletedTask);
        }

        await scene.Answering();
    }

    /// <summary>There is but one that is served.</summary>
    private static async Task<Node> OwnerOfTheQueue(Scene scene)
    {
        var owner = await Leases.OwnerOf(scene.Database, "%/queue/talk", scene.Stop);
        return scene.Cores.FirstOrDefault(core => core.Name == owner) ?? scene.AnyCore();
    }

    /// <summary>Somebody else dies first, so that there is something to take.</summary>
    private static async Task InItsTakeOver(Scene scene, Node heir, string point)
    {
        var first = scene.Owners.FirstOrDefault(core => core != heir);
        if (first is null)
        {
            // One owns all: whoever stands by takes over.
            (first, heir) = (heir, scene.Cores.First(core => core != heir));
        }

        await Dies(scene, heir, point, first.Kill);
        scene.Meanwhile(first.Start());
    }

    private static async Task Dies(Scene scene, Node victim, string point, Func<Task> cause)
    {
        if (!await victim.DiesAt(point, cause, DeathMax))
        {
            scene.Say($"{victim.Name} did not come to {point}");
        }

        if (!victim.IsRunning)
        {
            scene.Meanwhile(victim.Start());
        }
    }
}
