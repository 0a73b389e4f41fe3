using CallCenter.Actors;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// What becomes of actors when a batch failed, a shard is lost, or a behaviour crashed. Whatever rested on what never happened is rolled back
/// by reference or dropped (rules 5, 6 and 10), and the messages that caused it are handled again (rule 7).
/// </summary>
internal sealed class Failures(Node node)
{
    /// <summary>These entries never happened. Everything below the first of them is durable, so roll-back is to the durable state.</summary>
    public void Killed(IReadOnlyList<LaneEntry> entries, int batch, AppendResult why)
    {
        var lost = Lost(entries.Take(batch), why as AppendResult.Fenced);
        node.Log.BatchFailed(why.ToString(), entries.Count, lost.Count);
        node.Counters.Killed += entries.Count;
        foreach (var entry in entries)
        {
            entry.Span.Failed(why.GetType().Name);
        }

        foreach (var entry in entries.Where(IsOfThisEpoch))
        {
            node.Shards.TakeBack(entry);
        }

        Lose(lost);

        foreach (var actor in entries.Cast<ActorEntry>().Where(entry => entry.After is not null).Select(entry => entry.Activation).Distinct())
        {
            RollBack(actor);
        }

        GoAgain(entries);
        node.ShardsLost(lost, why);
    }

    /// <summary>The shards that the store named, or after a conflict all that the batch touched; none that was taken over anew meanwhile.</summary>
    private List<int> Lost(IEnumerable<LaneEntry> batch, AppendResult.Fenced? fenced) =>
        [.. batch.Where(IsOfThisEpoch).Select(entry => entry.Shard).Distinct().Where(shard => fenced is null || fenced.Shards.Contains(shard)).Order()];

    private bool IsOfThisEpoch(LaneEntry entry) => node.Shards.Owns(entry.Shard) && node.Shards.EpochOf(entry.Shard) == entry.Epoch;

    /// <summary>Others own them now: all their actors go, tainted or not.</summary>
    public void Lose(IReadOnlyCollection<int> shards)
    {
        if (shards.Count == 0)
        {
            return;
        }

        foreach (var shard in shards)
        {
            node.Shards.Lose(shard);
        }

        foreach (var actor in node.Residents.OfShards(shards).ToList())
        {
            Drop(actor);
        }
    }

    /// <summary>A bug in the behaviour: the actor alone is read again and tries once more; at the second time its stream is impaired.</summary>
    public void Crashed(Activation actor, Message? message, Exception bug)
    {
        node.Log.ActorCrashed(bug, actor.Id, message?.Command.GetType().Name ?? "its own events");
        node.Counters.Crashes++;
        actor.Crashes = node.Now - actor.LastCrash > node.Options.ImpairedFor ? 1 : actor.Crashes + 1;
        actor.LastCrash = node.Now;
        node.Duties.EndAll(actor);
        if (message is not null)
        {
            actor.Mailbox.AddFirst(message);
        }

        if (actor.Crashes >= 2)
        {
            Impair(actor);
        }
        else
        {
            Reload(actor);
        }
    }

    /// <summary>Reads it again once everything it decided is settled: a read before that would miss some of it.</summary>
    public void Reload(Activation actor)
    {
        actor.Phase = Phase.Loading;
        actor.Load = LoadStage.None;
        if (actor.Undurable == 0)
        {
            node.Loader.Load(actor);
        }
    }

    private void Impair(Activation actor)
    {
        node.Log.ActorImpaired(actor.Id);
        actor.Phase = Phase.Impaired;
        node.Loader.Settled(actor);
        while (actor.Mailbox.Take() is { } waiting)
        {
            waiting.Answer(new Answer.Refused(Refusal.Impaired, null));
        }

        node.Timers.Set(new Repaired(this, actor), node.Now + node.Options.ImpairedFor);
        node.RecoveryMayBeOver();
    }

    public void Drop(Activation actor)
    {
        actor.Phase = Phase.Dropped;
        node.Duties.EndAll(actor);
        node.Loader.Settled(actor);
        node.Residents.Remove(actor);
        while (actor.Mailbox.Take() is { } waiting)
        {
            waiting.NotHere();
        }
    }

    private void RollBack(Activation actor)
    {
        if (actor.Phase == Phase.Dropped)
        {
            return;
        }

        node.Duties.EndAll(actor);
        actor.Latest = actor.Durable;
        actor.Horizon = 0;
        actor.Undurable = 0;
        if (actor.Phase == Phase.Loading)
        {
            node.Loader.Load(actor);
        }
        else if (actor.Phase == Phase.Ready)
        {
            Restart(actor);
        }
    }

    private void Restart(Activation actor)
    {
        try
        {
            node.Begin(actor, actor.Type.Duties(actor.Latest.State));
        }
        catch (Exception bug)
        {
            Crashed(actor, null, bug);
        }
    }

    private void GoAgain(IReadOnlyList<LaneEntry> entries)
    {
        // Backwards, because each goes to the front: in the end they stand in lane order before everything that came later.
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = (ActorEntry)entries[index];
            if (entry.Cause is not { GoesAgain: true } cause)
            {
                continue;
            }

            if (entry.Activation.Phase == Phase.Dropped)
            {
                cause.NotHere();
            }
            else if (!node.Lane.IsDead(cause.Horizon))
            {
                node.EnqueueFirst(entry.Activation, cause);
            }
        }
    }

    private sealed class Repaired(Failures failures, Activation actor) : Due
    {
        public override void Fire()
        {
            if (actor.Phase == Phase.Impaired)
            {
                actor.Crashes = 0;
                failures.Reload(actor);
            }
        }
    }
}
