using System.Collections.Immutable;

namespace CallCenter.Actors;

/// <summary>
/// An actor as pure functions over an immutable state. Any engine may host it: ours (src/Cluster), a test, the simulator.
/// States, commands and events are immutable records; a command is delivered at least once, so every behaviour is idempotent.
/// </summary>
public interface IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    /// <summary>The state of an actor that has no events yet.</summary>
    static abstract TState Initial(ActorId id);

    /// <summary>What should happen: events, nothing (already so), or a refusal. Changes nothing by itself.</summary>
    static abstract Decision<TEvent> Decide(TState state, TCommand command, DateTimeOffset now);

    /// <summary>What did happen. Total: an event that was stored can always be applied. Reads no clock.</summary>
    static abstract TState Apply(TState state, TEvent @event);

    /// <summary>Everything the outside owes this state right now, each with a stable key. Used at recovery only.</summary>
    static abstract ImmutableArray<Duty> Duties(TState state);

    /// <summary>The duty keys that <paramref name="event"/> may start, change or end: all that differ, and few that do not.</summary>
    static abstract ImmutableArray<string> Touched(TState before, TEvent @event);

    /// <summary>The duty with this key, or null: what <see cref="Duties"/> would list under it (a property test holds them equal).</summary>
    static abstract Duty? DutyOf(TState state, string key);
}
