using System.Diagnostics;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;
using E = CallCenter.Actors.Calls.CallEvent;
using P = CallCenter.Actors.Calls.CallPhase;

namespace CallCenter.Actors.Calls;

/// <summary>What each event makes of a call: phases, legs and what others must be told. The dialogs' part is <see cref="LegHistory"/>'s.</summary>
internal static class CallHistory
{
    public static CallState Apply(CallState state, E @event) => @event switch
    {
        E.CallArrived e => Arrived(state, e),
        E.QueueEntered e => state with
        {
            Phase = new P.Waiting(new QueueStay(e.Stay, e.Queue, e.Priority) { Data = AttachedData.Entries(state.Attached) }),
            Music = e.Music,
        },
        E.QueueConfirmed => WithStay(state, stay => stay with { Confirmed = true }).With(Leg.Caller, leg => leg with { Rang = true }),
        E.QueueLeft e => StayLeft(state, e),

        E.CallerAnswered => state.With(Leg.Caller, LegHistory.CallerAnswered),
        E.CallerConfirmed e => state.With(Leg.Caller, leg => LegHistory.CallerConfirmed(leg, e)),

        E.LegRequested e => Requested(state, e),
        E.LegRinging e => state.With(e.Leg, leg => leg with { Rang = true }),
        E.LegAnswered e => Connected(state, e),
        E.LateAnswerEnded e => state.With(e.Leg, leg => LegHistory.Released(LegHistory.Established(leg, e.Answer, e.At))),
        E.LegCancelled e => OfferEnded(state, e.Leg, e.End).With(e.Leg, leg => LegHistory.Cancelled(leg, e.At)),
        E.OfferBarred e => WithStay(state, stay => stay with { Attempts = e.Offer.Attempt }),
        E.LegFailed e => OfferEnded(state, e.Leg, e.End).Without(e.Leg),
        E.LegMediaChanged e => MediaChanged(state, e),
        E.LegReleased { ByRemote: true } e => state.Without(e.Leg),
        E.LegReleased e => state.With(e.Leg, LegHistory.Released),
        E.LegAudited e => state.With(e.Leg, leg => LegHistory.Audited(leg, e)),
        E.LegClosed e => state.Without(e.Leg),

        E.ValueAttached e => state with { Attached = e.Value is null ? state.Attached.Remove(e.Key) : state.Attached.SetItem(e.Key, e.Value) },
        E.AgentSegmentEnded e => state.Telling($"released/{e.Offer}", e.Agent, new AgentCommand.RecordReleased(e.Offer, e.End)),
        E.CallEnded e => Ended(state, e),
        E.ContactClosed => state,
        E.ToldConfirmed e => state with { Untold = [.. state.Untold.Items.Where(tell => tell.Key != e.Key)] },
        E.MediaClosedConfirmed => state with { MediaIsOpen = false },
        _ => throw new UnreachableException($"{@event}"),
    };

    private static CallState Arrived(CallState state, E.CallArrived e) => state with
    {
        Arrival = e.Arrival,
        Contact = e.Contact,
        ArrivedAt = e.At,
        MediaIsOpen = true,
        Legs = state.Legs.SetItem(Leg.Caller, LegHistory.Arrived(state.Id, e.Arrival, e.At)),
    };

    private static CallState WithStay(CallState state, Func<QueueStay, QueueStay> change) => state.Phase switch
    {
        P.Waiting p => state with { Phase = new P.Waiting(change(p.Stay)) },
        P.Ringing p => state with { Phase = p with { Stay = change(p.Stay) } },
        _ => state,
    };

    /// <summary>A queue that let the stay go itself knows; the others must hear how it ended, which is all that still matters of its offers.</summary>
    private static CallState StayLeft(CallState state, E.QueueLeft e)
    {
        if (e.End == StayEnd.Answered || state.Stay is not { } stay)
        {
            return state;
        }

        var settled = state with { Untold = [.. state.Untold.Items.Where(tell => tell.Message is not QueueCommand.RecordOfferFailed)] };
        return e.End is StayEnd.OverflowedToQueue or StayEnd.OverflowedToNumber or StayEnd.Redirected or StayEnd.Refused
            ? settled with { LetGo = settled.LetGo.Add(e.Stay.Number) }
            : settled.Telling($"stay/{e.Stay}", stay.Queue, new QueueCommand.RecordStayEnded(e.Stay, e.End));
    }

    private static CallState Requested(CallState state, E.LegRequested e)
    {
        var after = state with { LastLeg = e.Leg, Legs = state.Legs.SetItem(e.Leg, LegHistory.Requested(state, e)) };
        return e is { Purpose: LegPurpose.Agent, Offer: { } offer } && state.Stay is { } stay
            ? after with { Phase = new P.Ringing(stay with { Attempts = offer.Attempt }, e.Leg) }
            : (after with { Phase = new P.GoingOut(e.Leg) }).With(Leg.Caller, leg => leg with { Rang = true });
    }

    private static CallState Connected(CallState state, E.LegAnswered e)
    {
        var after = (state with { Phase = new P.Talking(e.Leg, 0), Answered = e.Offer ?? state.Answered })
            .With(e.Leg, leg => LegHistory.Established(leg, e.Answer, e.At));
        return e.Offer is { } offer && state.Stay is { } stay
            ? after.Telling($"answered/{offer}", stay.Queue, new QueueCommand.RecordAnswered(offer))
            : after;
    }

    /// <summary>Ringing ended without an answer (null: that was known before): the caller waits again in the same stay.</summary>
    private static CallState OfferEnded(CallState state, int number, OfferEnd? end)
    {
        if (end is not { } how || state.Phase is not P.Ringing ringing || ringing.Leg != number
            || state.Other?.Request is not { Offer: { } offer, Agent: { } agent, Queue: { } queue })
        {
            return state;
        }

        return (state with { Phase = new P.Waiting(ringing.Stay) })
            .Telling($"ended/{offer}", agent, new AgentCommand.RecordOfferEnded(offer, how))
            .Telling($"failed/{offer}", queue, new QueueCommand.RecordOfferFailed(offer, how));
    }

    private static CallState MediaChanged(CallState state, E.LegMediaChanged e)
    {
        var after = state.With(e.Leg, leg => LegHistory.MediaChanged(leg, e));
        return state.Phase is P.Talking talking && talking.Leg == e.Leg && after.Other is { Request.Agent: not null } agent && agent.Holds != talking.IsHeld
            ? after with { Phase = talking with { Holds = talking.Holds + 1 } }
            : after;
    }

    /// <summary>Every leg that is left goes its way: a final response, a BYE, or the end of ringing.</summary>
    private static CallState Ended(CallState state, E.CallEnded e)
    {
        var after = state with { Phase = new P.Ended(e.End) };
        foreach (var leg in state.Legs.Values)
        {
            after = after.With(leg.Number, ending => LegHistory.Ended(ending, e));
        }

        return after;
    }
}

/// <summary>Changes of a call's parts. A leg that is not there is left alone, so that every stored event can be applied.</summary>
internal static class CallChanges
{
    public static CallState With(this CallState state, int number, Func<Leg, Leg> change) =>
        state.Legs.TryGetValue(number, out var leg) ? state with { Legs = state.Legs.SetItem(number, change(leg)) } : state;

    public static CallState Without(this CallState state, int number) => state with { Legs = state.Legs.Remove(number) };

    public static CallState Telling(this CallState state, string key, ActorId to, object message) =>
        state with { Untold = [.. state.Untold.Items, new Tell(key, to, message)] };
}
