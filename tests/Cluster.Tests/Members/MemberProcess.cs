using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests.Members;

/// <summary>One start of one process: a member, the shards it hosts, its clock, its links, and what can be done to it.</summary>
internal sealed class MemberProcess : ILinks, IShardHost, IBootClock
{
    private static readonly TimeSpan DrainTakes = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan VacatingTakes = TimeSpan.FromMilliseconds(20);

    private readonly MemberWorld world;
    private readonly double rate;
    private readonly DateTimeOffset started;
    private readonly Queue<Action> waiting = new();
    private IReadOnlyCollection<Peer> reached = [];
    private TimeSpan slept;
    private DateTimeOffset? plannedAt;

    public MemberProcess(MemberWorld world, string name, double rate, Func<MemberOptions, MemberOptions> with)
    {
        (this.world, this.rate, Name, started) = (world, rate, name, world.Now);
        Clock = new NodeClock(new RatedTime(this));
        var connection = new SimulatedConnection(world.Server, Wire, new ClientProcess(After, Turn), TimeSpan.FromSeconds(1), world.Time, name[0], world.After);
        Member = new ClusterMember(new MemberParts
        {
            Options = with(new MemberOptions { Cluster = "test", Name = name, Address = $"{name}:1", Seed = name[0], Start = new Guid(world.Processes.Count + 1, 0, 0, new byte[8]) }),
            Leases = new SimulatedLeases(connection, world.Register),
            Links = this,
            Host = this,
            Clock = this,
            Time = Clock,
            Joined = self => (Self, Joins) = (self, Joins + 1),
            Refused = refusal => Refusal = refusal.Message,
        });
    }

    public string Name { get; }

    public ClusterMember Member { get; }

    public NodeClock Clock { get; }

    public SimulatedWire Wire { get; } = new();

    public Peer? Self { get; private set; }

    public bool IsAlive { get; private set; } = true;

    public bool IsFrozen { get; private set; }

    public bool IsHeld { get; private set; }

    /// <summary>The others say that they have heard that it owns nothing any more.</summary>
    public bool IsHeardBy { get; set; } = true;

    public int Joins { get; private set; }

    public int Holds { get; private set; }

    public string? Refusal { get; private set; }

    public Dictionary<int, long> Hosted { get; } = [];

    public HashSet<int> Draining { get; } = [];

    /// <summary>The most shards that were drained at the same time.</summary>
    public int DrainingMost { get; private set; }

    /// <summary>What it was told and what it sent, in order.</summary>
    public List<string> Story { get; } = [];

    public TimeSpan SinceBoot => TimeSpan.FromHours(1) + ((world.Now - started) * rate);

    public TimeSpan Awake => SinceBoot - slept;

    public bool Serves(int shard, long owner, long epoch) =>
        IsAlive && !IsFrozen && !IsHeld && owner == Member.Incarnation && !Draining.Contains(shard) && Hosted.GetValueOrDefault(shard) == epoch;

    public bool Reaches(MemberProcess other) => other.Self is { } self && reached.Any(peer => peer.Name == self.Name && peer.Incarnation == self.Incarnation);

    public void Kill()
    {
        IsAlive = false;
        world.Relink();
    }

    /// <summary>It does nothing until <see cref="Thaw"/>, and then finds all that came meanwhile.</summary>
    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        while (waiting.TryDequeue(out var happens))
        {
            happens();
        }

        world.Relink();
        Plan();
    }

    /// <summary>The machine sleeps: a frozen process whose monotonic clock stood still.</summary>
    public void Sleep(TimeSpan span)
    {
        Freeze();
        world.Elapse(span);
        slept += span * rate;
        Thaw();
    }

    /// <summary>Nothing of the database reaches it, and nothing of it the database.</summary>
    public void CutFromDatabase(TimeSpan span) => (Wire.RequestsFrom, Wire.AnswersFrom) = (world.Now + span, world.Now + span);

    /// <summary>Something arrives.</summary>
    public void Turn(Action happens)
    {
        if (IsFrozen)
        {
            waiting.Enqueue(happens);
        }
        else if (IsAlive)
        {
            happens();
            Plan();
        }
    }

    public void Plan() => PlanAt(world.Now);

    void ILinks.Reach(IReadOnlyCollection<Peer> peers)
    {
        reached = peers;
        world.Relink();
    }

    bool ILinks.TrySend(string member, Frame frame)
    {
        if (frame is not (Frame.Probe or Frame.Probed))
        {
            Story.Add(frame.GetType().Name);
        }

        return world.Carry(this, member, frame);
    }

    void IShardHost.Learn(ClusterView view)
    {
    }

    void IShardHost.Acquire(IReadOnlyDictionary<int, long> epochs)
    {
        Story.Add("acquire");
        foreach (var (shard, epoch) in epochs)
        {
            Draining.Remove(shard);
            Hosted[shard] = epoch;
        }
    }

    void IShardHost.Lose(IReadOnlyCollection<int> shards)
    {
        Story.Add("lose");
        foreach (var shard in shards)
        {
            Assert.True(Hosted.Remove(shard));
            Draining.Remove(shard);
        }
    }

    void IShardHost.Drain(IReadOnlyCollection<int> shards, Action drained)
    {
        Assert.All(shards, shard => Assert.Contains(shard, Hosted.Keys));
        Draining.UnionWith(shards);
        DrainingMost = Math.Max(DrainingMost, Draining.Count);
        After(DrainTakes, () => Turn(drained));
    }

    void IShardHost.Keep(IReadOnlyCollection<int> shards) => Draining.ExceptWith(shards);

    void IShardHost.Vacate(long incarnation, Action told)
    {
        Assert.Empty(Hosted);
        Story.Add("vacate");
        if (IsHeardBy)
        {
            After(VacatingTakes, told);
        }
    }

    void IShardHost.Hold()
    {
        Story.Add("hold");
        (IsHeld, Holds) = (true, Holds + 1);
    }

    void IShardHost.Resume()
    {
        Story.Add("resume");
        IsHeld = false;
    }

    private void After(TimeSpan delay, Action happens) => world.After(delay, () => Turn(happens));

    private void PlanAt(DateTimeOffset at)
    {
        if (plannedAt is { } earlier && earlier <= at)
        {
            return;
        }

        plannedAt = at;
        world.After(at - world.Now, () =>
        {
            if (plannedAt == at)
            {
                plannedAt = null;
                Run();
            }
        });
    }

    private void Run()
    {
        if (!IsAlive || IsFrozen)
        {
            return;
        }

        while (Member.RunOnce() || !Member.Inbox.IsEmpty)
        {
        }

        if (Member.DueIn is { } due)
        {
            PlanAt(world.Now + Max(due / rate, TimeSpan.FromTicks(1)));
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The process's monotonic clock and its wall clock, which is an hour ahead of everybody's.</summary>
    private sealed class RatedTime(MemberProcess process) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => process.Awake.Ticks;

        public override DateTimeOffset GetUtcNow() => process.world.Now + TimeSpan.FromHours(1);
    }
}
