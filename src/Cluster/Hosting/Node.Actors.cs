using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>Actors come back, take turns, rest and leave.</summary>
internal sealed partial class Node
{
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

        Begun(actor);
    }

    private void Begun(Activation actor)
    {
        if (actor.DutyCount > 0 != actor.Latest.IsListed && Shards.Serves(actor.Shard))
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

    /// <summary>What was stored there is in the past.</summary>
    internal void HeadsRead(IReadOnlyDictionary<int, ShardHead> heads)
    {
        foreach (var head in heads.Values)
        {
            Clock.Raise(head.StoredAt);
        }

        parts.HeadsRead(heads);
    }

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

    private void Schedule(Activation actor)
    {
        if (actor.Phase != Phase.Ready || actor.IsScheduled || !Shards.Serves(actor.Shard))
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
        if (!Shards.Serves(actor.Shard))
        {
            return;
        }

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
}
