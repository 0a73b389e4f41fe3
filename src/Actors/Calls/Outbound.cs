using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Dialogs;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>
/// An agent calls somebody outside 外呼. Leg 0 is the customer's, as in every call, and leg 1 the agent's phone: rung by us where its desktop dialed, or
/// its own INVITE where it dialed itself. The agent is asked first, so that it has no other call; then its phone must be there; then the customer is
/// called; when that one answers they talk, and everything is as in a call that came in.
/// </summary>
internal static class Outbound
{
    /// <summary>How long the customer's phone may ring.</summary>
    private static readonly TimeSpan RingTime = TimeSpan.FromSeconds(60);

    /// <summary>One that comes so late that its agent has given it up is not begun.</summary>
    public static Decision<E> Arrived(CallState state, CallArrival arrival, OutboundOrder order, DateTimeOffset now) => arrival switch
    {
        _ when now >= order.Until => Refuse<E>(Refusal.OfferIsStale),
        { Offer: { } offer } when !Sdp.Fits(arrival.Slot, offer) => Refuse<E>(Refusal.MediaNotAcceptable),
        _ => AcceptAll<E>([new E.CallArrived(now, state.Id.Key, arrival), .. UserToUser.Attached(arrival).Select(pair => new E.ValueAttached(now, pair.Key, pair.Value))], new ArrivalReply(arrival.Slot)),
    };

    /// <summary>The agent is this call's: its phone is rung, or, where it dialed itself, the customer is called.</summary>
    public static Decision<E> Joined(CallState state, DateTimeOffset now) => state switch
    {
        { Phase: P.Dialing { IsJoined: false }, Outbound: { IsFromPhone: true } order } => Accept<E>(Customer(order, now)),
        { Phase: P.Dialing { IsJoined: false }, Outbound: { } order } => Accept<E>(
            new E.LegRequested(now, OutboundOrder.AgentLeg, LegPurpose.Agent, order.Offer, null, order.Agent, order.Phone, order.Until)),
        _ => AlreadySo<E>(),
    };

    public static Decision<E> NotJoined(CallState state, DateTimeOffset now) =>
        state.Phase is P.Dialing { IsJoined: false } ? AcceptAll<E>(Ending.Of(state, Ending.AgentBusy, now)) : AlreadySo<E>();

    /// <summary>A 2xx of the agent's phone, or of the customer.</summary>
    public static Decision<E> Answered(CallState state, Leg leg, DialogAnswer answer, DateTimeOffset now) => leg switch
    {
        _ when !Sdp.Fits(leg.Sdp, answer.Media) => AcceptAll<E>([.. Ending.Of(state, Ending.BySystem(Causes.NoMedia), now), new E.LateAnswerEnded(now, leg.Number, answer)]),
        { Number: OutboundOrder.AgentLeg } => Accept<E>(new E.AgentConnected(now, leg.Number, answer), Customer(state.Outbound!, now)),
        _ => AcceptAll<E>(
        [
            new E.CustomerAnswered(now, state.Outbound!.Offer, state.Outbound.Agent, answer),
            .. state.Incoming is { Phase: LegPhase.Inviting } dialer ? [new E.CallerAnswered(now) { Leg = dialer.Number }] : Array.Empty<E>(),
        ]),
    };

    /// <summary>Neither of the two is waited for without the other.</summary>
    public static Decision<E> Failed(CallState state, Leg leg, int status, DateTimeOffset now) => AcceptAll<E>(
    [
        new E.LegFailed(now, leg.Number, status, null),
        .. Ending.Of(state.Without(leg.Number), leg.Number == OutboundOrder.AgentLeg ? Ending.AgentFailed(status) : Ending.OutsideFailed(status), now),
    ]);

    /// <summary>The call asks for its agent until it is told whether it has it.</summary>
    public static IEnumerable<Duty> Duties(CallState state)
    {
        if (state is { Phase: P.Dialing { IsJoined: false }, Outbound: { } order })
        {
            yield return new Duty.Deliver(
                $"join/{order.Offer}",
                order.Agent,
                new AgentCommand.JoinDial(order.Offer, state.Id, state.Arrival!.Caller, order.Phone.Phone, order.WrapUp, order.Until),
                new C.RecordJoined(order.Offer),
                new C.RecordNotJoined(order.Offer));
        }
    }

    private static E.LegRequested Customer(OutboundOrder order, DateTimeOffset now) =>
        new(now, Leg.Caller, LegPurpose.Dialed, null, null, null, new PhoneTarget("", order.Way.Uri, [], null), now + RingTime) { Way = order.Way };
}

/// <summary>
/// Whom an agent calls, and how: through which trunk (<paramref name="Way"/>), with which number (<paramref name="Shown"/>; empty: withheld). After
/// <paramref name="Until"/> it is not begun, and the agent's phone does not ring on.
/// </summary>
public sealed record OutboundOrder(OfferId Offer, ActorId Agent, PhoneTarget Phone, TrunkWay Way, string Shown, TimeSpan WrapUp, DateTimeOffset Until)
{
    /// <summary>The leg of the agent's phone.</summary>
    public const int AgentLeg = 1;

    /// <summary>The phone dialed: leg 1 is its INVITE.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFromPhone { get; init; }
}

/// <summary>Where calls of agents to a number go out, and as whom; empty: withheld.</summary>
public sealed record OutboundRoute(string To, TrunkWay Way, string Shown, TimeSpan WrapUp);
