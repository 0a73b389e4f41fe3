namespace CallCenter.Chaos.Faults;

/// <summary>Two faults within the time of one lease. Only the rules count, and that the cluster heals by itself.</summary>
internal sealed class TwoAtOnce() : Fault("F-40", "two random faults within one lease")
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    public override bool NeedsWires => true;

    public override (int, int) Repetitions => (3, 20);

    /// <summary>Each takes another kind of thing away, so that both can be given back.</summary>
    private static IReadOnlyList<Func<Scene, Task>> Causes { get; } = [KillCore, FreezeCore, CutCores, CutDatabase, StopDatabase];

    public override async Task Strike(Scene scene)
    {
        var causes = scene.Random.GetItems(Causes.ToArray(), Causes.Count).Distinct().Take(2).ToList();
        var others = Causes.Except(causes).ToList();
        causes.AddRange(others.Take(2 - causes.Count));
        await Task.WhenAll(causes[0](scene), Later(scene, causes[1]));
        await scene.Network.Heal();
        scene.Recount();
        await scene.Answering();
    }

    private static async Task Later(Scene scene, Func<Scene, Task> cause)
    {
        await scene.AtRandomWithin(Lease);
        await cause(scene);
    }

    private static async Task KillCore(Scene scene)
    {
        await scene.Cores[0].Kill();
        await scene.AtRandomWithin(Lease);
        await scene.Cores[0].Start();
    }

    private static async Task FreezeCore(Scene scene)
    {
        await scene.Cores[1].Freeze();
        await scene.AtRandomWithin(Lease * 2);
        await scene.Cores[1].Thaw();
    }

    private static async Task CutCores(Scene scene)
    {
        await scene.Network.CutBoth(scene.Cores[2].Name, scene.Cores[scene.Random.Next(2)].Name);
        await scene.AtRandomWithin(Lease * 2);
    }

    private static async Task CutDatabase(Scene scene)
    {
        await scene.Network.CutBoth(scene.Cores[2].Name, scene.Database.Primary.Host);
        await scene.AtRandomWithin(Lease * 2);
    }

    private static async Task StopDatabase(Scene scene)
    {
        await scene.Database.Primary.Stop("-QUIT");
        await scene.AtRandomWithin(Lease * 2);
        await scene.Database.Primary.Start(scene.Stop);
    }
}
