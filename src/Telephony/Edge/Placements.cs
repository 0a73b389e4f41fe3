using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Phones;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Calls of agents to somebody outside, as the edge makes them: it has the media and knows the way. The call itself rings the agent's phone and calls the
/// number. On the loop only.
/// </summary>
internal sealed class Placements(EdgeParts edge)
{
    /// <summary>How long a call that was not heard of any more is still taken back.</summary>
    private static readonly TimeSpan TakeBackMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a phone's own call may take to begin.</summary>
    public static readonly TimeSpan BeginMax = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ActorId, MediaSlot> held = [];

    /// <summary>From an agent's desktop. False: the number may not be called, or there is no room for it.</summary>
    public async Task<bool> Place(PlaceCall order, CancellationToken dutyEnded)
    {
        if (!edge.Plan.Ready)
        {
            throw new TimeoutException("The configuration is not known yet.");
        }

        if (Route(order.Call.Tenant, order.To, order.Shows) is not { } route || await SlotOf(order.Call) is not { } slot)
        {
            return false;
        }

        var record = Record(route, slot, edge.Options.Name, new OutboundOrder(PlaceCall.OfferOf(order.Call.Key), order.Agent, order.Phone, route.Way, route.Shown, route.WrapUp, order.Until));
        while (!dutyEnded.IsCancellationRequested)
        {
            switch (await edge.Teller.Tell(order.Call, new CallCommand.RecordArrival(record), edge.Patience))
            {
                case SignalAnswer.Answered { Reply: ArrivalReply reply }:
                    // Another edge, or an earlier run of this one, had told it: the call has a session of its own.
                    Leave(order.Call, reply.Slot != slot);
                    return true;
                case SignalAnswer.Refused refused when !refused.Reason.IsOfTheEngine():
                    Leave(order.Call, isFree: true);
                    return false;
            }
        }

        edge.Loop.Spawn(TakeBack(order.Call));
        throw new OperationCanceledException(dutyEnded);
    }

    /// <summary>
    /// By the first trunk that has not been silent lately; by the first, if all were. The customer is called once: a call that may ring already is not
    /// tried by another.
    /// </summary>
    public OutboundRoute? Route(string tenant, string number, string? shows)
    {
        var routes = edge.Plan.Outbound(tenant, number, shows);
        return routes.FirstOrDefault(route => !edge.Trunks.IsSilent(tenant, route.Way.Trunk)) ?? routes.FirstOrDefault();
    }

    /// <summary>The agent who sits at a phone that dialed, and where it is; null: nobody does, or nobody knows in time.</summary>
    public async Task<(ActorId Agent, PhoneTarget Phone)?> SeatAt(ActorId phone) =>
        await edge.Teller.Tell(phone, new PhoneCommand.AskSeat(), edge.Patience) is SignalAnswer.Answered { Reply: SeatReply { Agent: { } agent } seat }
            ? (agent, seat.Reachable ?? new PhoneTarget(phone.Key, "", [], null))
            : null;

    /// <summary>A call out, before anybody was called: the customer is its caller, and the number shown the one that was called.</summary>
    public static CallArrival Record(OutboundRoute route, MediaSlot slot, string at, OutboundOrder? order) => new()
    {
        Seed = null,
        Dialog = null,
        Number = route.Shown,
        Caller = route.To,
        Plan = new NumberPlan(route.Shown, "", AnswerMode.EarlyMedia, "default"),
        Slot = slot,
        Edge = at,
        Outbound = order,
    };

    /// <summary>The same for a repeat: a call that may know of one must not be told of another.</summary>
    private async ValueTask<MediaSlot?> SlotOf(ActorId call)
    {
        if (held.TryGetValue(call, out var known))
        {
            return known;
        }

        return held.Count < edge.Options.ArrivalsMax && await edge.Media.Allocate(call.Key) is { } slot ? held[call] = slot : null;
    }

    private void Leave(ActorId call, bool isFree)
    {
        if (held.Remove(call, out var slot) && isFree)
        {
            edge.Loop.Spawn(edge.Media.Free(slot, CancellationToken.None));
        }
    }

    /// <summary>Nobody wants it any more: a call that is not there gives its session back; one that is has it, and ends by itself, for its agent refuses it.</summary>
    private async Task TakeBack(ActorId call) =>
        Leave(call, await edge.Teller.Tell(call, new CallCommand.RecordCancel(), TakeBackMax, insist: true) is SignalAnswer.Refused);
}
