using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// An agent asks another agent, a queue or a number outside, while its caller hears music (咨询), and then has its caller back or connects the two
/// (attended transfer 咨询转接). Whoever goes meanwhile, the caller is never lost: without who was asked it is the agent's again; without the
/// agent it is with who was asked, or, if nobody has answered yet, in its old place in the queue that the agent had it from.
/// </summary>
internal static class Consults
{
    public static Decision<E> Asked(CallState state, C.Consult c, DateTimeOffset now) => (state, TalkingIn(state, c.Segment)) switch
    {
        ({ Phase: P.Ended }, _) => Refuse<E>(Refusal.CallEnded),
        ({ Consult: { } going }, not null) when going.To == c.To.To && going.By == c.By => AlreadySo<E>(),
        ({ Consult: null }, { } leg) when MayBegin(state) && Begun(state, leg, c, now) is { } begun => AcceptAll(begun),
        _ => Refuse<E>(Refusal.TransferNotPossible),
    };

    /// <summary>Only with somebody who has answered: whom to give the caller to without asking is a blind transfer.</summary>
    public static Decision<E> Completed(CallState state, C.CompleteConsult c, DateTimeOffset now) => state switch
    {
        _ when state.GivenAway.Items.Contains(c.Segment) => AlreadySo<E>(),
        { Phase: P.Ended } => Refuse<E>(Refusal.CallEnded),
        { Consult.Leg: not null } when TalkingIn(state, c.Segment) is not null => AcceptAll(Joined(state, c.By, now)),
        _ => Refuse<E>(Refusal.TransferNotPossible),
    };

    public static Decision<E> Cancelled(CallState state, C.CancelConsult c, DateTimeOffset now) => state switch
    {
        { Phase: P.Ended } => Refuse<E>(Refusal.CallEnded),
        _ when TalkingIn(state, c.Segment) is null => Refuse<E>(Refusal.TransferNotPossible),
        { Consult: not null } => AcceptAll(Over(state, ConsultEnd.Cancelled, now)),
        _ => AlreadySo<E>(),
    };

    public static Decision<E> Switched(CallState state, C.SwitchConsult c, DateTimeOffset now) => state switch
    {
        { Phase: P.Ended } => Refuse<E>(Refusal.CallEnded),
        { Consult: { Leg: not null } consult } when TalkingIn(state, c.Segment) is not null =>
            consult.IsAside == c.ToCaller ? AlreadySo<E>() : Accept<E>(new E.ConsultSwitched(now, consult.Number, c.ToCaller)),
        _ => Refuse<E>(Refusal.TransferNotPossible),
    };

    /// <summary>Nobody has answered in time.</summary>
    public static Decision<E> Expired(CallState state, C.ExpireConsult c, DateTimeOffset now) =>
        state.Consult is { Leg: null } consult && consult.Number == c.Number ? AcceptAll(Over(state, ConsultEnd.NotAnswered, now)) : AlreadySo<E>();

    /// <summary>What follows when this leg, which rings, is over: where nobody else can answer any more, the agent has its caller back.</summary>
    public static ImmutableArray<E> Following(CallState state, Leg leg, DateTimeOffset now) =>
        state.Consult is { Leg: null } && (leg.Request?.Offer is not { } offer || state.StayOf(offer.Stay) is { Asked: not null })
            ? Over(state.Without(leg.Number), ConsultEnd.NotAnswered, now)
            : [];

    /// <summary>How a call goes on without this leg, which is up; null: it does not, as far as this is concerned.</summary>
    public static ImmutableArray<E>? Without(CallState state, Leg leg, SegmentEnd end, DateTimeOffset now) => state switch
    {
        { Consult: { } consult } when consult.Leg == leg.Number => Over(state.Without(leg.Number), ConsultEnd.Released, now),
        { Consult: { } consult, Phase: P.Talking talking } when talking.Leg == leg.Number => consult.Leg is null
            ? BackToQueue(state, leg, end, now)
            : Joined(state, leg.Request?.Agent?.Key ?? "", now),
        _ => null,
    };

    /// <summary>The same for a leg whose far end was lost: what is left of its dialog we end.</summary>
    public static ImmutableArray<E>? WithoutLost(CallState state, Leg leg, string cause, DateTimeOffset now) => Without(state, leg, SegmentEnd.Lost, now) switch
    {
        { } events when state.Consult?.Leg == leg.Number => [new E.LegReleased(now, leg.Number, false, 0, cause), .. events],
        var events => events,
    };

