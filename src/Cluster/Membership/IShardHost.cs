namespace CallCenter.Cluster.Membership;

/// <summary>
/// What membership tells whoever hosts actors: the only words between them. Called on the member's loop; the host posts to its own, and calls
/// back from any thread.
/// </summary>
internal interface IShardHost
{
    /// <summary>Routing from now on.</summary>
    void Learn(ClusterView view);

    /// <summary>These are ours now, under these epochs: read where they end, bring back what has duties, answer asks.</summary>
    void Acquire(IReadOnlyDictionary<int, long> epochs);

    /// <summary>These are somebody else's: drop everything of them.</summary>
    void Lose(IReadOnlyCollection<int> shards);

    /// <summary>
    /// A planned hand-over begins: admit nothing new for these shards (asks and parcels get <c>NotHere</c>), let what was decided become durable,
    /// then call <paramref name="drained"/>. The shards stay owned until <see cref="Lose"/>; <see cref="Keep"/> takes it back.
    /// </summary>
    void Drain(IReadOnlyCollection<int> shards, Action drained);

    /// <summary>The hand-over did not happen: these shards are served again.</summary>
    void Keep(IReadOnlyCollection<int> shards);

    /// <summary>
    /// Nothing is owned any more, and under this incarnation nothing ever will be: everybody linked is told, so that what was asked here and not answered is
    /// asked elsewhere; <paramref name="told"/> is called when all of them have heard it.
    /// </summary>
    void Vacate(long incarnation, Action told);

    /// <summary>Self-stop: decide nothing, let nothing leave, keep all state. Idempotent.</summary>
    void Hold();

    /// <summary>The lease stands after all: go on as if nothing had been.</summary>
    void Resume();
}
