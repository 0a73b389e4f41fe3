using System.Collections.Immutable;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Agents;

/// <summary>
/// Which of its queues an agent takes a call from, when it chooses. Every queue of an agent who became available offers it what it has. The first offer
/// opens a contest, and the agent asks the others; when all have offered or said that they have nothing, it takes the best. No queue waits for another
/// unless the agent is to choose, and nobody is asked by an agent to whom nothing is offered.
/// </summary>
internal static class AgentContests
{
    /// <summary>Others may have a call for it too.</summary>
    public static bool IsContested(AgentState state, DateTimeOffset now) =>
        state.Contest is not null
        || (state.Settings is { Choice: not QueueChoice.First, Queues.Count: > 1 } && now < state.EpochAt + AgentContest.FreshMax);

    /// <summary>Queues that have said nothing yet.</summary>
    public static IEnumerable<string> Awaited(AgentState state) => state.Contest is { } contest
        ? AgentHistory.Served(state).Where(queue => !contest.HasHeard(state.QueueOf(queue)))
        : [];

    public static Decision<E> Entered(AgentState state, C.Reserve c, DateTimeOffset now) =>
        Followed(state, new E.OfferContested(now, c.Offer, c.Queue, c.Call, c.RingUntil, c.Rules) { Cause = c.Cause }, now);

    public static Decision<E> Answered(AgentState state, C.RecordNothingToOffer c, DateTimeOffset now) =>
        state.Contest is { } contest && c.Epoch == state.Epoch && !contest.HasHeard(c.Queue) ? Followed(state, new E.NothingOffered(now, c.Queue), now) : AlreadySo<E>();

    /// <summary>What happened, and if it was the last to be waited for, the end of the contest.</summary>
    public static Decision<E> Followed(AgentState state, E @event, DateTimeOffset now)
    {
        var after = AgentHistory.Apply(state, @event);
        return after.Contest is { } contest && (contest.Offers.Count >= AgentContest.OffersMax || !Awaited(after).Any())
            ? AcceptAll([@event, .. Decided(after, contest, now)])
            : Accept(@event);
    }

    /// <summary>Time is up: the best of what came.</summary>
    public static Decision<E> Expired(AgentState state, DateTimeOffset now) => AcceptAll(Decided(state, state.Contest!, now));

    /// <summary>The winner is reserved, and that is the end of the others. Where all came too late to ring, each is told.</summary>
    private static ImmutableArray<E> Decided(AgentState state, AgentContest contest, DateTimeOffset now) =>
        BestOffer.Of(state, contest.Offers.Items.Where(one => now < one.RingUntil)) is { } best
            ? [new E.Reserved(now, best.Offer, best.Queue, best.Call, best.RingUntil, best.Rules)]
            : [.. contest.Offers.Items.Select(one => new E.OfferBarred(now, one.Offer, one.Queue))];
}
