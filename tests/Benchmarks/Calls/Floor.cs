using System.Diagnostics;
using CallCenter.Benchmarks.Sip;
using CallCenter.Simulation.Truth.Floor;

namespace CallCenter.Benchmarks.Calls;

/// <summary>Callers and agents around one product. Callers come at a rate, or so that always the same number is there.</summary>
internal sealed class Floor : IDisposable
{
    private const double WarmUpCallsPerSecond = 100;
    private static readonly TimeSpan WarmUpLength = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WarmUpTalk = TimeSpan.FromMilliseconds(20);

    private readonly SipLoop loop = new();
    private readonly Callers callers;
    private readonly AgentPhones agents;
    private double rate;
    private int kept;
    private int arrivalsRun;

    public Floor(IEnumerable<Team> teams, string sdp)
    {
        callers = new Callers(loop, sdp, Refill);
        agents = new AgentPhones(loop, teams.Sum(team => team.Agents), callers.Offered);
        loop.Start();
    }

    /// <summary>Whom callers call from now on, and how long each agent talks.</summary>
    public Task Turn(Team team, TimeSpan talk) => loop.Ask(() => (callers.Number, agents.Talk) = (team.Number, talk));

    /// <summary>A center that has run for a while: its code is compiled, its caches are warm.</summary>
    public async Task WarmUp(Team team)
    {
        await Turn(team, WarmUpTalk);
        await Arrive(WarmUpCallsPerSecond);
        await Pause.For(WarmUpLength);
        if (!await Empty(WarmUpLength))
        {
            throw new InvalidOperationException($"{await Present()} calls of the warming up hang");
        }
    }

    /// <summary>A new tally, with the callers of the old one still on the line.</summary>
    public Task<Tally> Begin() => loop.Ask(() =>
    {
        var tally = new Tally();
        (callers.Tally, agents.Tally) = (tally, tally);
        return tally;
    });

    /// <summary>So many a second, evenly, from now on; 0 stops.</summary>
    public Task Arrive(double perSecond) => loop.Ask(() =>
    {
        (rate, kept) = (perSecond, 0);
        Next(++arrivalsRun, Stopwatch.GetTimestamp());
        return true;
    });

    /// <summary>These, each at its moment from now on.</summary>
    public Task<IReadOnlyList<SeenCall>> Arrive(IReadOnlyList<DrawnCall> drawn) => loop.Ask<IReadOnlyList<SeenCall>>(() =>
    {
        arrivalsRun++;
        (rate, kept) = (0, 0);
        var began = Stopwatch.GetTimestamp();
        SeenCall[] seen = [.. drawn.Select(call => new SeenCall(call))];
        foreach (var call in seen)
        {
            loop.At(began + SipLoop.Ticks(call.Drawn.At), () => callers.Place(call));
        }

        return seen;
    });

    /// <summary>As many callers on the line from now on, connected or waiting: who leaves is replaced at once. New ones come at <paramref name="perSecond"/>.</summary>
    public async Task Keep(int count, double perSecond)
    {
        await Arrive(perSecond);
        if (!await Pause.Until(async () => await Present() >= count, TimeSpan.FromSeconds(90)))
        {
            throw new InvalidOperationException($"only {await Present()} of {count} callers are on the line");
        }

        await loop.Ask(() =>
        {
            (rate, kept) = (0, count);
            return true;
        });
    }

    public Task<int> Present() => loop.Ask(() => callers.Present);

    /// <summary>Nobody comes any more; false when somebody is still on the line after <paramref name="most"/>.</summary>
    public async Task<bool> Empty(TimeSpan most)
    {
        await Arrive(0);
        return await Pause.Until(async () => await Present() == 0, most);
    }

    public void Dispose() => loop.Dispose();

    private void Next(int run, long at)
    {
        if (run == arrivalsRun && rate > 0)
        {
            callers.Place();
            var next = at + SipLoop.Ticks(TimeSpan.FromSeconds(1 / rate));
            loop.At(next, () => Next(run, next));
        }
    }

    private void Refill()
    {
        if (callers.Present < kept)
        {
            callers.Place();
        }
    }
}
