using CallCenter.Cluster.Hosting;
using CallCenter.Simulation.Store;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Machines;

/// <summary>
/// One start of one process, on a machine of its own: it runs its loops, may be frozen (then everything that reaches it waits and its timers
/// are late) and may be killed (then nothing of it happens any more).
/// </summary>
internal sealed class Machine(VirtualTime time, Random random, string name, MachineClock clock)
{
    /// <summary>How long a loop may wait for a processor.</summary>
    private static readonly TimeSpan ScheduleMax = TimeSpan.FromMicroseconds(200);

    private readonly List<Loop> loops = [];
    private readonly Queue<Action> arrived = new();
    private Freezing? frozen;

    /// <summary>By which the network knows it; a process of the same name may run on another.</summary>
    public string Name => name;

    public MachineClock Clock => clock;

    public bool IsAlive { get; private set; } = true;

    public bool IsFrozen => frozen is not null;

    /// <summary>When it was started or went on after being frozen, since boot.</summary>
    public TimeSpan AwakeSince { get; private set; }

    /// <summary>It ended: its kernel says so to whoever is connected, or (true) its power went off and nobody says anything.</summary>
    public event Action<bool> Ended = _ => { };

    public ClientProcess AsClient => new(After, Turn);

    public void Drive(IReactor reactor) => loops.Add(new Loop(reactor));

    /// <summary>From now on nothing of it happens any more.</summary>
    public void Kill(bool silently = false)
    {
        if (IsAlive)
        {
            IsAlive = false;
            arrived.Clear();
            Ended(silently);
        }
    }

    /// <summary>SIGSTOP for a while, or (<paramref name="sleeps"/>) the whole machine sleeps, and its monotonic clock with it.</summary>
    public void Freeze(TimeSpan length, bool sleeps)
    {
        if (!IsAlive || IsFrozen)
        {
            return;
        }

        var freeze = frozen = new Freezing(time.GetUtcNow(), sleeps);
        time.After(length, () => Thaw(freeze));
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw()
    {
        if (frozen is { } freeze)
        {
            Thaw(freeze);
        }
    }

    private void Thaw(Freezing freeze)
    {
        if (frozen != freeze)
        {
            return;
        }

        frozen = null;
        AwakeSince = clock.SinceBoot;
        if (freeze.Sleeps)
        {
            clock.Slept(time.GetUtcNow() - freeze.Since);
        }

        GoOn();
    }

    /// <summary>Something reaches this process: now, when it goes on, or never.</summary>
    public void Turn(Action happens)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsFrozen)
        {
            arrived.Enqueue(happens);
            return;
        }

        happens();
        Look();
    }

    /// <summary>One of its timers, by its monotonic clock.</summary>
    public void After(TimeSpan local, Action happens) => time.After(clock.True(local), () => Turn(happens));

    private void GoOn()
    {
        // First come whatever was in its sockets, then its own late timers, in an order that nobody promises.
        while (IsAlive && !IsFrozen && arrived.TryDequeue(out var happens))
        {
            happens();
        }

        if (IsAlive)
        {
            loops.ForEach(Plan);
        }
    }

    /// <summary>A loop with something in its inbox runs soon.</summary>
    private void Look()
    {
        foreach (var loop in loops)
        {
            if (!loop.Reactor.Inbox.IsEmpty)
            {
                Plan(loop);
            }
        }
    }

    private void Plan(Loop loop)
    {
        if (!loop.IsPlanned)
        {
            loop.IsPlanned = true;
            time.After(ScheduleMax * random.NextDouble(), () =>
            {
                loop.IsPlanned = false;
                Run(loop);
            });
        }
    }

    private void Run(Loop loop)
    {
        if (!IsAlive || IsFrozen)
        {
            return;
        }

        if (loop.Reactor.RunOnce() || !loop.Reactor.Inbox.IsEmpty)
        {
            Plan(loop);
        }
        else if (loop.Reactor.DueIn is { } due)
        {
            Wake(loop, due > TimeSpan.Zero ? due : TimeSpan.Zero);
        }

        Look();
    }

    /// <summary>The loop sleeps until its next timer; of several alarms only the earliest counts.</summary>
    private void Wake(Loop loop, TimeSpan due)
    {
        var at = time.GetUtcNow() + clock.True(due);
        if (loop.WakesAt is { } earlier && earlier <= at && earlier > time.GetUtcNow())
        {
            return;
        }

        loop.WakesAt = at;
        time.At(at, () =>
        {
            if (loop.WakesAt == at)
            {
                loop.WakesAt = null;
            }

            if (IsAlive && !IsFrozen)
            {
                Plan(loop);
            }
        });
    }

    private sealed record Freezing(DateTimeOffset Since, bool Sleeps);

    private sealed class Loop(IReactor reactor)
    {
        public IReactor Reactor { get; } = reactor;

        public bool IsPlanned { get; set; }

        public DateTimeOffset? WakesAt { get; set; }
    }
}
