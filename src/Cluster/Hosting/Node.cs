using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// A single-threaded reactor that owns its actors, their mailboxes, duties and timers, and the commit lane. Nothing here locks or waits: other
/// threads only <see cref="Post"/>. Whoever drives it calls <see cref="RunOnce"/> while that returns true, and again when something was posted
/// or <see cref="NextDue"/> has come: a thread in production, the simulator with its own time and order in tests.
/// </summary>
internal sealed partial class Node : ILaneOwner, IReactor
{
    /// <summary>Inputs, and turns of actors, between two looks at the clock.</summary>
    private const int RoundMax = 256;

    /// <summary>Rounds that decisions may wait for the loop to become idle before they go to the disk.</summary>
    private const int RoundsBeforeFlush = 4;

    /// <summary>Timers of one round; a start after a long outage finds more due.</summary>
    private const int TimersMax = 4_096;

    private readonly NodeParts parts;
    private readonly Dictionary<ActorKind, ActorType> types;
    private readonly Queue<Activation> ready = new();
    private readonly Drains drains;
    private int roundsSinceFlush;
    private Action? closed;

    public Node(NodeParts parts)
    {
        this.parts = parts;
        types = parts.Types.ToDictionary(type => type.Kind);
        Shards = new OwnedShards(parts.Store.ShardCount);
        Lane = new CommitLane(Store, LimitsOf(Options), this, Timers, Clock, Post)
        {
#if PLANTED
            Planted = Options.Planted,
#endif
        };
        Duties = new DutyRunner(this, parts.Performer);
        Turns = new Turns(this);
        Loader = new Loader(this);
        Snapshots = new Snapshots(this, parts.Snapshots, parts.Aside);
        Failures = new Failures(this);
        Acquisition = new Acquisition(this);
        WaitingRoom = new WaitingRoom(this);
        drains = new Drains(Lane);
        Now = Clock.Now;
    }

    public NodeOptions Options => parts.Options;

    public IEventStore Store => parts.Store;

    public IMessages Messages => parts.Messages;

    public NodeClock Clock => parts.Clock;

    public ILogger Log => parts.Log;

    public NodeCounters Counters { get; } = new();

    public Inbox Inbox { get; } = new();

    public TimerHeap Timers { get; } = new();

    /// <summary>Timers of who waits for actors, and of links: they fire also while the node is held.</summary>
    public TimerHeap Alarms { get; } = new();

    public Residents Residents { get; } = new();

    public OwnedShards Shards { get; }

    public CommitLane Lane { get; }

    public DutyRunner Duties { get; }

    public Loader Loader { get; }

    public Snapshots Snapshots { get; }

    public Failures Failures { get; }

    private Turns Turns { get; }

    private Acquisition Acquisition { get; }

    private WaitingRoom WaitingRoom { get; }

    /// <summary>The time of this round.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When the loop has to run next if nothing is posted; null: only then.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            if (IsHeld)
            {
                return Alarms.Next;
            }

            var idle = Residents.OldestIdleSince + Options.PassivateAfter;
            return Earlier(Earlier(Timers.Next, Alarms.Next), idle);
        }
    }

    /// <summary>No shard is being taken over, and every actor with duties is back.</summary>
    public bool IsRecovered => !Acquisition.IsRunning && Loader.Owed == 0;

    public TimeSpan? DueIn => NextDue - Clock.Now;

    /// <summary>Nothing decided is undurable, nothing waits for its turn.</summary>
    public bool IsQuiet => ready.Count == 0 && Lane.Depth == 0 && Inbox.IsEmpty;

    /// <summary>Asks are answered unknown from now on; what is under way goes on until nothing is undurable. On the loop.</summary>
    public void Close(Action quiet) => closed = quiet;

    /// <summary>Runs in the loop soon. From any thread.</summary>
    public void Post(Action input) => Inbox.Post(input);

    /// <summary>Asks from outside; <paramref name="done"/> is called on the loop. From any thread.</summary>
    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done)
    {
        var span = Spans.Ask(to, command);
        var told = span.Until(done);
        Post(() => Asked(to, command, deadline, told, trace: span?.Id));
        if (Inbox.IsClosed)
        {
            told(Answer.Unknown.Instance);
        }
    }

    /// <summary>Takes over these shards under these epochs: reads where they end, then brings back what has duties. From any thread.</summary>
    public void Acquire(IReadOnlyDictionary<int, long> epochs) => Post(() => Acquisition.Add(epochs));

    /// <summary>One round of bounded work. True: there is more to do at once.</summary>
    public bool RunOnce()
    {
        Now = Clock.Now;
        LookAtLease();
        for (var taken = 0; taken < RoundMax && Inbox.TryTake(out var input); taken++)
        {
            input();
        }

        Fire(Alarms);
        if (!IsHeld)
        {
            Decide();
        }

        Loader.ReadNext();
        drains.Look();
        Measure();
        if (closed is not null && IsQuiet)
        {
            closed();
        }

        return !Inbox.IsEmpty || Alarms.Next <= Now || (!IsHeld && (ready.Count > 0 || Timers.Next <= Now));
    }

    private void Decide()
    {
        Fire(Timers);
        for (var turn = 0; turn < RoundMax && ready.TryDequeue(out var actor); turn++)
        {
            TakeTurn(actor);
        }

        Passivate();
        Flush();
    }

    private void Fire(TimerHeap timers)
    {
        for (var fired = 0; fired < TimersMax && timers.Take(Now) is { } due; fired++)
        {
            due.Fire();
        }
    }

    /// <summary>The loop has ended for good: whoever still waits is told that nobody knows.</summary>
    public void GiveUp()
    {
        closed ??= () => { };
        Inbox.Close();
        while (Inbox.TryTake(out var input))
        {
            input();
        }

        foreach (var ask in Alarms.TakeAll<AskDeadline>())
        {
            ask.Fire();
        }
    }

    /// <summary>A whole chain of messages becomes one commit: the disk gets it when the loop has nothing else to do, or has not for a while.</summary>
    private void Flush()
    {
        var isIdle = ready.Count == 0 && Inbox.IsEmpty;
        if (isIdle || Lane.HasFullBatch || ++roundsSinceFlush >= RoundsBeforeFlush)
        {
            roundsSinceFlush = 0;
            Lane.Flush();
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => right is null || left < right ? left : right;

    private static LaneLimits LimitsOf(NodeOptions options) => new()
    {
        BytesMax = options.LaneBytesMax,
        BatchEntriesMax = options.BatchEntriesMax,
        BatchBytesMax = options.BatchBytesMax,
    };

    private void Measure()
    {
        Counters.Residents = Residents.Count;
        Counters.Timers = Timers.Count;
        Counters.LaneDepth = Lane.Depth;
        Counters.LaneBytes = Lane.Bytes;
        Counters.ShardsOwned = Shards.OwnedCount;
        Counters.Owed = Loader.Owed;
        Counters.Held = IsHeld ? 1 : 0;
    }
}
