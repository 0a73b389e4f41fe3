using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Membership;

namespace CallCenter.Cluster.Engines;

/// <summary>What stands behind an <see cref="ActorSystem"/>: a node that owns everything, or one of several.</summary>
internal interface IEngine : IAsyncDisposable
{
    NodeCounters Counters { get; }

    /// <summary>The time that decisions see.</summary>
    NodeClock Clock { get; }

    /// <summary>Null: there are no others.</summary>
    MembershipStatus? Membership { get; }

    /// <summary>Members that there is a link to now.</summary>
    IReadOnlyCollection<string> Linked { get; }

    bool Understands(ActorId to, object command);

    /// <summary><paramref name="done"/> is called from any thread, and maybe more than once when the loop has ended.</summary>
    void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done);

    /// <summary>Returns when asks are answered.</summary>
    Task Start(IPerformer performer, CancellationToken stop);

    /// <summary>Lets what was decided become durable and leave, and ends; at the latest after <paramref name="drain"/>.</summary>
    Task Stop(TimeSpan drain);
}

/// <summary>What an engine tells of itself: its feed, and the two moments that a process waits for.</summary>
internal sealed record EngineEvents
{
    public required EventFeed Feed { get; init; }

    /// <summary>Every actor with duties is back.</summary>
    public required Action Recovered { get; init; }

    /// <summary>This process can decide nothing any more; why, for people.</summary>
    public required Action<string> Broken { get; init; }
}
