using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// A single-threaded reactor that owns its actors, their mailboxes, duties and timers, and the commit lane. Nothing here locks or waits: other
/// threads only <see cref="Post"/>. Whoever drives it calls <see cref="RunOnce"/> while that returns true, and again when something was posted
/// or <see cref="NextDue"/> has come: a thread in production, the simulator with its own time and order in tests.
/// </summary>
internal sealed partial class Node : ILaneOwner
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
        Failures = new Failures(this);
        Acquisition = new Acquisition(this);
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

    public Residents Residents { get; } = new();

    public OwnedShards Shards { get; }

    public CommitLane Lane { get; }

    public DutyRunner Duties { get; }

    public Loader Loader { get; }

    public Failures Failures { get; }

    private Turns Turns { get; }

    private Acquisition Acquisition { get; }

    /// <summary>The time of this round.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When the loop has to run next if nothing is posted; null: only then.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var timer = Timers.Next;
            var idle = Residents.OldestIdleSince + Options.PassivateAfter;
            return idle is null || timer < idle ? timer : idle;
        }
    }

    /// <summary>Nothing decided is undurable, nothing waits for its turn.</summary>
    public bool IsQuiet => ready.Count == 0 && Lane.Depth == 0 && Inbox.IsEmpty;

    /// <summary>Asks are answered unknown from now on; what is under way goes on until nothing is undurable. On the loop.</summary>
    public void Close(Action quiet) => closed = quiet;

    /// <summary>Runs in the loop soon. From any thread.</summary>
    public void Post(Action input) => Inbox.Post(input);

    /// <summary>Asks from outside; <paramref name="done"/> is called on the loop. From any thread.</summary>
    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done)
    {
        Post(() => Asked(to, command, deadline, done));
        if (Inbox.IsClosed)
        {
            done(Answer.Unknown.Instance);
        }
    }

    public bool Understands(ActorId to, object command) => types.TryGetValue(to.Kind, out var type) && type.Understands(command);

    /// <summary>Takes over these shards under these epochs: reads where they end, then brings back what has duties. From any thread.</summary>
    public void Acquire(IReadOnlyDictionary<int, long> epochs) => Post(() => Acquisition.Add(epochs));

    /// <summary>One round of bounded work. True: there is more to do at once.</summary>
    public bool RunOnce()
    {
        Now = Clock.Now;
        for (var taken = 0; taken < RoundMax && Inbox.TryTake(out var input); taken++)
        {
            input();
        }

        for (var fired = 0; fired < TimersMax && Timers.Take(Now) is { } due; fired++)
        {
            due.Fire();
        }

        for (var turn = 0; turn < RoundMax && ready.TryDequeue(out var actor); turn++)
        {
            TakeTurn(actor);
        }

        Passivate();
        Flush();
        Measure();
        if (closed is not null && IsQuiet)
        {
            closed();
        }

        return ready.Count > 0 || !Inbox.IsEmpty || Timers.Next <= Now;
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

        foreach (var ask in Timers.TakeAll<AskMessage.Deadline>())
        {
            ask.Fire();
        }
    }

    /// <summary>A parcel that its link brings; on the loop.</summary>
    public void Receive(Parcel parcel)
    {
        switch (parcel)
        {
            case Parcel.Reply reply:
                Duties.Replied(reply);
                break;
            case Parcel.Request request when !Understands(request.To, request.Command):
                Log.NotUnderstood(request.To, request.Command.GetType().Name, request.From);
                Send(new Parcel.Reply(request.From, request.Key, request.Run, new Answer.Refused(Refusal.Impaired, null)));
                break;
            case Parcel.Request request:
                Deliver(request.To, new SentMessage(this, request));
                break;
        }
    }

    /// <summary>What a link cannot carry (a message without a contract) is lost like on a wire, and logged.</summary>
    internal void Send(Parcel parcel)
    {
        try
        {
            parts.Link.Carry(parcel, Receive);
        }
        catch (Exception failure)
        {
            Log.NotCarried(failure, parcel.To);
        }
    }

    internal void Enqueue(Activation actor, Message message)
    {
        actor.Mailbox.Add(message);
        Schedule(actor);
    }

    internal void EnqueueFirst(Activation actor, Message message)
    {
        actor.Mailbox.AddFirst(message);
        Schedule(actor);
    }

    /// <summary>Its durable state is known: duties begin, and the live set is put right if a newer behaviour sees its duties otherwise.</summary>
    internal void Begin(Activation actor, ImmutableArray<Duty> duties)
    {
#if PLANTED
        if (Options.Planted.HasFlag(Defects.DutiesNotRestarted))
        {
            Schedule(actor);
            return;
        }
#endif
        try
        {
            Duties.BeginAll(actor, duties);
        }
        catch (Exception bug)
        {
            Failures.Crashed(actor, null, bug);
            return;
        }

        if (actor.DutyCount > 0 != actor.Latest.IsListed)
        {
            CorrectLiveSet(actor);
        }

        Schedule(actor);
    }

    /// <summary>The actors of an owned shard that have duties.</summary>
    internal void BringBack(int shard, IReadOnlyList<ActorId> live)
    {
        foreach (var id in live)
        {
            if (types.TryGetValue(id.Kind, out var type))
            {
                var actor = new Activation(id, type, shard, Shards.EpochOf(shard));
                actor.Latest = actor.Latest with { IsListed = true };
                Residents.Add(actor);
                Loader.LoadOwing(actor);
            }
        }
    }

    internal void RecoveryMayBeOver()
    {
        if (Acquisition.IsAnnounced && Loader.Owed == 0)
        {
            Acquisition.IsAnnounced = false;
            Log.Recovered(Residents.Count, Timers.Count);
            parts.Recovered();
        }
    }

    internal void AllOwned() => parts.Owning();

    internal void ShardsLost(IReadOnlyList<int> lost, AppendResult why)
    {
        if (why is AppendResult.Fenced)
        {
            Log.ShardsLost(lost.Count);
            parts.Fenced(lost);
        }
        else
        {
            // Somebody wrote under our own epoch. What we believed of these shards is worth nothing: read them again.
            Acquisition.AddAgain(lost);
        }
    }

    internal void Cancel(CancellationTokenSource ended) => parts.Cancel(() =>
    {
        try
        {
            ended.Cancel();
        }
        catch (AggregateException failure)
        {
            Log.CancelFailed(failure);
        }

        ended.Dispose();
    });

    private void Asked(ActorId to, object command, TimeSpan deadline, Action<Answer> done)
    {
        var message = new AskMessage(this, command, done);
        if (closed is not null)
        {
            message.Answer(Answer.Unknown.Instance);
        }
        else if (Lane.IsFull)
        {
            message.TurnAway(Refusal.LaneFull);
        }
        else
        {
            message.Arm(deadline);
            Deliver(to, message);
        }
    }

    private void Deliver(ActorId to, Message message)
    {
        var actor = Residents.Find(to);
        if (actor is null)
        {
            Activate(to, message);
        }
        else if (actor.Phase == Phase.Impaired)
        {
            message.Answer(new Answer.Refused(Refusal.Impaired, null));
        }
        else if (message.IsBounded && actor.Mailbox.Count >= Options.MailboxMax)
        {
            message.TurnAway(Refusal.MailboxFull);
        }
        else
        {
            Enqueue(actor, message);
            if (actor.Phase == Phase.Loading && actor.Undurable == 0)
            {
                Loader.Load(actor);
            }
        }
    }

    private void Activate(ActorId to, Message message)
    {
        var shard = ShardHash.ShardOf(to, Shards.Count);
        if (!Shards.Owns(shard) || !types.TryGetValue(to.Kind, out var type))
        {
            message.Answer(Answer.Unknown.Instance);
            return;
        }

        if (Residents.Count >= Options.ResidentMax && !PassivateOldest(Now))
        {
            message.TurnAway(Refusal.MailboxFull);
            return;
        }

        var actor = new Activation(to, type, shard, Shards.EpochOf(shard));
        Residents.Add(actor);
        Enqueue(actor, message);
        Loader.Load(actor);
    }

    private void Schedule(Activation actor)
    {
        if (actor.Phase != Phase.Ready || actor.IsScheduled)
        {
            return;
        }

        Residents.Busy(actor);
        actor.IsScheduled = true;
        ready.Enqueue(actor);
    }

    private void TakeTurn(Activation actor)
    {
        actor.IsScheduled = false;
        if (Turns.Run(actor))
        {
            Schedule(actor);
        }
        else
        {
            Rest(actor);
        }
    }

    private void Rest(Activation actor)
    {
        if (actor.MayPassivate && !actor.IsScheduled)
        {
            Residents.Idle(actor, Now);
        }
    }

    private void Passivate()
    {
        while (PassivateOldest(Now - Options.PassivateAfter))
        {
        }

        while (Residents.Count > Options.ResidentMax && PassivateOldest(Now))
        {
        }
    }

    private bool PassivateOldest(DateTimeOffset idleBefore)
    {
        if (Residents.IdleBefore(idleBefore) is not { } actor)
        {
            return false;
        }

        Counters.Passivated++;
        Failures.Drop(actor);
        return true;
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

    private void CorrectLiveSet(Activation actor)
    {
        var listed = actor.DutyCount > 0;
        var entry = new ActorEntry
        {
            Activation = actor,
            Shard = actor.Shard,
            Epoch = actor.Epoch,
            Live = new LiveChange(actor.Shard, actor.Id, listed),
            After = actor.Latest with { IsListed = listed },
        };
        if (Lane.TryAppend(entry, actor.Horizon, 0))
        {
            actor.Latest = entry.After;
            actor.Horizon = entry.Position;
            actor.Undurable++;
        }
    }

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
    }
}
