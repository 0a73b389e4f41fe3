using System.Collections.Immutable;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;
using P = CallCenter.Actors.Agents.AgentPresence;
using W = CallCenter.Actors.Agents.AgentWork;

namespace CallCenter.Actors.Agents;

/// <summary>
/// An agent calls somebody outside 外呼: from its desktop, and then an edge is asked to make the call, or at its phone, and then the call is there and asks
/// for the agent. Until the call has joined the agent waits no longer than <see cref="AgentCommand.Dial.Until"/> and some; from then on the call says how
/// it goes, and is certain to say how it ended.
/// </summary>
internal static class AgentDials
{
    /// <summary>Offers of queues count their stays from 1.</summary>
    public static bool IsDial(OfferId offer) => offer.Stay.Number == 0;

    /// <summary>From the desktop.</summary>
    public static Decision<E> Dial(AgentState state, C.Dial c, DateTimeOffset now) => state switch
    {
        _ when state.Work?.Offer.Id == PlaceCall.OfferOf(c.Call.Key) || state.Past.WasTaken(PlaceCall.OfferOf(c.Call.Key)) => AlreadySo<E>(),
        _ when now >= c.Until => Refuse<E>(Refusal.OfferIsStale),
        { IsFree: true } => Accept<E>(new E.Dialed(now, PlaceCall.OfferOf(c.Call.Key), c.Call, c.To, c.Until) { Shows = c.Shows }),
        _ => Busy(state),
    };

    /// <summary>
    /// The call that this agent dialed asks for it: one that it placed, or one that its phone has begun. What was given up or taken back is refused, and so is
    /// what comes too late: the call ends then.
    /// </summary>
    public static Decision<E> Join(AgentState state, C.JoinDial c, DateTimeOffset now) => state switch
    {
        { Work: W.Dialing { IsJoined: false } work } when work.Offer.Id == c.Offer => Accept<E>(new E.DialJoined(now, c.Offer, c.WrapUp)),
        _ when state.Work?.Offer.Id == c.Offer => AlreadySo<E>(),
        _ when state.Past.WasTaken(c.Offer) || state.Past.IsBarred(c.Offer) || now >= c.Until => Refuse<E>(Refusal.OfferIsStale),
        { IsFree: true, Seat: { } seat } when seat.Phone == c.Phone =>
            Accept<E>(new E.Dialed(now, c.Offer, c.Call, c.To, c.Until), new E.DialJoined(now, c.Offer, c.WrapUp)),
        _ => Busy(state),
    };

    /// <summary>It ended before anybody talked. One that is not here yet never will be: the call is over.</summary>
    public static Decision<E> Ended(AgentState state, OfferId offer, DateTimeOffset now) => state switch
    {
        { Work: W.Dialing work } when work.Offer.Id == offer => AcceptAll<E>(GivenUp(state, work, now)),
        _ when state.Work?.Offer.Id == offer || state.Past.WasTaken(offer) || state.Past.IsBarred(offer) => AlreadySo<E>(),
        _ => AgentContests.Followed(state, new E.OfferBarred(now, offer), now),
    };

    /// <summary>No edge could make the call, or none has in time: it is not, and a late one is refused.</summary>
    public static Decision<E> NotPlaced(AgentState state, OfferId offer, DateTimeOffset now) =>
        state.Work is W.Dialing { IsJoined: false } work && work.Offer.Id == offer ? AcceptAll<E>(GivenUp(state, work, now)) : AlreadySo<E>();

    private static ImmutableArray<E> GivenUp(AgentState state, W.Dialing work, DateTimeOffset now) =>
        [new E.DialEnded(now, work.Offer.Id), .. AgentChoices.Requested(state, now)];

    private static Decision<E> Busy(AgentState state) => state switch
    {
        { Settings: null } => Refuse<E>(Refusal.AgentNotConfigured),
        { Presence: P.SignedOut } => Refuse<E>(Refusal.AgentSignedOut),
        { Work: not null } => Refuse<E>(Refusal.AgentBusy),
        { SummaryOwed: not null } => Refuse<E>(Refusal.SummaryMissing),
        { Seat.Target: null } => Refuse<E>(Refusal.PhoneUnreachable),
        _ => Refuse<E>(Refusal.AgentBusy),
    };
}

/// <summary>What an edge is asked for (<see cref="Port.Signalling"/>): to make this call, whose agent's phone rings first. Done: the call is there.</summary>
public sealed record PlaceCall(ActorId Call, ActorId Agent, PhoneTarget Phone, string To, DateTimeOffset Until)
{
    /// <summary>The number to show, one of those that the tenant may; null: its first.</summary>
    public string? Shows { get; init; }

    /// <summary>What binds an agent to a call that it dials: the offer of no stay.</summary>
    public static OfferId OfferOf(string call) => new(new StayId(call, 0), 1);
}
