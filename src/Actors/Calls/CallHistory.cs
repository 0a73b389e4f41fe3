using System.Collections.Immutable;
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
        E.ArrivalRerouted e => (state with { Arrival = state.Arrival! with { Seed = e.Seed, Edge = e.Edge } })
            .With(state.Incoming?.Number ?? Leg.Caller, leg => leg with { Edge = e.Edge, Reroutes = leg.Reroutes + 1 }),
        E.QueueEntered e => Entered(state, e),
        E.QueueConfirmed e => WithStay(state, e.Stay, stay => stay with { Confirmed = true }).With(Leg.Caller, leg => leg with { Rang = true }),
        E.Announced e => WithStay(state, e.Stay, stay => stay with { Announced = e.Number }) with
        {
            Spoken = new Spoken(e.Stay, state.AnnouncementCount + 1, e.What, e.At),
            AnnouncementCount = state.AnnouncementCount + 1,
            ToldPosition = e.What.Position ?? state.ToldPosition,
        },
        E.QueueLeft e => StayLeft(state, e),

        E.CallerAnswered e => state.With(e.Leg, leg => LegHistory.CallerAnswered(leg, e.At)),
        E.CallerConfirmed e => state.With(e.Leg, leg => LegHistory.CallerConfirmed(leg, e)),
        E.AgentConnected e => state.With(e.Leg, leg => LegHistory.Established(leg, e.Answer, e.At)),
        E.CustomerAnswered e => (Summaries.Begun(state, e.Offer, e.Agent) with { Phase = new P.Talking(OutboundOrder.AgentLeg, 0), Answered = e.Offer }).With(Leg.Caller, leg => LegHistory.Established(leg, e.Answer, e.At)),

        E.LegRequested e => Requested(state, e),
        E.LegRinging e => state.With(e.Leg, leg => Reliably.Progressed(leg, e)),
        E.LegPracked e => state.With(e.Leg, leg => Reliably.Pracked(leg, e)),
        E.LegReminded e => state.With(e.Leg, leg => leg with { Reminders = leg.Reminders + 1, RemindAt = null }),
        E.AnswerOrdered e => state.With(e.Leg, LegHistory.ToldToAnswer),
        E.AnswerRefused e => state.With(e.Leg, leg => leg with { Talk = TalkOrder.Refused }),
        E.LegAnswered e => Connected(Summaries.Begun(state, e.Offer, e.Agent), e),
        E.LateAnswerEnded e => state.With(e.Leg, leg => LegHistory.Released(LegHistory.Established(leg, e.Answer, e.At))),
        E.LegCancelled e => OfferEnded(state, e.Leg, e.End).With(e.Leg, leg => LegHistory.Cancelled(leg, e.At)),
        E.OfferBarred e => WithStay(state, e.Offer.Stay, stay => stay.Past(e.Offer.Attempt)),
        E.LegFailed e => OfferEnded(state, e.Leg, e.End).Without(e.Leg),
        E.LegMediaChanged e => MediaChanged(state, e),
        E.LegUpdated e => Told(e.Leg, state.With(e.Leg, leg => LegHistory.Updated(leg, e))),
        E.LegRefreshed e => state.With(e.Leg, Refreshes.Begun),
        E.CallHeld e => Held(state, e.Leg, true),
        E.CallRetrieved e => Held(state, e.Leg, false),
        E.DigitsPressed e => Pressed(state, e),
        E.DigitsSent e => state.With(e.Leg, leg => leg with { Info = null }),
        E.MediaMoved e => state with { MovedTo = e.To },
        E.LegMoved e => Told(e.Leg, state.With(e.Leg, leg => MediaMoves.Moved(leg, e))),
        E.LegNotMoved e => state.With(e.Leg, leg => MediaMoves.NotMoved(leg, e)),
        E.LegMoveRepeated e => state.With(e.Leg, MediaMoves.Repeated),
        E.ConsultStarted e => ConsultHistory.Started(state, e),
        E.ConsultSwitched e => ConsultHistory.With(state, consult => consult with { IsAside = e.ToCaller }),
        E.ConsultEnded e => ConsultHistory.Ended(state, e),
        E.CallTransferred e => (state with { Phase = state.Asked is null ? new P.Waiting([]) : state.Phase, GivenAway = [.. state.GivenAway.Items, e.Offer] }).With(e.Leg, leg => LegHistory.GaveAway(leg, e.Refer)),
        E.LegReleased { ByRemote: true } e => state.Without(e.Leg),
        E.LegReleased e => state.With(e.Leg, LegHistory.Released),
        E.LegAudited e => state.With(e.Leg, leg => LegHistory.Audited(leg, e)),
        E.LegFound e => state.With(e.Leg, leg => leg with { Life = leg.Life.Heard(e.At) }),
        E.LegClosed e => state.Without(e.Leg),

        E.ValueAttached e => state with { Attached = e.Value is null ? state.Attached.Remove(e.Key) : state.Attached.SetItem(e.Key, e.Value) },
        E.AgentSegmentEnded e => state.Telling($"released/{e.Offer}", e.Agent, new AgentCommand.RecordReleased(e.Offer, e.End)),
        E.CallEnded e => Ended(state, e),
        E.ContactClosed => state,
        E.SummaryWritten e => Summaries.Written(state, e),
        E.NuisanceMarked e => state with { Nuisance = e.Note },
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
        Phase = e.Arrival.Outbound is null ? state.Phase : new P.Dialing(false),
        Music = e.Arrival.Outbound is null ? state.Music : e.Arrival.Plan.Music,
        LastLeg = e.Arrival is { Outbound: not null, Seed: not null } ? OutboundOrder.AgentLeg : state.LastLeg,
        Legs = e.Arrival.Seed is null ? state.Legs : state.Legs.SetItem(e.Arrival.Outbound is null ? Leg.Caller : OutboundOrder.AgentLeg, LegHistory.Arrived(state.Id, e.Arrival, e.At)),
    };

    /// <summary>In these queues, with these legs ringing; for the caller, or for a consultation of its agent.</summary>
    private static CallState InQueues(CallState state, ImmutableArray<QueueStay> stays, ImmutableArray<int> ringing) => state.Consult is not null
        ? ConsultHistory.With(state, consult => consult with { Stays = new(stays), Legs = new(ringing) })
        : state with { Phase = ringing.IsEmpty ? new P.Waiting(new(stays)) : new P.Ringing(new(stays), new(ringing)) };

    private static CallState Entered(CallState state, E.QueueEntered e)
    {
        var stays = state.Stays.Items;
        var place = Math.Clamp(e.Place ?? stays.Length, 0, stays.Length);
        var stay = new QueueStay(e.Stay, e.Queue, e.Priority)
        {
            Data = AttachedData.Entries(state.Attached),
            Wishes = e.Wishes,
            Asked = e.Asked,
            Entered = e.At,
            CannotHear = place > 0 || e.IsConsult || !CallMedia.IsHeardWaiting(state),
            ToldPosition = state.ToldPosition,
        };
        var entered = state with { Music = e.Music, LastStay = Math.Max(state.LastStay, e.Stay.Number) };
        return InQueues(entered, stays.Insert(place, stay), state.RingingLegs.Items);
    }

    private static CallState WithStay(CallState state, StayId id, Func<QueueStay, QueueStay> change) => state.StayOf(id) is { } stay
        ? InQueues(state, state.Stays.Items.SetItem(state.PlaceOf(id), change(stay)), state.RingingLegs.Items)
        : state;

    /// <summary>A queue that let the stay go itself knows; the others must hear how it ended, which is all that still matters of its offers.</summary>
    private static CallState StayLeft(CallState state, E.QueueLeft e)
    {
        var settled = state with { Untold = [.. state.Untold.Items.Where(tell => tell.Message is not QueueCommand.RecordOfferFailed failed || failed.Offer.Stay != e.Stay)] };
        if (settled.StayOf(e.Stay) is not { } stay)
        {
            return settled;
        }

        settled = InQueues(settled, settled.Stays.Items.RemoveAt(settled.PlaceOf(e.Stay)), settled.RingingLegs.Items);
        if (stay.Asked is not null)
        {
            return settled;
        }

        return e.End is StayEnd.OverflowedToQueue or StayEnd.OverflowedToNumber or StayEnd.Redirected or StayEnd.Refused
            ? settled with { LetGo = settled.LetGo.Add(e.Stay.Number) }
            : settled.Telling($"stay/{e.Stay}", stay.Queue, new QueueCommand.RecordStayEnded(e.Stay, e.End));
    }

    private static CallState Requested(CallState state, E.LegRequested e)
    {
        var after = state with { Spoken = null, LastLeg = Math.Max(state.LastLeg, e.Leg), Legs = state.Legs.SetItem(e.Leg, LegHistory.Requested(state, e)) };
        if (state.Phase is P.Dialing)
        {
            // A phone that dialed hears that its customer is called.
            return (after with { Phase = new P.Dialing(true) }).With(state.Incoming?.Number ?? -1, leg => leg with { Rang = true });
        }

        return e is { Purpose: LegPurpose.Agent, Offer: { } offer } && WithStay(after, offer.Stay, stay => stay.Past(offer.Attempt)) is { Stays.Count: > 0 } queued
            ? InQueues(queued, queued.Stays.Items, queued.RingingLegs.Items.Add(e.Leg))
            : after.Consult is not null ? ConsultHistory.With(after, consult => consult with { Legs = new(consult.Legs.Items.Add(e.Leg)) })
            : (after with { Phase = new P.GoingOut(e.Leg) }).With(Leg.Caller, leg => leg with { Rang = true });
    }

    private static CallState Connected(CallState state, E.LegAnswered e)
    {
        var served = e.Offer is { } taken && state.StayOf(taken.Stay) is { } stay ? stay with { Agent = e.Agent } : null;
        var connected = state.Consult is not null ? ConsultHistory.Answered(state, e, served) : state with
        {
            Phase = new P.Talking(e.Leg, 0),
            Answered = e.Offer ?? state.Answered,
            Served = served ?? state.Served,
        };
        var after = connected.With(e.Leg, leg => LegHistory.Established(leg, e.Answer, e.At));
        return served?.Asked is null && after.Legs.GetValueOrDefault(e.Leg)?.Request is { Offer: { } offer, Queue: { } queue }
            ? after.Telling($"answered/{offer}", queue, new QueueCommand.RecordAnswered(offer))
            : after;
    }

    /// <summary>Ringing ended without an answer (null: that was known before): the caller waits on in the same stay.</summary>
    private static CallState OfferEnded(CallState state, int number, OfferEnd? end)
    {
        if (end is not { } how)
        {
            return ConsultHistory.With(state, consult => consult with { Legs = new(consult.Legs.Items.Remove(number)) });
        }

        if (!state.RingingLegs.Items.Contains(number)
            || state.Legs.GetValueOrDefault(number)?.Request is not { Offer: { } offer, Agent: { } agent, Queue: { } queue })
        {
            return state;
        }

        var told = InQueues(state, state.Stays.Items, state.RingingLegs.Items.Remove(number))
            .Telling($"ended/{offer}", agent, new AgentCommand.RecordOfferEnded(offer, how));
        return state.StayOf(offer.Stay)?.Asked is not null ? told : told
            .Telling($"failed/{offer}", queue, new QueueCommand.RecordOfferFailed(offer, how));
    }

    private static CallState MediaChanged(CallState state, E.LegMediaChanged e) => Told(e.Leg, state.With(e.Leg, leg => LegHistory.MediaChanged(leg, e)));

    /// <summary>What a leg said of its media may be that its agent holds, or does not any more.</summary>
    private static CallState Told(int leg, CallState state) => state.Phase is P.Talking talking && talking.Leg == leg ? HeldOrNot(state, talking) : state;

    /// <summary>By the desktop, whatever the phone does.</summary>
    private static CallState Held(CallState state, int leg, bool onDesk) =>
        state.Phase is P.Talking talking && talking.Leg == leg ? HeldOrNot(state, talking with { OnDesk = onDesk }) : state;

    /// <summary>Held as long as one of the two holds; each change of that is counted.</summary>
    private static CallState HeldOrNot(CallState state, P.Talking talking) => state with
    {
        Phase = state.Other is { Request.Agent: not null } agent && (talking.OnDesk || agent.Holds) != talking.IsHeld ? talking with { Holds = talking.Holds + 1 } : talking,
    };

    /// <summary>The media, or INFOs with as many CSeqs, carry them.</summary>
    private static CallState Pressed(CallState state, E.DigitsPressed e)
    {
        var after = state with { Presses = Controls.Remembered(state.Presses, e.Key) };
        return e.ByInfo
            ? after.With(e.Leg, leg => LegHistory.Pressed(leg, e.Digits))
            : after with { Pressed = new Pressed(e.Digits, (state.Pressed?.Number ?? 0) + 1, e.At + Heard.LateMax) };
    }

    /// <summary>Every leg that is left goes its way: a final response, a BYE, or the end of ringing.</summary>
    private static CallState Ended(CallState state, E.CallEnded e)
    {
        var after = state with { Phase = new P.Ended(e.End, e.At) };
        if (state is { Phase: P.Dialing, Outbound: { } order })
        {
            after = after.Telling($"ended/{order.Offer}", order.Agent, new AgentCommand.RecordOfferEnded(order.Offer, OfferEnd.Withdrawn));
        }

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
