using CallCenter.Actors;

namespace CallCenter.Cluster.Links;

/// <summary>What goes over a link between two processes. Commands and replies travel as tag and JSON, like events (<see cref="IMessages"/>).</summary>
internal abstract record Frame
{
    private Frame()
    {
    }

    /// <summary>An ask from outside for an actor that the receiver owns. The deadline is what is left of it.</summary>
    public sealed record Ask(long Id, ActorId To, object Command, TimeSpan Deadline) : Frame
    {
        /// <summary>The sender does not reach the owner: if the receiver is not that itself, it may ask the one that it knows. Passed on once.</summary>
        public bool MayPassOn { get; init; }

        /// <summary>W3C traceparent of who asks; null when nobody follows it.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>The durable answer. <see cref="NotHere"/> instead when the receiver does not own the shard: nothing happened, ask elsewhere.</summary>
    public sealed record Reply(long Id, Answer Answer) : Frame;

    /// <summary>The asked actor's shard is not (or no longer) the receiver's; for an ask by id.</summary>
    public sealed record NotHere(long Id) : Frame;

    /// <summary>A duty's delivery or its reply between actors; durable when sent, so its horizon is 0.</summary>
    public sealed record Carried(Parcel Parcel) : Frame;

    /// <summary>Carry out a duty at the port that the receiver has. Repeating it is harmless: ports deduplicate by (owner, key).</summary>
    public sealed record Perform(long Id, ActorId Owner, Duty.Perform Duty) : Frame;

    /// <summary>The duty of this perform is no longer owed.</summary>
    public sealed record PerformEnded(long Id) : Frame;

    public sealed record Performed(long Id, PerformOutcome Outcome) : Frame;

    /// <summary>Events that the sender made durable, each shard's in order. What a link dropped is read from the journal.</summary>
    public sealed record Committed(IReadOnlyList<CommittedEvent> Events) : Frame;

    /// <summary>Where these shards end: after connecting, after a take-over, and when <see cref="Committed"/> frames were dropped.</summary>
    public sealed record Heads(IReadOnlyDictionary<int, long> Positions) : Frame;

    /// <summary>Are you there? Answered by the process's member loop, so a hung process does not answer.</summary>
    public sealed record Probe(long Id) : Frame;

    public sealed record Probed(long Id) : Frame;

    /// <summary>Probe this start of this member for me. Who has never been linked with it knows nothing, and does not answer.</summary>
    public sealed record ProbeFor(long Id, string Member, long Incarnation) : Frame;

    public sealed record ProbedFor(long Id, bool IsThere) : Frame;

    /// <summary>These shards are this incarnation's under these epochs: news that the database already has.</summary>
    public sealed record Owned(long Incarnation, IReadOnlyDictionary<int, long> Epochs) : Frame;

    /// <summary>The sender cannot renew its lease; who can renew its own should take its shards over.</summary>
    public sealed record CannotRenew(long Incarnation) : Frame;

    /// <summary>
    /// The sender owns nothing any more, and under this incarnation never will: what it was asked and has not answered before this never happened.
    /// </summary>
    public sealed record Vacated(long Incarnation) : Frame;

    /// <summary>The receiver of <see cref="Vacated"/> has heard it: it asks that incarnation nothing any more.</summary>
    public sealed record VacatedHeard(long Incarnation) : Frame;
}

/// <summary>
/// Stands for a command that this program cannot read: its tag is unknown here or its body is not what the tag says, so a newer version wrote it.
/// No actor and no port understands it. (An unknown reply arrives as <see cref="Answer.Unknown"/>: asked again, never taken for a no.)
/// </summary>
internal sealed record NotUnderstood(string Tag);
