using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// An agent gives its caller away without waiting for what comes of it (blind transfer 盲转). Its segment ends, and the call goes on with its
/// first arrival and what is attached: a caller who has waited once is before those who came later. Where it cannot go, nothing has changed.
/// </summary>
internal static class Transfers
{
    /// <summary>By the agent's phone.</summary>
    public static Decision<E> Referred(CallState state, C.RecordRefer c, DateTimeOffset now)
    {
        if (state.Legs.GetValueOrDefault(c.Leg) is not { } leg)
        {
            return c.Leg >= Leg.Caller && c.Leg <= state.LastLeg ? AlreadySo<E>() : Refuse<E>(Refusal.LegUnknown);
        }

        return leg switch
        {
            _ when !InDialog.Matches(leg, c.Tags) => Refuse<E>(Refusal.DialogMismatch),
            _ when leg.Refer == c.CSeq => AlreadySo<E>(),
            { Phase: LegPhase.Established } when leg.GoesBack(c.CSeq) => Refuse<E>(Refusal.CSeqTooLow),
            { Phase: LegPhase.Established, Request.Offer: not null } => GivenAway(state, leg, c.To, leg.Request.Agent?.Key ?? "", c.CSeq, now),
            _ => Refuse<E>(Refusal.TransferNotPossible),
        };
    }

    /// <summary>By the agent's desktop, or a supervisor's.</summary>
    public static Decision<E> Asked(CallState state, C.Transfer c, DateTimeOffset now) => state switch
    {
        _ when state.GivenAway.Items.Contains(c.Segment) => AlreadySo<E>(),
        { Phase: P.Ended } => Refuse<E>(Refusal.CallEnded),
        { Other: { Phase: LegPhase.Established } leg } when leg.Request?.Offer == c.Segment => GivenAway(state, leg, c.To, c.By, null, now),
        _ => Refuse<E>(Refusal.TransferNotPossible),
    };

    private static Decision<E> GivenAway(CallState state, Leg leg, TransferTarget to, string by, uint? refer, DateTimeOffset now) =>
        state.Phase is P.Talking { Consult: null } talking && talking.Leg == leg.Number && leg.Request is { Offer: { } offer, Agent: { } agent } && Onward(state, to, now) is { } onward
            ? AcceptAll<E>([new E.CallTransferred(now, leg.Number, offer, to.To, by, refer), new E.AgentSegmentEnded(now, offer, agent, SegmentEnd.Transferred), .. onward])
            : Refuse<E>(Refusal.TransferNotPossible);

    /// <summary>Null: it cannot go there.</summary>
    private static ImmutableArray<E>? Onward(CallState state, TransferTarget to, DateTimeOffset now) => to switch
    {
        { Plan: { } plan } => ToQueues(state, plan, to.Facts, now),
        { Uri: { } uri } when state.LastLeg < CallState.LegsMax => [Stays.Outside(state, LegPurpose.Transfer, uri, to.Ways, now)],
        _ => null,
    };

    /// <summary>The rules of the number hold for this caller as for any other; what is attached already stays.</summary>
    private static ImmutableArray<E>? ToQueues(CallState state, NumberPlan plan, CallerFacts? facts, DateTimeOffset now)
    {
        var treatment = Treatment.Of(state.Arrival! with { Plan = plan, Facts = facts }, state.Id, now);
        return treatment.IsRefused || !treatment.Queues.All(ActorId.IsPart) || state.LastStay + treatment.Queues.Count > CallState.StaysMax
            ? null
            :
            [
                .. treatment.Attached.Where(pair => !state.Attached.ContainsKey(pair.Key)).Take(AttachedData.KeysMax - state.Attached.Count).Select(pair => new E.ValueAttached(now, pair.Key, pair.Value)),
                .. Stays.Entries(state, treatment, now),
            ];
    }
}
