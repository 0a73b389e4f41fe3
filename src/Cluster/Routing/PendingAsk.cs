using CallCenter.Actors;
using CallCenter.Cluster.Hosting;

namespace CallCenter.Cluster.Routing;

/// <summary>An ask that another node answers, or that waits for somebody to ask. As a due thing it is its own deadline.</summary>
internal sealed class PendingAsk(RoutedAsks asks, long id, ActorId to, int shard, object command, DateTimeOffset until, Action<Answer> done) : AskDeadline
{
    public long Id { get; } = id;

    public ActorId To { get; } = to;

    public int Shard { get; } = shard;

    public object Command { get; } = command;

    public DateTimeOffset Until { get; } = until;

    /// <summary>W3C traceparent of the ask; null when nobody follows it.</summary>
    public string? Trace { get; init; }

    /// <summary>The member that has it; null while nobody has, or this node itself.</summary>
    public string? SentTo { get; set; }

    /// <summary><see cref="SentTo"/> is not its owner, but passes it on to that one.</summary>
    public bool GoesOn { get; set; }

    /// <summary>Another process's, which does not reach the owner: it is asked there at once or not at all.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>How often nobody was there to ask.</summary>
    public int Misses { get; set; }

    public Again? Pause { get; set; }

    public void Answer(Answer answer) => done(answer);

    public override void Fire() => asks.TimeIsOver(this);

    /// <summary>The end of a pause.</summary>
    public sealed class Again(RoutedAsks asks, PendingAsk ask) : Due
    {
        public override void Fire() => asks.Try(ask);
    }
}
