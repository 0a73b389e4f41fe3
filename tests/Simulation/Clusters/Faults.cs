using CallCenter.Simulation.Store;

namespace CallCenter.Simulation.Clusters;

/// <summary>What is done to a cluster (RELIABILITY 2.2): each seed draws its own, at random moments, some of them two within one lease.</summary>
internal sealed class Faults(SimulatedSite site, Fleet fleet)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    private readonly Random random = site.Random;
    private bool isOver;

    private Action[] All =>
    [
        Kill, Kill, Kill, KillSuccessor, KillAll, PowerOff, Freeze, Freeze, Freeze, Pause, CutPair, CutOneWay, CutRing, CutEdge, ResetPair,
        CutFromDatabase, CutFromDatabase, LoseAnswers, LoseRequests, DatabaseAway, RestartDatabase, FailOver, DiskFull, SlowDisk, SetClock, SetClock, Drain, Drain,
        Namesake, Extra,
    ];

    /// <summary>Plans them over the time of the storm.</summary>
    public void Plan(int count, TimeSpan storm)
    {
        for (; count > 0; count--)
        {
            var at = storm * random.NextDouble();
            site.Time.After(at, One);
            if (random.Next(3) == 0)
            {
                site.Time.After(at + (Lease * random.NextDouble()), One);
            }
        }
    }

    /// <summary>The daily faults of every connection.</summary>
    public void Roughen()
    {
        var rough = new StoreFaults { LostBefore = 0.005, LostAfter = 0.005, ReadFails = 0.005, DelayMax = TimeSpan.FromMilliseconds(5), StallMax = TimeSpan.FromMilliseconds(200) };
        site.Server.StallMax = TimeSpan.FromMilliseconds(500);
        site.Server.WorkMax = TimeSpan.FromMilliseconds(1500);
        site.Network.LateMax = TimeSpan.FromMilliseconds(300);
        foreach (var process in fleet.Running)
        {
            process.Wire.Faults = rough;
        }
    }

    /// <summary>No fault any more.</summary>
    public void Heal()
    {
        isOver = true;
        site.Network.Heal();
        site.Server.Start();
        site.Server.IsDiskFull = false;
        (site.Server.FlushMax, site.Server.StallMax) = (TimeSpan.FromMilliseconds(3), TimeSpan.Zero);
        site.Server.WorkMax = TimeSpan.Zero;
        foreach (var process in fleet.Running)
        {
            process.Wire.Faults = StoreFaults.None;
            process.Machine.Thaw();
            (process.Wire.RequestsFrom, process.Wire.AnswersFrom) = (default, default);
        }
    }

    /// <summary>The name of each as it happens, for a story.</summary>
    public Action<string> Told { get; set; } = _ => { };

    private void One()
    {
        if (isOver)
        {
            return;
        }

        var fault = All[random.Next(All.Length)];
        Told(fault.Method.Name);
        fault();
    }

    private int Core() => random.Next(fleet.Count);

    private TimeSpan Between(double from, double to) => TimeSpan.FromSeconds(from + ((to - from) * random.NextDouble()));

    private void After(TimeSpan delay, Action happens) => site.Time.After(delay, () =>
    {
        if (!isOver)
        {
            happens();
        }
    });

    // F-01
    private void Kill() => fleet.Kill(Core());

    // F-02: and who takes over dies while it does.
    private void KillSuccessor()
    {
        var core = Core();
        fleet.Kill(core);
        After(Between(0.2, 3), () => fleet.Kill((core + 1) % fleet.Count));
        After(Between(0.5, 8), () => fleet.Kill((core + 2) % fleet.Count));
    }

    // F-03
    private void KillAll()
    {
        for (var core = 0; core < fleet.Count; core++)
        {
            fleet.Kill(core);
        }
    }

    private void PowerOff() => fleet.Kill(Core(), silently: true);

    // F-04, F-07
    private void Freeze() => fleet.AnyCore()?.Machine.Freeze(Between(1, 30), sleeps: random.Next(2) == 0);

    // F-35: a pause of the collector.
    private void Pause() => fleet.Running[random.Next(fleet.Running.Count)].Machine.Freeze(Between(0.1, 2), sleeps: false);

    // F-09
    private void CutPair()
    {
        var (one, other, length) = (Core(), Core(), Between(1, 20));
        site.Network.Cut(Fleet.NameOf(one), Fleet.NameOf(other), length);
        site.Network.Cut(Fleet.NameOf(other), Fleet.NameOf(one), length);
    }

    private void CutOneWay() => site.Network.Cut(Fleet.NameOf(Core()), Fleet.NameOf(Core()), Between(1, 20));

    /// <summary>Each sees its neighbours only.</summary>
    private void CutRing()
    {
        var length = Between(2, 15);
        for (var core = 0; core < fleet.Count; core++)
        {
            site.Network.Cut(Fleet.NameOf(core), Fleet.NameOf((core + 2) % fleet.Count), length);
            site.Network.Cut(Fleet.NameOf((core + 2) % fleet.Count), Fleet.NameOf(core), length);
        }
    }

    // F-13
    private void CutEdge()
    {
        var (core, length) = (Fleet.NameOf(Core()), Between(1, 15));
        site.Network.Cut("edge", core, length);
        site.Network.Cut(core, "edge", length);
    }

    private void ResetPair() => site.Network.ResetBetween(Fleet.NameOf(Core()), Fleet.NameOf(Core()));

    // F-11
    private void CutFromDatabase() => Cut(fleet.Running[random.Next(fleet.Running.Count)], Between(1, 20), requests: true, answers: true);

    private void LoseAnswers() => Cut(fleet.Running[random.Next(fleet.Running.Count)], Between(1, 15), requests: false, answers: true);

    private void LoseRequests() => Cut(fleet.Running[random.Next(fleet.Running.Count)], Between(1, 15), requests: true, answers: false);

    private void Cut(ClusterProcess process, TimeSpan length, bool requests, bool answers)
    {
        var until = site.Time.GetUtcNow() + length;
        process.Wire.RequestsFrom = requests ? until : process.Wire.RequestsFrom;
        process.Wire.AnswersFrom = answers ? until : process.Wire.AnswersFrom;
    }

    // F-14, F-16: away for everybody, long enough for all leases to end.
    private void DatabaseAway()
    {
        var length = Between(5, 20);
        foreach (var process in fleet.Running)
        {
            Cut(process, length, requests: true, answers: true);
        }
    }

    private void RestartDatabase() => site.Server.Crash(Between(0.5, 10), toStandby: false);

    // F-15
    private void FailOver() => site.Server.Crash(Between(3, 15), toStandby: true);

    // F-17
    private void DiskFull()
    {
        site.Server.IsDiskFull = true;
        After(Between(1, 10), () => site.Server.IsDiskFull = false);
    }

    // F-18
    private void SlowDisk()
    {
        site.Server.FlushMax = Between(0.05, 1);
        After(Between(3, 20), () => site.Server.FlushMax = TimeSpan.FromMilliseconds(3));
    }

    // F-08
    private void SetClock() => fleet.Running[random.Next(fleet.Running.Count)].Machine.Clock.Jump(TimeSpan.FromHours((2 * random.NextDouble()) - 1));

    // F-28
    private void Drain() => fleet.Drain(Core());

    // F-10
    private void Namesake() => fleet.StartNamesake(Core());

    private void Extra() => fleet.StartExtra();
}
