using System.Text;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Snapshots;

namespace CallCenter.Actors.Tests.Snapshots;

/// <summary>
/// What must hold of every state that is kept beside a stream: written and read again it is the same to the byte, owes the same and decides the
/// same. Every scenario, walk and conversation asks it after each of its events.
/// </summary>
internal static class KeptStates
{
    private static readonly object[] Forms = [StateForms.Queue, StateForms.Agent, StateForms.Phone, StateForms.Configuration, StateForms.Floor];

    /// <summary>Null: states of this kind are not kept.</summary>
    public static SnapshotForm<TState>? FormOf<TState>()
        where TState : class => Forms.OfType<SnapshotForm<TState>>().SingleOrDefault();

    public static void OwesTheSame<TBehaviour, TState, TCommand, TEvent>(TState state)
        where TBehaviour : IBehaviour<TState, TCommand, TEvent>
        where TState : class
        where TCommand : class
        where TEvent : class
    {
        if (FormOf<TState>() is { } form)
        {
            var again = Again(form, state);
            Assert.Equal(TBehaviour.Duties(state).AsEnumerable(), TBehaviour.Duties(again).AsEnumerable());
        }
    }

    public static void DecidesTheSame<TBehaviour, TState, TCommand, TEvent>(TState state, TCommand command, DateTimeOffset now, Decision<TEvent> decision)
        where TBehaviour : IBehaviour<TState, TCommand, TEvent>
        where TState : class
        where TCommand : class
        where TEvent : class
    {
        if (FormOf<TState>() is { } form)
        {
            switch (decision, TBehaviour.Decide(Again(form, state), command, now))
            {
                case (Decision<TEvent>.Accepted one, Decision<TEvent>.Accepted other):
                    Assert.Equal(one.Events.AsEnumerable(), other.Events.AsEnumerable());
                    Assert.Equal(one.Reply, other.Reply);
                    break;
                case var (one, other):
                    Assert.Equal(one, other);
                    break;
            }
        }
    }

    private static TState Again<TState>(SnapshotForm<TState> form, TState state)
        where TState : class
    {
        var bytes = form.Write(state);
        var again = form.Read(bytes);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(form.Write(again)));
        if ((state, again) is (QueueState one, QueueState other))
        {
            Assert.Equal(one.Line.Classes.SelectMany(needs => needs.Waiting.Select(place => (needs.Reach, place))).Order(ByPlace), other.Line.Classes.SelectMany(needs => needs.Waiting.Select(place => (needs.Reach, place))).Order(ByPlace));
            Assert.Equal(FreeOf(one), FreeOf(other));
            Assert.Equal(one.Ended, other.Ended);
        }

        return again;
    }

    private static IEnumerable<AgentRank> FreeOf(QueueState state) => state.Line.Free.Heads.Values.SelectMany(kind => state.Line.Free.Of(kind)).Order();

    private static readonly Comparer<(Reach Reach, Place Place)> ByPlace = Comparer<(Reach Reach, Place Place)>.Create((one, other) => one.Place.CompareTo(other.Place));
}
