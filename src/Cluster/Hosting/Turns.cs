using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// One message at a time: decide, apply in memory, hand to the lane. Everything that can throw is done before anything changes, so a bug in a
/// behaviour leaves no trace of its message.
/// </summary>
internal sealed class Turns(Node node)
{
    // Used within one message only; one loop owns them.
    private readonly List<(string Key, Duty? Duty)> changes = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<string> touched = [];

    /// <summary>Lets the actor handle some of its messages; true when more wait.</summary>
    public bool Run(Activation actor)
    {
        for (var handled = 0; handled < node.Options.TurnMax && actor.Phase == Phase.Ready; handled++)
        {
            if (actor.Mailbox.Take() is not { } message)
            {
                return false;
            }

            if (message.IsStale || node.Lane.IsDead(message.Horizon))
            {
                node.Counters.Discarded++;
                continue;
            }

            Handle(actor, message);
        }

        return actor.Phase == Phase.Ready && actor.Mailbox.Count > 0;
    }

    private void Handle(Activation actor, Message message)
    {
        ActorEntry entry;
        var span = Spans.Turn(actor.Id, message.Command, message.Trace);
        try
        {
            entry = Decide(actor, message, span);
        }
        catch (Exception bug)
        {
            span.Failed("crashed");
            node.Failures.Crashed(actor, message, bug);
            return;
        }

        node.Counters.Messages++;
        if (!node.Lane.TryAppend(entry, actor.Horizon, message.Horizon))
        {
            node.Counters.Discarded++;
            span.Failed("rests on what never happened");
            return;
        }

        if (entry.After is { } after)
        {
            Accept(actor, entry, after);
        }
    }

    private ActorEntry Decide(Activation actor, Message message, Activity? span)
    {
        changes.Clear();
        var now = node.Now > actor.Latest.LastTime ? node.Now : actor.Latest.LastTime;
        var verdict = actor.Type.Decide(actor.Latest.State, message.Command, now);
        var head = node.Shards.HeadOf(actor.Shard);
        if (verdict.IsRefused)
        {
            return Empty(actor, message, span, new Answer.Refused(verdict.Reason, verdict.Detail));
        }

        if (verdict.Events.IsEmpty)
        {
            return Empty(actor, message, span, new Answer.Answered(verdict.Reply, actor.Shard, head));
        }

        var (state, lastTime) = Apply(actor, verdict);
        var listed = DutiesAfter(actor, state) > 0;
        return new ActorEntry
        {
            Activation = actor,
            Shard = actor.Shard,
            Epoch = actor.Epoch,
            Cause = message,
            Span = span,
            Events = Written(actor, verdict, head),
            Live = listed == actor.Latest.IsListed ? null : new LiveChange(actor.Shard, actor.Id, listed),
            Answer = new Answer.Answered(verdict.Reply, actor.Shard, head + verdict.Events.Length),
            After = new Remembered(state, actor.Latest.Version + verdict.Events.Length, lastTime, listed),
        };
    }

    private static ActorEntry Empty(Activation actor, Message message, Activity? span, Answer answer) =>
        new() { Activation = actor, Shard = actor.Shard, Epoch = actor.Epoch, Cause = message, Span = span, Answer = answer };

    /// <summary>Applies the events and gathers the duty keys they touch.</summary>
    private (object State, DateTimeOffset LastTime) Apply(Activation actor, Verdict verdict)
    {
        var state = actor.Latest.State;
        var lastTime = actor.Latest.LastTime;
        touched.Clear();
        foreach (var item in verdict.Events)
        {
            var keys = actor.Type.Touched(state, item);
#if PLANTED
            if (node.Options.Planted.HasFlag(Defects.TouchedKeysMissed) && keys.Length > 0)
            {
                keys = keys.RemoveAt(keys.Length - 1);
            }
#endif
            touched.AddRange(keys);
            state = actor.Type.Apply(state, item);
            var time = actor.Type.TimeOf(item);
            lastTime = time > lastTime ? time : lastTime;
        }

        return (state, lastTime);
    }

    /// <summary>What each touched key owes now, into <see cref="changes"/>; returns how many duties there will be.</summary>
    private int DutiesAfter(Activation actor, object state)
    {
        var count = actor.DutyCount;
        seen.Clear();
        foreach (var key in touched)
        {
            if (seen.Add(key))
            {
                var duty = actor.Type.DutyOf(state, key);
                if (duty is not null && duty.Key != key)
                {
                    throw new InvalidOperationException($"the duty under {key} calls itself {duty.Key}");
                }

                var before = actor.Runs?.ContainsKey(key) ?? false;
                count += (duty is null ? 0 : 1) - (before ? 1 : 0);
                if (before || duty is not null)
                {
                    changes.Add((key, duty));
                }
            }
        }

        return count;
    }

    private NewEvent[] Written(Activation actor, Verdict verdict, long head)
    {
        var events = new NewEvent[verdict.Events.Length];
        for (var index = 0; index < events.Length; index++)
        {
            var item = verdict.Events[index];
            events[index] = new NewEvent(
                actor.Shard, head + index + 1, actor.Id, actor.Latest.Version + index + 1, node.Messages.TagOf(item), node.Messages.Write(item));
        }

        return events;
    }

    private void Accept(Activation actor, ActorEntry entry, Remembered after)
    {
        node.Shards.Advance(actor.Shard, entry.Events[^1].Position);
        actor.Latest = after;
        actor.Horizon = entry.Position;
        actor.Undurable++;
        foreach (var (key, duty) in changes)
        {
            node.Duties.Change(actor, key, duty, entry);
        }
    }
}
