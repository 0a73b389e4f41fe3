using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Membership;

/// <summary>Where a process is in its life as a member.</summary>
internal enum MemberPhase
{
    /// <summary>Has no incarnation: owns nothing, may do nothing.</summary>
    Joining = 1,

    Standing = 2,

    /// <summary>Hands everything over and ends.</summary>
    Leaving = 3,

    Ended = 4,
}

/// <summary>
/// This process as a member of its cluster: a single-threaded reactor that renews the lease, watches the others, evicts the dead, and says which
/// shards to take, to give and to give up. Others only post. It decides by a clock that counts suspension, and by nothing else outside
/// of its inputs: the same inputs at the same times lead to the same calls.
/// </summary>
internal sealed class ClusterMember : IReactor, ILinkUser
{
    /// <summary>Inputs, and timers, between two looks at the clock.</summary>
    private const int RoundMax = 256;

    private readonly MemberParts parts;
    private readonly HashSet<long> gone = [];
    private DateTimeOffset? expectedAt;
    private TimeSpan asleep;
    private IReadOnlyCollection<Peer> reached = [];
    private long lastId;

    // The last incarnation that was read: they are given in the order of joins.
    private long latest;

    public ClusterMember(MemberParts parts)
    {
        this.parts = parts;
        Random = new Random(Options.Seed);
        Lease = new Lease(parts.Clock);
        Health = new SelfHealth(Options);
        Stability = new Stability(Options);
        Holdings = new Holdings(this);
        Joining = new Joining(this);
        Renewal = new Renewal(this);
        Probing = new Probing(this);
        Accusations = new Accusations(this);
        Takeover = new Takeover(this);
        Handover = new Handover(this);
        Leaving = new Leaving(this);
        asleep = parts.Clock.SinceBoot - parts.Clock.Awake;
        Now = Time();
        Status = MembershipStatus.Of(this);
    }

    public MemberOptions Options => parts.Options;

    public ILeases Leases => parts.Leases;

    public IShardHost Host => parts.Host;

    public ILogger Log => parts.Log;

    public NodeClock Clock => parts.Time;

    public Inbox Inbox { get; } = new();

    public TimerHeap Timers { get; } = new();

    public Random Random { get; }

    public MemberCounters Counters { get; } = new();

    /// <summary>May this process act? From any thread.</summary>
    public Lease Lease { get; }

    /// <summary>As of the last round. From any thread.</summary>
    public MembershipStatus Status { get; private set; }

    public SelfHealth Health { get; }

    public Stability Stability { get; }

    public Holdings Holdings { get; }

    public Renewal Renewal { get; }

    public Probing Probing { get; }

    public Accusations Accusations { get; }

    public MemberPhase Phase { get; set; } = MemberPhase.Joining;

    /// <summary>0: none now.</summary>
    public long Incarnation { get; private set; }

    public ClusterView View { get; private set; } = ClusterView.Empty;

    /// <summary>The time of this round since boot, as a date, so that it fits timers: no time of day.</summary>
    public DateTimeOffset Now { get; private set; }

    public TimeSpan? DueIn => Timers.Next - Time();

    private Joining Joining { get; }

    private Takeover Takeover { get; }

    private Handover Handover { get; }

    private Leaving Leaving { get; }

    /// <summary>Runs in the loop soon. From any thread.</summary>
    public void Post(Action input) => Inbox.Post(input);

    /// <summary>Joins, and joins again whenever it has to, until it leaves. From any thread, once.</summary>
    public void Start() => Post(Joining.Begin);

    /// <summary>Hands everything over and leaves; <paramref name="left"/> is called on the loop when nothing is owned any more. From any thread.</summary>
    public void Leave(Action left) => Post(() => Leaving.Begin(left));

    public void Connected(Peer peer) => Post(() => Probing.Connected(peer));

    public void Disconnected(Peer peer, LinkEnd end) => Post(() => Probing.Disconnected(peer, end));

    /// <summary>Who joined later than everybody we have read of is in the register by now, so that it can be let in at its next try.</summary>
    public void Unknown(string name, long incarnation) => Post(() =>
    {
        if (incarnation > latest)
        {
            Renewal.AskSoon();
        }
    });

    /// <summary>Frames that are not of membership are not for us.</summary>
    public void Received(Peer from, Frame frame)
    {
        switch (frame)
        {
            case Frame.Probe or Frame.Probed or Frame.ProbeFor or Frame.ProbedFor:
                Post(() => Probing.Received(from, frame));
                break;
            case Frame.Owned news:
                Post(() => Hear(from, news));
                break;
            case Frame.CannotRenew word:
                Post(() => Accusations.Heard(from, word.Incarnation));
                break;
        }
    }

    /// <summary>The journal refused these shards: whose they are is read again. From any thread.</summary>
    public void Fenced(IReadOnlyCollection<int> shards) => Post(() =>
    {
        if (Incarnation != 0)
        {
            Log.FencedOff(shards.Count);
            Holdings.Forget(shards);
            Renewal.AskSoon();
        }
    });

    public bool RunOnce()
    {
        Look();
        for (var taken = 0; taken < RoundMax && Inbox.TryTake(out var input); taken++)
        {
            input();
        }

        for (var fired = 0; fired < RoundMax && Timers.Take(Now) is { } due; fired++)
        {
            due.Fire();
        }

        Status = MembershipStatus.Of(this);
        expectedAt = Timers.Next;
        return !Inbox.IsEmpty || Timers.Next <= Now;
    }

