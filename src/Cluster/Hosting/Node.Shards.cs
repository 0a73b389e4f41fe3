using CallCenter.Actors;
using CallCenter.Cluster.Lane;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Hosting;

/// <summary>A node among several: it holds while its lease may be over, and gives shards away. All of it on the loop.</summary>
internal sealed partial class Node
{
    private bool isToldToHold;

    /// <summary>Self-stop: nothing is decided, no timer fires, no batch or parcel leaves. All state stays.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Others own these now.</summary>
    public void Lose(IReadOnlyCollection<int> shards)
    {
        Acquisition.Forget(shards);
        Failures.Lose(shards);
        WaitingRoom.SendAway(shards);
    }

    /// <summary>Read, and served from now on.</summary>
    internal void Owned(IReadOnlyList<int> shards)
    {
        WaitingRoom.LetIn(shards);
        parts.Owned(shards);
    }

    /// <summary>Told to take over and not read yet: what comes for it waits here.</summary>
    internal bool IsTaking(int shard) => Acquisition.IsTaking(shard) && !Shards.Owns(shard);

    public void Hold()
    {
        isToldToHold = true;
        LookAtLease();
    }

    public void Resume()
    {
        isToldToHold = false;
        LookAtLease();
    }

    private void LookAtLease()
    {
#if PLANTED
        if (Options.Planted.HasFlag(Defects.HoldIgnored))
        {
            return;
        }
#endif
        IsHeld = Lane.IsHeld = isToldToHold || !parts.LeaseStands();
    }

    /// <summary>Nothing new for these; <paramref name="drained"/> is called when all that was decided is settled.</summary>
    public void Drain(IReadOnlyCollection<int> shards, Action drained)
    {
        foreach (var shard in shards)
        {
            Shards.Drain(shard, true);
        }

        WhenSettled(drained);
    }

    /// <summary>They stay here after all: what waited goes on.</summary>
    public void Keep(IReadOnlyCollection<int> shards)
    {
        foreach (var shard in shards)
        {
            Shards.Drain(shard, false);
        }

        foreach (var actor in Residents.OfShards(shards).Where(actor => actor.Phase == Phase.Ready).ToList())
        {
            Begun(actor);
        }
    }

    /// <summary>
    /// Decided by this node. A resident is found without hashing. What is being handed over is nobody's until the successor says that it is his.
    /// </summary>
    internal bool IsHere(ActorId id) =>
        parts.Remote is null || Shards.Serves(Residents.Find(id)?.Shard ?? ShardHash.ShardOf(id, Shards.Count));

    /// <summary>Decided by this node, now or as soon as its shard is read.</summary>
    internal bool Takes(ActorId id) => IsHere(id) || IsTaking(ShardOf(id));

    /// <summary>Once all that was decided up to now is durable, or dead.</summary>
    internal void WhenSettled(Action then) => drains.Add(then);

    internal int ShardOf(ActorId id) => ShardHash.ShardOf(id, Shards.Count);

    internal void Send(Parcel parcel)
    {
        if (IsHere(parcel.To))
        {
            parts.Link.Carry(parcel, Receive);
        }
        else if (!IsHeld)
        {
            parts.Remote!.Carry(ShardOf(parcel.To), parcel);
        }
    }
}