    /// <summary>The consultation is over, and the agent has its caller again. <paramref name="stays"/>: how its waiting ends, if it waits.</summary>
    public static ImmutableArray<E> Over(CallState state, ConsultEnd end, DateTimeOffset now, StayEnd stays = StayEnd.Withdrawn) =>
    [
        .. state.Ringing.Select(leg => new E.LegCancelled(now, leg.Number, leg.Request?.Offer is null ? null : OfferEnd.Withdrawn)),
        .. state.Stays.Select(stay => new E.QueueLeft(now, stay.Id, stays)),
        .. state.Asked is { } asked ? [new E.LegReleased(now, asked.Number, false, 0, null)] : Array.Empty<E>(),
        .. Segment(state, now),
        new E.ConsultEnded(now, state.Consult!.Number, end) { IsHeld = state.Phase is P.Talking { IsHeld: true } },
    ];

    /// <summary>The part of who was asked, and the caller was not given to, ends.</summary>
    public static IEnumerable<E> Segment(CallState state, DateTimeOffset now) =>
        state.Consult is { Leg: not null, Served: { } served } && state.Consulted.Items.LastOrDefault(offer => offer.Stay == served.Id) is { } offer && served.Agent is { } agent
            ? [new E.AgentSegmentEnded(now, offer, agent, SegmentEnd.ConsultedAndReturned)]
            : [];

    private static ImmutableArray<E> Joined(CallState state, string by, DateTimeOffset now) => state.Other!.Request is { Offer: { } offer, Agent: { } agent }
        ?
        [
            new E.CallTransferred(now, state.Other.Number, offer, state.Consult!.To, by, null),
            new E.AgentSegmentEnded(now, offer, agent, SegmentEnd.Transferred),
            new E.ConsultEnded(now, state.Consult.Number, ConsultEnd.Joined) { IsHeld = state.Asked is { Holds: true, Request.Agent: not null } },
        ]
        : [];

    private static ImmutableArray<E> BackToQueue(CallState state, Leg leg, SegmentEnd end, DateTimeOffset now) => leg.Request is { Offer: { } offer, Agent: { } agent } && state.Served is { } served
        ?
        [
            .. Over(state, ConsultEnd.AgentGone, now),
            new E.CallTransferred(now, leg.Number, offer, served.Queue.Key, agent.Key, null),
            new E.AgentSegmentEnded(now, offer, agent, end),
            new E.QueueEntered(now, new StayId(state.Id.Key, state.LastStay + 1), served.Queue, state.Music, served.Priority) { Wishes = served.Wishes },
        ]
        : [];

    private static ImmutableArray<E>? Begun(CallState state, Leg leg, C.Consult c, DateTimeOffset now)
    {
        var begun = new E.ConsultStarted(now, state.Consults + 1, leg.Number, c.Segment, c.To.To, c.By, now + Consultation.AskMax);
        return c.To switch
        {
            { Agent: { } asked } => Agent(state, leg, asked, now) is { } entered ? [begun with { Until = now + asked.RingTime + AgentCommand.ReservationGrace }, entered] : null,
            { Plan: { } plan } => Queues(state, plan, c.To.Facts, now) is { } entered ? [begun, .. entered] : null,
            { Uri: { } uri } => [begun, Stays.Outside(state, LegPurpose.Transfer, uri, c.To.Ways, now)],
            _ => null,
        };
    }

    private static E.QueueEntered? Agent(CallState state, Leg leg, AskedAgent asked, DateTimeOffset now) =>
        ActorId.IsPart(asked.Agent) && ActorId.IsPart(asked.Queue) && leg.Request?.Agent?.Key != asked.Agent && state.LastStay + 1 < CallState.StaysMax
            ? new E.QueueEntered(now, new StayId(state.Id.Key, state.LastStay + 1), Stays.QueueOf(state, asked.Queue), state.Music, 0) { IsConsult = true, Asked = asked }
            : null;

    /// <summary>One stay is left for the caller, should the agent go.</summary>
    private static IEnumerable<E>? Queues(CallState state, NumberPlan plan, CallerFacts? facts, DateTimeOffset now)
    {
        var treatment = Treatment.Of(state.Arrival! with { Plan = plan, Facts = facts }, state.Id, now);
        return treatment.IsRefused || !treatment.Queues.All(ActorId.IsPart) || state.LastStay + treatment.Queues.Count >= CallState.StaysMax
            ? null
            : Stays.Entries(state, treatment with { Music = state.Music }, now).Select(entered => entered with { IsConsult = true });
    }

    private static bool MayBegin(CallState state) => state is { Caller.IsUp: true, Served: not null, Slot.ThirdPort: not null } && state.LastLeg < CallState.LegsMax;

    /// <summary>The agent's leg, if the caller is its in this segment.</summary>
    private static Leg? TalkingIn(CallState state, OfferId segment) =>
        state is { Phase: P.Talking, Other: { Phase: LegPhase.Established } leg } && leg.Request?.Offer == segment ? leg : null;
}
