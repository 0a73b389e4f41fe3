using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>A call waits for the agents that it should rather have only as long as one of them is here: who has gone home is not waited for.</summary>
internal static class Preferences
{
    /// <summary>A call that comes and none of whose agents is here.</summary>
    public static IEnumerable<E> OfNobody(QueueState state, StayId stay, QueuedCall call, DateTimeOffset now) =>
        call.Preferred.Count > 0 && call.PreferFor > TimeSpan.Zero && !call.Preferred.Items.Any(agent => IsHere(state, agent)) ? [new E.PreferenceEnded(now, stay)] : [];

    /// <summary>Calls that wait for this agent, and for nobody else who is here.</summary>
    public static IEnumerable<E> WithoutWhoLeft(QueueState state, ActorId left, DateTimeOffset now) =>
        from place in state.Line.Wished.GetValueOrDefault(left)
        where state.Stays[place.Stay].IsHeld && !state.Stays[place.Stay].Call.Preferred.Items.Any(agent => agent != left && IsHere(state, agent))
        select new E.PreferenceEnded(now, place.Stay);

    private static bool IsHere(QueueState state, ActorId agent) => state.Agents.GetValueOrDefault(agent) is { IsGone: false };
}
