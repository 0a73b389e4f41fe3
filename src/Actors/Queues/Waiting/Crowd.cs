using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>
/// Who waits with whom. Calls that require the same of an agent compete for the same agents, whatever they would rather have, and share one pace:
/// what calls of other needs take away from them is in that pace.
/// </summary>
internal static class Crowd
{
    /// <summary>What this stay requires of an agent now.</summary>
    public static string NeedOf(QueueState state, Stay stay) =>
        stay.Class >= 0 ? state.Line.Classes[stay.Class].Reach.Require : Reach.At(stay.Call, state.Settings, stay.Widened).Require;

    /// <summary>The need among whose calls it waits for its turn; null: it does not, it is offered, leaving, or held for certain agents.</summary>
    public static string? WaitingIn(QueueState state, StayId id) =>
        state.Stays.TryGetValue(id, out var stay) && stay.Class >= 0 ? NeedOf(state, stay) : null;

    /// <summary>Calls that wait and require this.</summary>
    public static int Count(QueueState state, string need)
    {
        var count = 0;
        foreach (var needs in state.Line.Classes)
        {
            count += needs.Reach.Require == need ? needs.Waiting.Count : 0;
        }

        return count;
    }

    /// <summary>Calls that require the same and are served before it.</summary>
    public static int Ahead(QueueState state, Stay stay)
    {
        var (need, ahead) = (NeedOf(state, stay), 0);
        foreach (var needs in state.Line.Classes)
        {
            ahead += needs.Reach.Require == need ? Before(needs, stay) : 0;
        }

        return ahead;
    }

    /// <summary>Calls that are before it in the order of the queue, whatever they require.</summary>
    public static int Before(QueueState state, Stay stay)
    {
        var before = 0;
        foreach (var needs in state.Line.Classes)
        {
            before += Before(needs, stay);
        }

        return before;
    }

    /// <summary>Where it stands, or would stand: then the set tells the complement.</summary>
    private static int Before(NeedClass needs, Stay stay)
    {
        var index = needs.Waiting.IndexOf(stay.Place);
        return index >= 0 ? index : ~index;
    }
}
