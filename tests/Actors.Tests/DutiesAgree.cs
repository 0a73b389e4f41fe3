using System.Collections.Immutable;

namespace CallCenter.Actors.Tests;

/// <summary>What must hold of every behaviour after every event: Duties, DutyOf and Touched say the same.</summary>
internal static class DutiesAgree
{
    public static TState Apply<TBehaviour, TState, TCommand, TEvent>(TState before, TEvent @event)
        where TBehaviour : IBehaviour<TState, TCommand, TEvent>
        where TState : class
        where TCommand : class
        where TEvent : class
    {
        var after = TBehaviour.Apply(before, @event);
        var (owedBefore, owedAfter) = (ByKey(TBehaviour.Duties(before)), ByKey(TBehaviour.Duties(after)));

        Assert.All(owedAfter, duty => Assert.Equal(duty.Value, TBehaviour.DutyOf(after, duty.Key)));
        Assert.All(owedBefore.Keys.Where(key => !owedAfter.ContainsKey(key)), key => Assert.Null(TBehaviour.DutyOf(after, key)));

        var differing = owedBefore.Keys.Union(owedAfter.Keys).Where(key => !Equals(owedBefore.GetValueOrDefault(key), owedAfter.GetValueOrDefault(key)));
        Assert.Subset(TBehaviour.Touched(before, @event).ToHashSet(), differing.ToHashSet());

        // A duty's key determines its bytes: what is owed under a key before and after is the same.
        Assert.All(owedBefore.Where(duty => owedAfter.ContainsKey(duty.Key)), duty => Assert.Equal(duty.Value, owedAfter[duty.Key]));
        return after;
    }

    private static ImmutableSortedDictionary<string, Duty> ByKey(ImmutableArray<Duty> duties) => duties.ToImmutableSortedDictionary(duty => duty.Key, duty => duty, StringComparer.Ordinal);
}
