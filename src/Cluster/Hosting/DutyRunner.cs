using CallCenter.Actors;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Carries out what states owe: sends messages until answered, wakes on time, lets ports perform, and gives the results back to the owner as
/// commands. A duty ends only when its owner's state no longer lists it; until then it is repeated with a growing, jittered pause.
/// </summary>
internal sealed class DutyRunner(Node node, IPerformer performer)
{
    /// <summary>Duties that go at once together when their shard has a new owner; the next as many after <see cref="HurryPause"/>.</summary>
    private const int HurryMax = 256;

    private static readonly TimeSpan HurryPause = TimeSpan.FromMilliseconds(5);

    private readonly Random jitter = new(node.Options.Seed);
    private readonly Outbound outbound = new();
    private long lastRun;

    /// <summary>The duties of a state that was just loaded or rolled back to: all of it is durable.</summary>
    public void BeginAll(Activation owner, IEnumerable<Duty> duties)
    {
        foreach (var duty in duties)
        {
            Begin(owner, duty, null);
        }
    }

    /// <summary>What one key owes after a decision. Performs wait for <paramref name="entry"/> to be durable.</summary>
    public void Change(Activation owner, string key, Duty? duty, ActorEntry entry)
    {
        if (owner.Runs is { } runs && runs.TryGetValue(key, out var running))
        {
            if (running.Duty.Equals(duty))
            {
                return;
            }

            End(running);
        }

        if (duty is not null)
        {
            Begin(owner, duty, entry);
        }
    }

    /// <summary>Drop, roll-back, crash: nothing of this incarnation goes on (rule 6).</summary>
    public void EndAll(Activation owner)
    {
        if (owner.Runs is { } runs)
        {
            owner.Runs = null;
            foreach (var run in runs.Values)
            {
                Silence(run);
            }
        }
    }

    /// <summary>What it rests on is durable, or its pause is over: a perform, or the first sending to another node.</summary>
    public void Start(DutyRun run)
    {
        if (!run.IsAlive || run.IsDone)
        {
            return;
        }

        if (node.IsHeld)
        {
            node.Timers.Set(run, node.Now);
        }
        else if (run.Duty is Duty.Perform perform)
        {
            Perform(run, perform);
        }
        else if (run.Duty is Duty.Deliver deliver)
        {
            Send(run, deliver);
        }
    }

    /// <summary>These shards have another owner, or one that is reached again: what waits for them goes at once, a bounded number at a time.</summary>
    public void Hurry(IEnumerable<int> shards)
    {
        var count = 0;
        foreach (var run in shards.SelectMany(outbound.To).Where(run => run.IsSet))
        {
            // The attempt of a perform tells its outcomes apart.
            run.Attempt = run.Duty is Duty.Perform ? run.Attempt : 0;
            node.Timers.Set(run, node.Now + (HurryPause * (count++ / HurryMax)));
        }
    }

    /// <summary>An edge is reached (again): what no port took goes at once.</summary>
    public void HurryPerforms() => Hurry([Outbound.Ports]);

    /// <summary>
    /// Media that were made at a port are what that process holds: with it they are gone, and so is "done". Those are owed again at once, a bounded
    /// number at a time. (Signalling that was done was said, and stays said.)
    /// </summary>
    public void OweAgain(Func<ActorId, Duty.Perform, bool> isForgotten)
    {
        var count = 0;
        foreach (var run in outbound.To(Outbound.Held).Where(run => isForgotten(run.Owner.Id, (Duty.Perform)run.Duty)).ToList())
        {
            run.IsDone = false;
            outbound.Add(run, Outbound.Ports);
            node.Timers.Set(run, node.Now + (HurryPause * (count++ / HurryMax)));
        }
    }

    private void Perform(DutyRun run, Duty.Perform perform)
    {
        outbound.Remove(run);
        var attempt = ++run.Attempt;
        run.Ended ??= new CancellationTokenSource();
        run.Span ??= Spans.Perform(run.Owner.Id, perform, run.Trace);
        try
        {
            performer.Perform(run.Owner.Id, perform, outcome => node.Post(() => Performed(run, attempt, outcome)), run.Ended.Token);
        }
        catch (Exception failure)
        {
            node.Log.PerformerFailed(failure, run.Owner.Id, run.Duty.Key);
            Repeat(run);
        }
    }

    public void Fired(DutyRun run)
    {
        switch (run)
        {
            case { Report: { } report }:
                node.Enqueue(run.Owner, new OwnMessage(this, run, report) { Trace = run.Trace });
                break;
            case { Duty: Duty.Wake wake }:
                Report(run, wake.Message);
                break;
            case { Duty: Duty.Deliver deliver }:
                SendAgain(run, deliver);
                break;
            default:
                Start(run);
                break;
        }
    }

    /// <summary>The durable answer to a delivery.</summary>
    public void Replied(Parcel.Reply reply)
    {
        if (node.Residents.Find(reply.To)?.Runs?.GetValueOrDefault(reply.Key) is not { Duty: Duty.Deliver deliver, Report: null, IsDone: false } run || run.Id != reply.Run)
        {
            return;
        }

        switch (reply.Answer)
        {
            case Answer.Answered { Reply: { } told } when run.Owner.Type.Understands(told):
                Finish(run, told);
                break;
            case Answer.Answered:
                Finish(run, deliver.OnAnswered);
                break;
            case Answer.Refused { Reason: var reason } when !reason.IsOfTheEngine():
                Finish(run, deliver.OnRefused);
                break;
            default:
                Repeat(run);
                break;
        }
    }

