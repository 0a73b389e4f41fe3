using System.Collections.Immutable;
using CallCenter.Actors.Tests.Snapshots;

namespace CallCenter.Actors.Tests;

/// <summary>
/// Keeps an actor's duties as the engine does, from <c>Touched</c> and <c>DutyOf</c>, and holds after each event that they are what
/// <c>Duties</c> lists; and that a key, once used, always stands for the same bytes.
/// </summary>
public sealed class DutyLedger<TBehaviour, TState, TCommand, TEvent>(ActorId id)
    where TBehaviour : IBehaviour<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private readonly Dictionary<string, Duty> owed = [];
    private readonly Dictionary<string, Duty> everOwed = [];

    public TState State { get; private set; } = TBehaviour.Initial(id);

    public IReadOnlyCollection<Duty> Owed => owed.Values;

    public IReadOnlyCollection<Duty> EverOwed => everOwed.Values;

    /// <summary>Off when an actor is filled with so much that listing all its duties at each event would take too long.</summary>
    public bool ComparesWithAll { get; init; } = true;

    public void Apply(TEvent @event)
    {
        var touched = TBehaviour.Touched(State, @event);
        State = TBehaviour.Apply(State, @event);
        foreach (var key in touched)
        {
            Keep(key, TBehaviour.DutyOf(State, key));
        }

        if (ComparesWithAll)
        {
            Compare(TBehaviour.Duties(State), @event);
            KeptStates.OwesTheSame<TBehaviour, TState, TCommand, TEvent>(State);
        }
    }

    private void Keep(string key, Duty? duty)
    {
        if (duty is null)
        {
            owed.Remove(key);
            return;
        }

        Assert.Equal(key, duty.Key);
        owed[key] = duty;
        if (!everOwed.TryAdd(key, duty))
        {
            Assert.Equal(everOwed[key], duty);
        }
    }

    private void Compare(ImmutableArray<Duty> all, TEvent @event)
    {
        Assert.True(all.Select(duty => duty.Key).Distinct().Count() == all.Length, $"two duties of one key after {@event}");
        var missing = all.Where(duty => !owed.TryGetValue(duty.Key, out var kept) || kept != duty).ToList();
        var extra = owed.Keys.Except(all.Select(duty => duty.Key)).ToList();
        Assert.True(missing is [] && extra is [], $"after {@event}: not touched {string.Join(", ", missing.Select(duty => duty.Key))}; still kept {string.Join(", ", extra)}");
        foreach (var duty in all)
        {
            Assert.Equal(duty, TBehaviour.DutyOf(State, duty.Key));
        }
    }
}