    public void GiveUp()
    {
        Lease.End();
        Inbox.Close();
    }

    public long NextId() => ++lastId;

    public void Cancel(Action cancel) => parts.Cancel(cancel);

    public bool Send(string member, Frame frame) => parts.Links.TrySend(member, frame);

    public void SendAll(Frame frame)
    {
        foreach (var peer in reached)
        {
            Send(peer.Name, frame);
        }
    }

    public void Refuse(string why) => parts.Refused(new JoinRefusedException(why));

    /// <summary>Entered under a new incarnation; owns nothing yet.</summary>
    public void Enter(long incarnation, Renewed first, DateTimeOffset started)
    {
        Incarnation = incarnation;
        Phase = MemberPhase.Standing;
        parts.Joined(new Peer(Options.Name, incarnation, Options.Address));
        Takeover.Settle(first.View);
        Renewal.Begin(first, started);
    }

    /// <summary>The incarnation stands no more: everything is lost, and the process enters anew.</summary>
    public void Fall()
    {
        Log.Fallen(Incarnation, Holdings.Count);
        Counters.Falls++;
        var isLeaving = Phase == MemberPhase.Leaving;
        Forsake();
        if (isLeaving)
        {
            Leaving.End();
        }
        else
        {
            Joining.Begin();
        }
    }

    /// <summary>Lets nothing leave, owns nothing, and is nobody until it has joined again.</summary>
    public void Forsake()
    {
        Lease.End();
        Renewal.Check();
        Retire();
        Phase = MemberPhase.Joining;
        parts.Links.Reach(reached = []);
    }

    /// <summary>Nobody any more. The links stay: who asks for what was ours is told so.</summary>
    public void Retire()
    {
        Renewal.Stop();
        Accusations.Reset();
        Takeover.Reset();
        Handover.Reset();
        Holdings.LoseAll();
        Incarnation = 0;
        Probing.Follow([]);
    }

    /// <summary>The register was read.</summary>
    public void Read(ClusterView register)
    {
        latest = register.Members.Values.Aggregate(latest, (last, other) => Math.Max(last, other.Incarnation));
        gone.RemoveWhere(incarnation => register.Find(incarnation)?.IsStanding() != true);
        Know(View.Read(register).Without(gone));
    }

    /// <summary>A renewal that started then and said this has succeeded, and what it read is known.</summary>
    public void Renewed(DateTimeOffset started, MemberState said)
    {
        Takeover.Renewed(started);
        Handover.Renewed(started);
        Leaving.Renewed(said);
        Accusations.WeighAll();
        LookForWork();
    }

    /// <summary>Found dead and marked so in the register; a reading under way may not show it yet.</summary>
    public void Evicted(long incarnation)
    {
        gone.Add(incarnation);
        Know(View.Without(gone));
    }

    /// <summary>The one place where the view changes: everybody who decides by it looks again.</summary>
    public void Know(ClusterView next)
    {
        if (Incarnation == 0)
        {
            return;
        }

        View = next;
        Stability.Look(next, Now);
        Reach();
        Host.Learn(next);
        Holdings.Follow(next);
        LookForWork();
    }

    /// <summary>Takes what is free, gives what belongs elsewhere.</summary>
    public void LookForWork()
    {
        if (Phase == MemberPhase.Standing)
        {
            Takeover.Run();
        }

        Handover.Run();
        Leaving.Run();
    }

    /// <summary>Who tells that it took shards of one who stands, as far as we know, knows of an eviction that we do not.</summary>
    private void Hear(Peer from, Frame.Owned news)
    {
        if (from.Incarnation == news.Incarnation && news.Epochs.Keys.Any(shard => shard >= 0 && shard < View.Shards.Length
            && View.Shards[shard].Incarnation != news.Incarnation && View.Find(View.Shards[shard].Incarnation)?.IsStanding() == true))
        {
            Renewal.AskSoon();
        }

        Know(View.With(news.Incarnation, news.Epochs));
    }

    private void Reach()
    {
        Peer[] peers = [.. View.Standing().Where(other => other.Name != Options.Name).Select(other => new Peer(other.Name, other.Incarnation, other.Address))];
        if (!peers.SequenceEqual(reached))
        {
            reached = peers;
            parts.Links.Reach(peers);
            Probing.Follow(peers);
        }
    }

    /// <summary>How late the loop is, whether the machine slept, and whether the lease still stands: before anything else of the round.</summary>
    private void Look()
    {
        Now = Time();
        var late = expectedAt is { } expected && Now > expected ? Now - expected : TimeSpan.Zero;
        Health.Ran(Now, late);
        if (late >= Options.FrozenAfter)
        {
            Log.Frozen(late.TotalSeconds);
            Probing.Forgive();
            Renewal.Forgive();
        }

        var slept = parts.Clock.SinceBoot - parts.Clock.Awake - asleep;
        if (slept >= Options.SuspendedAfter)
        {
            asleep += slept;
            Renewal.Suspended(slept);
        }

        Renewal.Check();
    }

    private DateTimeOffset Time() => DateTimeOffset.UnixEpoch + parts.Clock.SinceBoot;
}