    /// <summary>The owner has handled the report, and that is durable. If the state still owes the duty, tell it again later.</summary>
    public void Reported(DutyRun run)
    {
        if (run.IsAlive && !run.IsSet)
        {
            Repeat(run);
        }
    }

    private void Begin(Activation owner, Duty duty, ActorEntry? entry)
    {
        var run = new DutyRun(this, owner, duty, ++lastRun) { RestsOn = entry?.Position ?? 0, Trace = entry?.Span?.Id };
        (owner.Runs ??= new Dictionary<string, DutyRun>(StringComparer.Ordinal)).Add(duty.Key, run);
        switch (duty)
        {
            case Duty.Deliver deliver when entry is null || LeavesAtOnce(deliver):
                Send(run, deliver);
                break;
            case Duty.Wake wake:
                node.Timers.Set(run, wake.At);
                break;
            case Duty.Perform when entry is null:
                Start(run);
                break;
            default:
                (entry!.Starts ??= []).Add(run);
                break;
        }
    }

    /// <summary>Within this node messages run ahead of the disk; to other nodes they leave with the entry that they rest on.</summary>
    private bool LeavesAtOnce(Duty.Deliver deliver)
    {
#if PLANTED
        if (node.Options.Planted.HasFlag(Defects.ParcelBeforeDurable))
        {
            return true;
        }
#endif
        return node.IsHere(deliver.To);
    }

    private void Send(DutyRun run, Duty.Deliver deliver)
    {
        if (node.IsHere(deliver.To))
        {
            outbound.Remove(run);
            SendHere(run, deliver);
        }
        else
        {
            SendAway(run, deliver);
        }
    }

    /// <summary>The duty is part of the durable state, whatever was decided since: so it may be known elsewhere.</summary>
    private void SendAway(DutyRun run, Duty.Deliver deliver)
    {
        outbound.Add(run, node.ShardOf(deliver.To));
        run.SentAt = 0;
        Repeat(run);
        if (MayLeave(run))
        {
            run.Span ??= Spans.Deliver(run.Owner.Id, deliver.To, deliver.Message, run.Trace);
            node.Send(new Parcel.Request(run.Owner.Id, run.Duty.Key, run.Id, deliver.To, deliver.Message, 0) { Trace = run.Span?.Id });
        }
    }

    private bool MayLeave(DutyRun run)
    {
#if PLANTED
        if (node.Options.Planted.HasFlag(Defects.ParcelBeforeDurable))
        {
            return true;
        }
#endif
        return node.Lane.IsSettled(run.RestsOn);
    }

    private void SendHere(DutyRun run, Duty.Deliver deliver)
    {
        run.SentAt = node.Lane.Head;
        Repeat(run);
        var horizon = node.Lane.IsSettled(run.Owner.Horizon) ? 0 : run.Owner.Horizon;
        node.Send(new Parcel.Request(run.Owner.Id, run.Duty.Key, run.Id, deliver.To, deliver.Message, horizon) { Trace = run.Trace });
    }

    private void SendAgain(DutyRun run, Duty.Deliver deliver)
    {
#if PLANTED
        if (node.Options.Planted.HasFlag(Defects.FireAndForget))
        {
            return;
        }
#endif
        if (node.Lane.IsSettled(run.SentAt))
        {
            Send(run, deliver);
        }
        else
        {
            // The disk is slow, not the receiver: asking again would only add to it.
            Repeat(run);
        }
    }

    private void Performed(DutyRun run, int attempt, PerformOutcome outcome)
    {
        if (!run.IsAlive || run.IsDone || run.Report is not null || run.Attempt != attempt)
        {
            return;
        }

        // Whoever performed it has finished: nobody is left to be told that it is no longer owed.
        run.Ended?.Dispose();
        run.Ended = null;
        var perform = (Duty.Perform)run.Duty;
        switch (outcome)
        {
            case PerformOutcome.Done:
                Finish(run, perform.OnDone);
                break;
            case PerformOutcome.Failed when perform.OnFailed is not null:
                Finish(run, perform.OnFailed);
                break;
            default:
                outbound.Add(run, Outbound.Ports);
                Repeat(run);
                break;
        }
    }

    /// <summary>Without a command for it, "done" is remembered by this incarnation only.</summary>
    private void Finish(DutyRun run, object? report)
    {
        node.Timers.Cancel(run);
        outbound.Remove(run);
        run.Rest();
        if (report is null)
        {
            run.IsDone = true;
            if (run.Duty is Duty.Perform { Port: Port.Media })
            {
                outbound.Add(run, Outbound.Held);
            }

            return;
        }

        Report(run, report);
    }

    private void Report(DutyRun run, object report)
    {
        run.Attempt = 0;
        run.Report = report;
        node.Enqueue(run.Owner, new OwnMessage(this, run, report) { Trace = run.Trace });
    }

    private void Repeat(DutyRun run)
    {
        if (run.Duty is not Duty.Perform || run.Report is not null)
        {
            run.Attempt++;
        }

        var pause = node.Options.RetryMin * Math.Pow(2, Math.Min(run.Attempt - 1, 16));
        pause = pause < node.Options.RetryMax ? pause : node.Options.RetryMax;
        node.Timers.Set(run, node.Now + (pause * (0.8 + (0.4 * jitter.NextDouble()))));
    }

    private void End(DutyRun run)
    {
        run.Owner.Runs!.Remove(run.Duty.Key);
        Silence(run);
    }

    private void Silence(DutyRun run)
    {
        run.IsAlive = false;
        run.Rest();
        outbound.Remove(run);
        node.Timers.Cancel(run);
        if (run.Ended is { } ended)
        {
            node.Cancel(ended);
        }
    }
}
