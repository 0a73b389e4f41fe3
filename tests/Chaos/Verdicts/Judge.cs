using System.Globalization;
using CallCenter.Chaos.Faults;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;

namespace CallCenter.Chaos.Verdicts;

/// <summary>Compares what callers, wire, API and journal say after a fault with what they said before it.</summary>
internal sealed class Judge(Database database, Center center, Traffic traffic)
{
    private LostCalls lost = LostCalls.None;
    private int doubled;
    private Places places = new([]);
    private readonly HashSet<string> found = [];

    /// <summary>How things stand before the fault.</summary>
    public async Task Look(Scene scene)
    {
        places = await Read(scene.Stop);
        if (places.Lines.Count != Traffic.Size.Waiting)
        {
            scene.Say(string.Create(CultureInfo.InvariantCulture, $"{places.Lines.Count} of {Traffic.Size.Waiting} calls wait before the fault"));
        }
    }

    public async Task<Repetition> Verdict(Scene scene, TimeSpan recovery)
    {
        var now = await Read(scene.Stop);
        return await Judged(recovery, now.ChangedSince(places), scene.Broken, Journal.Recent, scene.Stop);
    }

    /// <summary>Everybody hangs up: only now it shows whether the last calls were still known.</summary>
    public async Task<Repetition> End(TimeSpan most, CancellationToken stop)
    {
        IReadOnlyList<string> broken = await traffic.End(most, stop) ? [] : ["calls are left over that neither ended nor failed"];
        return await Judged(TimeSpan.Zero, 0, broken, Journal.Whole, stop);
    }

    private async Task<Repetition> Judged(TimeSpan recovery, int moved, IReadOnlyList<string> said, TimeSpan lately, CancellationToken stop)
    {
        var lostBefore = lost;
        lost = traffic.Lost();
        var doubledBefore = doubled;
        var seen = traffic.Wire.Offers.Doubled;
        doubled = seen.Count;
        List<string> broken = [.. said, .. (await Journal.Check(database, lately, stop)).Where(found.Add), .. seen.Skip(doubledBefore).Select(one => $"offered twice: {one}")];
        if (moved > 0)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{moved} waiting calls are not where they were"));
        }

        var since = lost - lostBefore;
        if (since.All > 0)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"lost calls: {since.Established} talking, {since.Waiting} waiting, {since.InSetUp} in set-up"));
        }

        return new Repetition(recovery, since, doubled - doubledBefore, moved, broken);
    }

    private async Task<Places> Read(CancellationToken stop)
    {
        Places? read = null;
        await Pace.Until(
            async () =>
            {
                try
                {
                    read = await Places.Read(center, stop);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Scene.HealMax, stop);
        return read ?? throw new TimeoutException("the API does not answer");
    }
}
