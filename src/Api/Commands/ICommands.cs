using CallCenter.Actors;
using CallCenter.Api.Journal;

namespace CallCenter.Api.Commands;

/// <summary>The way to the actors. Composition adapts the engine's.</summary>
public interface ICommands
{
    /// <summary>Waits until what the actor decided is durable; the deadline bounds the wait only.</summary>
    ValueTask<CommandAnswer> Ask(ActorId to, object command, TimeSpan deadline);
}

public abstract record CommandAnswer
{
    private CommandAnswer()
    {
    }

    public sealed record Answered(object? Reply, Position At) : CommandAnswer;

    public sealed record Refused(Refusal Reason, string? Detail) : CommandAnswer;

    /// <summary>Not a no.</summary>
    public sealed record Unknown : CommandAnswer
    {
        public static readonly Unknown Instance = new();
    }
}
