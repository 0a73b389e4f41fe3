using System.Collections.Immutable;

namespace CallCenter.Actors;

/// <summary>The outcome of a command. A refusal is data; an exception is a bug.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    /// <summary>These events happen, in this order, all or none; <paramref name="Reply"/> is released once they are durable.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events, object? Reply = null) : Decision<TEvent>;

    /// <summary>Nothing to do: a repeat, something too late to matter, or a question.</summary>
    public sealed record AlreadySo(object? Reply = null) : Decision<TEvent>;

    /// <summary>Not possible, and why; <paramref name="Detail"/> is for people.</summary>
    public sealed record Refused(Refusal Reason, string? Detail = null) : Decision<TEvent>;
}

/// <summary>Short forms, so that a behaviour reads as a table: <c>using static CallCenter.Actors.Decide;</c></summary>
public static class Decide
{
    public static Decision<TEvent> Accept<TEvent>(params ReadOnlySpan<TEvent> events) => new Decision<TEvent>.Accepted([.. events]);

    public static Decision<TEvent> AcceptAll<TEvent>(ImmutableArray<TEvent> events, object? reply = null) =>
        new Decision<TEvent>.Accepted(events, reply);

    public static Decision<TEvent> AlreadySo<TEvent>(object? reply = null) => new Decision<TEvent>.AlreadySo(reply);

    public static Decision<TEvent> Refuse<TEvent>(Refusal reason, string? detail = null) => new Decision<TEvent>.Refused(reason, detail);
}
