using CallCenter.Actors;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// Keeps the durable states of long streams, so that they need not be replayed whole: one each time that the stream has grown by as much as the
/// state takes, so that keeping costs no more than journaling does. Nothing waits for it and nothing rests on it: what cannot be kept is tried
/// again when the stream has grown once more.
/// </summary>
/// <param name="node">Whose actors they are.</param>
/// <param name="store">Null: none are kept.</param>
/// <param name="aside">Runs what takes long and decides nothing.</param>
internal sealed class Snapshots(Node node, ISnapshots? store, Action<Action> aside)
{
    private int taking;
    private bool isFailing;

    /// <summary>The journal of this actor has grown for good.</summary>
    public void Grown(Activation actor, IReadOnlyList<NewEvent> events)
    {
        if (IsKept(actor.Type))
        {
            foreach (var item in events)
            {
                actor.Snapshot.BytesSince += item.Body.Length;
            }

            Look(actor);
        }
    }

    /// <summary>Keeps its durable state if it is time, never one above the durable mark (rule 9).</summary>
    public void Look(Activation actor)
    {
        ref var mark = ref actor.Snapshot;
        if (!IsKept(actor.Type) || mark.IsBeingTaken || mark.LacksEvents || taking >= node.Options.SnapshotsMax || mark.BytesSince < Math.Max(node.Options.SnapshotAfterBytes, mark.Size))
        {
            return;
        }

        var durable = actor.Durable;
#if PLANTED
        durable = node.Options.Planted.HasFlag(Defects.SnapshotAboveMark) ? actor.Latest : durable;
#endif
        mark.BytesSince = 0;
        mark.IsBeingTaken = true;
        taking++;
        aside(() => StoreCall.Run(() => Keep(actor.Id, actor.Type, durable), node.Post, (kept, failure) => Kept(actor, kept, failure)));
    }

    /// <summary>A stream longer than one page may have a state worth reading first; each load looks once.</summary>
    public bool MayHave(Activation actor) => IsKept(actor.Type) && !actor.Snapshot.IsAsked;

    /// <summary>Puts what is kept of this actor under its replay, if it is further than that has got; then <paramref name="done"/>.</summary>
    public void Read(Activation actor, Action done)
    {
        actor.Snapshot.IsAsked = true;
        StoreCall.Run(() => Restore(actor.Id, actor.Type), node.Post, (found, failure) =>
        {
            if (actor.Phase == Phase.Loading)
            {
                Adopt(actor, found, failure);
            }

            done();
        });
    }

    private bool IsKept(ActorType type) => store is not null && type.Contract > 0;

    private async Task<Snapshot> Keep(ActorId id, ActorType type, Remembered durable)
    {
        var snapshot = Snapshot.Of(id, durable.Version, type.Contract, durable.LastTime, type.Write(durable.State));
        if (snapshot.Body.Length <= node.Options.SnapshotBytesMax)
        {
            await store!.Write(snapshot, CancellationToken.None).ConfigureAwait(false);
        }

        return snapshot;
    }

    private void Kept(Activation actor, Snapshot? kept, Exception? failure)
    {
        taking--;
        actor.Snapshot.IsBeingTaken = false;
        if (kept is not null)
        {
            actor.Snapshot.Size = kept.Body.Length;
        }

        if (kept is not null && kept.Body.Length <= node.Options.SnapshotBytesMax)
        {
            isFailing = false;
            node.Counters.SnapshotsKept++;
        }
        else if (!isFailing)
        {
            isFailing = true;
            node.Log.SnapshotNotKept(failure, actor.Id);
        }
    }

    private async Task<Restored> Restore(ActorId id, ActorType type)
    {
        var found = await store!.Read(id, CancellationToken.None).ConfigureAwait(false);
        return found.Snapshot switch
        {
            null => new Restored(null, 0, null),
            { } other when other.Contract != type.Contract => new Restored(null, 0, $"it has contract {other.Contract}, not {type.Contract}"),
            { IsWhole: false } => new Restored(null, 0, "it is damaged"),
            { } whole => new Restored(new Remembered(type.Read(whole.Body.Span), whole.Version, whole.LastTime, false), whole.Body.Length, null),
        };
    }

    private void Adopt(Activation actor, Restored? found, Exception? failure)
    {
        if (failure is not null || found?.WhyNot is not null)
        {
            node.Log.SnapshotIgnored(failure, actor.Id, found?.WhyNot ?? "it could not be read");
        }
        else if (found?.State is { } state && state.Version > actor.Latest.Version)
        {
            actor.Latest = state with { IsListed = actor.Latest.IsListed };
            actor.Snapshot = new SnapshotMark { IsAsked = true, IsUsed = true, IsUnproved = true, IsBeingTaken = actor.Snapshot.IsBeingTaken, Size = found.Size };
            node.Counters.SnapshotsUsed++;
        }
    }

    /// <summary>A state that was kept, or why none is used; both null: none is there.</summary>
    private sealed record Restored(Remembered? State, int Size, string? WhyNot);
}
