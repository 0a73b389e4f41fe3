using CallCenter.Actors.Queues.Routing;

namespace CallCenter.Actors.Queues;

/// <summary>Makes a <see cref="WaitExplanation"/> of the state, by the same functions that match.</summary>
internal static class Explaining
{
    public static WaitExplanation Of(QueueState state, Stay stay)
    {
        var reach = Reach.At(stay.Call, state.Settings, stay.Widened);
        var require = NeedsReader.Read(reach.Require);
        var (here, able, free, excluded) = (0, 0, 0, 0);
        foreach (var (id, agent) in state.Agents.Where(agent => !agent.Value.IsGone).Take(WaitExplanation.AgentsMax))
        {
            here++;
            if (require.AreMetBy(agent.Profile))
            {
                able++;
                free += agent.IsAvailable ? 1 : 0;
                excluded += agent.IsAvailable && stay.Exclusions.ContainsKey(id) ? 1 : 0;
            }
        }

        var reserved = reach.MayTakeReserve ? 0 : Math.Min(state.Settings?.Reserve?.Agents ?? 0, state.Line.Free.Count);
        return new WaitExplanation
        {
            Stay = stay.Id,
            Entered = stay.Entered,
            SettingsVersion = state.Version,
            Cause = CauseOf(state, stay, here, able, free, excluded),
            Offered = stay.Offer?.Agent,
            Require = reach.Require,
            Prefer = reach.Prefer,
            Ahead = stay.Class < 0 ? 0 : state.Line.Classes[stay.Class].Waiting.IndexOf(stay.Place),
            AheadOfOtherNeeds = AheadOfOtherNeeds(state, stay),
            AgentsHere = here,
            AgentsAble = able,
            AgentsFree = free,
            AgentsExcluded = excluded,
            AgentsInReserve = reserved,
            IsPartial = here == WaitExplanation.AgentsMax,
            Next = NextOf(state, stay),
        };
    }

    private static WaitCause CauseOf(QueueState state, Stay stay, int here, int able, int free, int excluded) =>
        stay.Offer is not null ? WaitCause.Offered
        : stay.Leaving is not null ? WaitCause.Leaving
        : state.Settings is null ? WaitCause.QueueClosed
        : here == 0 ? WaitCause.NobodyHere
        : stay.IsHeld ? WaitCause.Held
        : able == 0 ? WaitCause.NobodyAble
        : free == 0 ? WaitCause.AllBusy
        : free == excluded ? WaitCause.Excluded
        : WaitCause.Reserve;

    /// <summary>Of a call that waits for certain agents only nobody is ahead in an order.</summary>
    private static int AheadOfOtherNeeds(QueueState state, Stay stay)
    {
        var ahead = 0;
        for (var number = 0; number < state.Line.Classes.Length && stay.Class >= 0; number++)
        {
            var waiting = state.Line.Classes[number].Waiting;
            // Where its place would be, as if it stood there: the complement of it when it does not.
            ahead += number == stay.Class || waiting.IsEmpty ? 0 : ~waiting.IndexOf(stay.Place);
        }

        return ahead;
    }

    private static NextReach? NextOf(QueueState state, Stay stay)
    {
        if (Reach.Next(stay.Call, state.Settings, stay.Widened) is not { } moment)
        {
            return null;
        }

        var next = Reach.At(stay.Call, state.Settings, moment);
        return new NextReach(stay.Entered + moment, next.Require, next.Prefer, next.MayTakeReserve, !(stay with { Widened = moment }).IsHeld);
    }
}
