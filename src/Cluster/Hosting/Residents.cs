using CallCenter.Actors;

namespace CallCenter.Cluster.Hosting;

/// <summary>
/// The actors in memory, and in which order the idle ones were last used. The table is only ever enumerated in order of insertion, which
/// does not depend on hash codes.
/// </summary>
internal sealed class Residents
{
    private readonly Dictionary<ActorId, Activation> actors = [];
    private Activation? oldest;
    private Activation? newest;

    public int Count => actors.Count;

    public DateTimeOffset? OldestIdleSince => oldest?.IdleSince;

    public Activation? Find(ActorId id) => actors.GetValueOrDefault(id);

    public void Add(Activation actor) => actors.Add(actor.Id, actor);

    public void Remove(Activation actor)
    {
        Busy(actor);
        actors.Remove(actor.Id);
    }

    public IEnumerable<Activation> All => actors.Values;

    public IEnumerable<Activation> OfShards(IReadOnlyCollection<int> shards)
    {
        var wanted = shards.ToHashSet();
        return actors.Values.Where(actor => wanted.Contains(actor.Shard));
    }

    /// <summary>From now on it may leave.</summary>
    public void Idle(Activation actor, DateTimeOffset now)
    {
        Busy(actor);
        actor.IsIdle = true;
        actor.IdleSince = now;
        actor.Older = newest;
        if (newest is null)
        {
            oldest = actor;
        }
        else
        {
            newest.Newer = actor;
        }

        newest = actor;
    }

    public void Busy(Activation actor)
    {
        if (!actor.IsIdle)
        {
            return;
        }

        actor.IsIdle = false;
        if (actor.Older is null)
        {
            oldest = actor.Newer;
        }
        else
        {
            actor.Older.Newer = actor.Newer;
        }

        if (actor.Newer is null)
        {
            newest = actor.Older;
        }
        else
        {
            actor.Newer.Older = actor.Older;
        }

        (actor.Older, actor.Newer) = (null, null);
    }

    /// <summary>The one idle for longest, if it became idle before this time.</summary>
    public Activation? IdleBefore(DateTimeOffset time) => oldest is { } actor && actor.IdleSince <= time ? actor : null;
}
