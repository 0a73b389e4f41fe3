using CallCenter.Actors;

namespace CallCenter.Cluster;

/// <summary>
/// Carries out <see cref="Duty.Perform"/> duties outside. The engine calls it only for durable states, again after recovery, and again with a
/// growing pause while it fails in a way that may pass. It deduplicates by (owner, key).
/// </summary>
public interface IPerformer
{
    /// <summary>Called on the node's loop: it must return at once and never throw. <paramref name="completed"/> is called once, from any thread. <paramref name="dutyEnded"/> fires when the state no longer owes it.</summary>
    void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded);
}

public enum PerformOutcome
{
    /// <summary>It happened: the engine gives OnDone to the actor.</summary>
    Done = 1,

    /// <summary>It will not happen: the engine gives OnFailed to the actor (or repeats where there is none).</summary>
    Failed = 2,

    /// <summary>Unknown or not now: the engine repeats it.</summary>
    Again = 3,
}
