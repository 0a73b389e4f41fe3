using CallCenter.Actors;

namespace CallCenter.Cluster;

/// <summary>The engine's way in: ask an actor, wherever it is.</summary>
public interface IActors
{
    /// <summary>
    /// Gives <paramref name="command"/> to the actor and waits until what it decided is durable. The deadline bounds the wait only:
    /// after <see cref="Answer.Unknown"/> the command may still happen, so it must be asked again, never taken for a no.
    /// </summary>
    /// <exception cref="ArgumentException">Nobody of this kind understands such a command.</exception>
    ValueTask<Answer> Ask(ActorId to, object command, TimeSpan deadline);
}

public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>Decided and durable at (shard, position): the actor's events up to there include this command's.</summary>
    public sealed record Answered(object? Reply, int Shard, long Position) : Answer;

    /// <summary>The actor said no; what the no rests on is durable.</summary>
    public sealed record Refused(Refusal Reason, string? Detail) : Answer;

    /// <summary>Nobody knows yet. Not a no.</summary>
    public sealed record Unknown : Answer
    {
        public static readonly Unknown Instance = new();
    }

    /// <summary>Between nodes only: the asked one does not own the actor, so nothing happened and it may be asked elsewhere.</summary>
    internal sealed record NotHere : Answer
    {
        public static readonly NotHere Instance = new();
    }
}
