using System.Collections.Immutable;
using CallCenter.Actors.Tests.Snapshots;

namespace CallCenter.Actors.Tests;

/// <summary>
/// One actor, told in sentences: given these events, when told this, then that. Each step also holds what every behaviour promises: the same
/// command a second time causes no events, and the duties kept up event by event are those that recovery would find (<see cref="DutyLedger"/>).
/// </summary>
public sealed class Scenario<TBehaviour, TState, TCommand, TEvent>
    where TBehaviour : IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private readonly DutyLedger<TBehaviour, TState, TCommand, TEvent> ledger;
    private Decision<TEvent>? decision;

    public Scenario(ActorId id) => ledger = new(id);

    /// <summary>Noon of some day: every scenario begins then.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public TState State => ledger.State;

    public ImmutableArray<Duty> Duties => TBehaviour.Duties(State);

    /// <summary>The events of the last <see cref="When"/>.</summary>
    public ImmutableArray<TEvent> Events => decision is Decision<TEvent>.Accepted accepted ? accepted.Events : [];

    public object? Reply => decision switch
    {
        Decision<TEvent>.Accepted accepted => accepted.Reply,
        Decision<TEvent>.AlreadySo so => so.Reply,
        _ => null,
    };

    public Scenario<TBehaviour, TState, TCommand, TEvent> Given(params ReadOnlySpan<TEvent> events)
    {
        foreach (var @event in events)
        {
            ledger.Apply(@event);
        }

        return this;
    }

    /// <summary>Time goes on.</summary>
    public Scenario<TBehaviour, TState, TCommand, TEvent> After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    /// <summary>Tells it; and once more, to no effect.</summary>
    public Scenario<TBehaviour, TState, TCommand, TEvent> When(TCommand command)
    {
        decision = TBehaviour.Decide(State, command, Now);
        KeptStates.DecidesTheSame<TBehaviour, TState, TCommand, TEvent>(State, command, Now, decision);
        if (decision is Decision<TEvent>.Accepted accepted)
        {
            Given(accepted.Events.AsSpan());
            var repeated = TBehaviour.Decide(State, command, Now) as Decision<TEvent>.Accepted;
            Assert.True(repeated is null || repeated.Events.IsEmpty, $"{command} a second time: {string.Join(", ", repeated?.Events ?? [])}");
        }

        return this;
    }

    public Scenario<TBehaviour, TState, TCommand, TEvent> Then(params TEvent[] expected)
    {
        Assert.Equal(expected, Assert.IsType<Decision<TEvent>.Accepted>(decision).Events);
        return this;
    }

    /// <summary>Events of these types, in this order.</summary>
    public Scenario<TBehaviour, TState, TCommand, TEvent> ThenTypes(params Type[] expected)
    {
        Assert.Equal(expected, Assert.IsType<Decision<TEvent>.Accepted>(decision).Events.Select(@event => @event.GetType()));
        return this;
    }

    public Scenario<TBehaviour, TState, TCommand, TEvent> ThenAlreadySo()
    {
        Assert.IsType<Decision<TEvent>.AlreadySo>(decision);
        return this;
    }

    public Scenario<TBehaviour, TState, TCommand, TEvent> ThenRefused(Refusal reason)
    {
        Assert.Equal(reason, Assert.IsType<Decision<TEvent>.Refused>(decision).Reason);
        return this;
    }

    /// <summary>It owes this now, among other things.</summary>
    public Scenario<TBehaviour, TState, TCommand, TEvent> Owes(Duty duty)
    {
        Assert.Contains(duty, Duties);
        return this;
    }

    /// <summary>It owes exactly the duties with these keys, in any order.</summary>
    public Scenario<TBehaviour, TState, TCommand, TEvent> OwesOnly(params string[] keys)
    {
        Assert.Equal(keys.Order(StringComparer.Ordinal), Duties.Select(duty => duty.Key).Order(StringComparer.Ordinal));
        return this;
    }
}
