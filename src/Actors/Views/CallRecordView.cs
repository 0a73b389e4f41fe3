using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>Call records as a fold. An event that says nothing about the record gives the same record back; any other counts one revision.</summary>
public static class CallRecordView
{
    public static CallRecord Empty(string tenant, string id) => new() { Tenant = tenant, Id = id };

    /// <summary>The call's own stream.</summary>
    public static CallRecord Apply(CallRecord record, ActorId call, CallEvent @event) => Count(record, @event switch
    {
        CallEvent.CallArrived e => Arrived(record, call, e),
        CallEvent.QueueEntered e => Entered(record, e),
        CallEvent.QueueLeft e => Primary(record with
        {
            Stays = Replace(record.Stays, stay => stay.Id == e.Stay && stay.Left is null, stay => stay with { Left = e.At, End = e.End }),
        }),
        CallEvent.CallerAnswered e => Leg(record, e.Leg, LegProgress.Answered, e.At),
        CallEvent.AgentConnected e => Leg(record, e.Leg, LegProgress.Answered, e.At),
        CallEvent.CustomerAnswered e => Dialed(record, e),
        CallEvent.LegRequested e => Requested(record, call, e),
        CallEvent.LegRinging e => Leg(record, e.Leg, LegProgress.Ringing, e.At),
        CallEvent.LegAnswered e => Answered(record, e),
        CallEvent.LateAnswerEnded e => Leg(Leg(record, e.Leg, LegProgress.Answered, e.At), e.Leg, LegProgress.Released, e.At),
        CallEvent.LegCancelled e => NotAnswered(Leg(record, e.Leg, LegProgress.Cancelled, e.At), e.Leg, e.End, e.At),
        CallEvent.LegFailed e => NotAnswered(Leg(record, e.Leg, LegProgress.Failed, e.At, e.Status), e.Leg, e.End, e.At),
        CallEvent.LegMediaChanged e => MediaChanged(record, e.Leg, e.Media, e.At),
        CallEvent.LegUpdated e => MediaChanged(record, e.Leg, e.Media, e.At),
        CallEvent.CallHeld e => Held(record, e.Offer, e.At, segment => segment with { OnDesk = true }),
        CallEvent.CallRetrieved e => Held(record, e.Offer, e.At, segment => segment with { OnDesk = false }),
        CallEvent.CallTransferred e => record.Phase == CallActivity.Consulting ? record : Wait(record, e.At),
        CallEvent.ConsultStarted e => Consulting(record, e),
        CallEvent.ConsultSwitched e => Switched(record, e),
        CallEvent.ConsultEnded e => Consulted(record, e),
        CallEvent.LegReleased e => Leg(record, e.Leg, LegProgress.Released, e.At),
        CallEvent.LegClosed e => Leg(record, e.Leg, LegProgress.Closed, e.At),
        CallEvent.ValueAttached e => record with
        {
            Attached = e.Value is { } value ? record.Attached.SetItem(e.Key, value) : record.Attached.Remove(e.Key),
        },
        CallEvent.SummaryWritten e => record with
        {
            Segments = Replace(record.Segments, segment => segment.Id == e.Segment, segment => segment with { Summary = new WrittenSummary(e.Summary, e.Number, segment.Summary?.Written ?? e.At, e.At, e.By) }),
        },
        CallEvent.NuisanceMarked e => record with { Nuisance = e.Note is { } note ? new NuisanceMark(e.At, e.By, note) : null },
        CallEvent.AgentSegmentEnded e => record with
        {
            Segments = Replace(record.Segments, segment => segment.Id == e.Offer && segment.Ended is null,
                segment => Run(segment, e.At, segment.OnHold) with { Ended = e.At, End = e.End }),
        },
        CallEvent.CallEnded e => record with
        {
            Phase = CallActivity.Ended,
            Since = e.At,
            Ended = e.At,
            End = e.End,
            Cause = e.Cause,
            Legs = Replace(record.Legs, leg => leg is { Answered: not null, Ended: null }, leg => leg with { Ended = e.At }),
        },
        _ => record,
    });

    /// <summary>An agent's stream: only the wrap-up that follows a segment of this call.</summary>
    /// <param name="record">As it was.</param>
    /// <param name="agent">Whose stream it is.</param>
    /// <param name="event">What happened.</param>
    /// <param name="settings">Those of the agent at that moment; null: not known.</param>
    public static CallRecord Apply(CallRecord record, string agent, AgentEvent @event, AgentSettings? settings = null) => Count(record, @event switch
    {
        AgentEvent.WrapUpStarted e => record with { WrapUps = InOrder([.. record.WrapUps, new WrapUp(e.Offer, agent, e.At, null) { Team = settings?.Team, Site = settings?.Site }]) },
        AgentEvent.WrapUpEnded e => record with
        {
            WrapUps = Replace(record.WrapUps, wrapUp => wrapUp.Segment == e.Offer && wrapUp.Ended is null, wrapUp => wrapUp with { Ended = e.At }),
        },
        _ => record,
    });

    /// <summary>The call that an agent's event concerns, or null.</summary>
    public static string? CallOf(AgentEvent @event) => @event switch
    {
        AgentEvent.WrapUpStarted e => e.Offer.Stay.Call,
        AgentEvent.WrapUpEnded e => e.Offer.Stay.Call,
        _ => null,
    };

    private static CallRecord Count(CallRecord before, CallRecord after) =>
        ReferenceEquals(before, after) ? before : after with { Revision = before.Revision + 1 };

    private static CallRecord Arrived(CallRecord record, ActorId call, CallEvent.CallArrived e) => record with
    {
        Site = call.Site,
        Contact = e.Contact,
        Number = e.Arrival.Number,
        Caller = e.Arrival.Caller,
        CallerName = e.Arrival.CallerName,
        CameInAt = e.Arrival.Plan.Site,
        Arrived = e.At,
        Since = e.At,
        IsOutbound = e.Arrival.Outbound is not null,
        Phase = e.Arrival.Outbound is null ? record.Phase : CallActivity.Ringing,
        Agent = e.Arrival.Outbound?.Agent.Key ?? record.Agent,
        Legs = (e.Arrival.Outbound, e.Arrival.Dialog) switch
        {
            (null, { } caller) => [new CallLeg(0, LegKind.Caller, caller.CallId, LegProgress.Requested) { Trunk = e.Arrival.Trunk }],
            ({ } order, { } phone) => [new CallLeg(OutboundOrder.AgentLeg, LegKind.Agent, phone.CallId, LegProgress.Requested) { Offer = order.Offer, Agent = order.Agent.Key, Phone = order.Phone.Phone }],
            _ => [],
        },
    };

    /// <summary>The customer answered: the agent's part begins.</summary>
    private static CallRecord Dialed(CallRecord record, CallEvent.CustomerAnswered e) => Leg(record, 0, LegProgress.Answered, e.At) with
    {
        Phase = CallActivity.Talking,
        Since = e.At,
        Answered = e.At,
        Agent = e.Agent.Key,
        Segments = [.. record.Segments, new AgentSegment(e.Offer, e.Agent.Key, e.At) { Phone = record.Legs.Items.LastOrDefault(leg => leg.Offer == e.Offer)?.Phone }],
    };

    private static CallRecord Entered(CallRecord record, CallEvent.QueueEntered e)
    {
        if (e.IsConsult)
        {
            return e.Asked is not null ? record : record with { Stays = [.. record.Stays, new QueueStay(e.Stay, e.Queue.Key, e.At) { IsConsult = true }] };
        }

        var behind = e.Place is { } place ? record.OpenStays.ElementAtOrDefault(place) : null;
        var stays = record.Stays.Items;
        var entered = Primary(record with { Stays = new(stays.Insert(behind is null ? stays.Length : stays.IndexOf(behind), new QueueStay(e.Stay, e.Queue.Key, e.At))) });
        return record.OpenStays.Any() ? entered : Wait(entered, e.At);
    }

    private static CallRecord Wait(CallRecord record, DateTimeOffset at) => record with { Phase = CallActivity.Waiting, Since = at };

    /// <summary>As long as it waits, its queue is the primary one.</summary>
    private static CallRecord Primary(CallRecord record) => record.OpenStays.FirstOrDefault() is { } primary ? record with { Queue = primary.Queue } : record;

    private static CallRecord Requested(CallRecord record, ActorId call, CallEvent.LegRequested e)
    {
        var leg = new CallLeg(e.Leg, KindOf(e.Purpose), LegIdentity.CallId(call, e.Leg), LegProgress.Requested)
        {
            Offer = e.Offer,
            Agent = e.Agent?.Key,
            Queue = e.Queue?.Key,
            Phone = e.Target.Phone,
            Trunk = e.Way?.Trunk,
        };
        return record with
        {
            Legs = Bounded([.. record.Legs, leg]),
            Stays = e.Offer is { } offer ? Replace(record.Stays, stay => stay.Id == offer.Stay, stay => stay with { Offers = stay.Offers + 1 }) : record.Stays,
            Agent = record.Phase == CallActivity.Consulting || e.Purpose == LegPurpose.Dialed ? record.Agent : e.Agent?.Key,
            Phase = record.Phase == CallActivity.Consulting ? CallActivity.Consulting : CallActivity.Ringing,
            Since = record.Phase is CallActivity.Ringing or CallActivity.Consulting ? record.Since : e.At,
        };
    }

    private static LegKind KindOf(LegPurpose purpose) => purpose switch
    {
        LegPurpose.Agent => LegKind.Agent,
        LegPurpose.Dialed => LegKind.Caller,
        _ => LegKind.Outside,
    };

    private static CallRecord Answered(CallRecord record, CallEvent.LegAnswered e)
    {
        var leg = record.Legs.Items.LastOrDefault(leg => leg.Leg == e.Leg);
        if (record.Phase == CallActivity.Consulting)
        {
            var asked = Leg(record, e.Leg, LegProgress.Answered, e.At);
            return e is { Offer: { } consulted, Agent: { } colleague }
                ? asked with { Segments = [.. asked.Segments, new AgentSegment(consulted, colleague.Key, e.At) { Queue = leg?.Queue, Phone = leg?.Phone, IsConsulting = true }] }
                : asked;
        }

        var talking = Leg(record, e.Leg, LegProgress.Answered, e.At) with
        {
            Phase = CallActivity.Talking,
            Since = e.At,
            Answered = record.Answered ?? e.At,
            Queue = leg?.Queue ?? record.Queue,
            Agent = e.Agent?.Key,
        };
        return e is { Offer: { } offer, Agent: { } agent }
            ? talking with { Segments = [.. record.Segments, new AgentSegment(offer, agent.Key, e.At) { Queue = leg?.Queue, Phone = leg?.Phone }] }
            : talking;
    }

    /// <summary>The offer that rang is over (without an end: it was before, or the call ends too): the call waits again, unless another phone rings.</summary>
    private static CallRecord NotAnswered(CallRecord record, int leg, OfferEnd? end, DateTimeOffset at)
    {
        if (end is null || record.Phase != CallActivity.Ringing)
        {
            return record;
        }

        return record.Legs.Items.LastOrDefault(other => other is { Leg: > 0, Phase: LegProgress.Requested or LegProgress.Ringing }) is { } ringing
            ? record with { Agent = ringing.Agent }
            : Wait(record, at) with { Agent = record.Segments.Items.LastOrDefault()?.Agent };
    }

    /// <summary>The agent's side holds: it stops listening (RFC 3264 section 8.4). The caller's own hold is not ours to count.</summary>
    private static CallRecord MediaChanged(CallRecord record, int number, MediaPeer? said, DateTimeOffset at)
    {
        var leg = record.Legs.Items.LastOrDefault(leg => leg.Leg == number);
        if (said is not { } media || leg?.Offer is not { } offer || record.Phase is not (CallActivity.Talking or CallActivity.Held or CallActivity.Consulting))
        {
            return record;
        }

        return Held(record, offer, at, segment => segment with { OnPhone = media.Direction is MediaDirection.SendOnly or MediaDirection.Inactive });
    }

    /// <summary>It is held as long as the phone or the desktop holds.</summary>
    private static CallRecord Held(CallRecord record, OfferId offer, DateTimeOffset at, Func<AgentSegment, AgentSegment> change)
    {
        // What came before the segment, or is left of a consultation, holds too: equal words may change whether it is held.
        if (record.Segments.Items.LastOrDefault(segment => segment.Id == offer && segment.Ended is null) is not { } before || (change(before) is var after && after == before && before.OnHold == (after.OnDesk || after.OnPhone)))
        {
            return record;
        }

        if (record.Phase == CallActivity.Consulting)
        {
            return record with { Segments = Replace(record.Segments, segment => segment == before, _ => after) };
        }

        var hold = after.OnDesk || after.OnPhone;
        var isNews = hold != before.OnHold;
        return record with
        {
            Phase = hold ? CallActivity.Held : CallActivity.Talking,
            Since = isNews ? at : record.Since,
            Segments = Replace(record.Segments, segment => segment == before, _ => isNews ? Run(after, at, hold) : after),
        };
    }

    private static CallRecord Consulting(CallRecord record, CallEvent.ConsultStarted e) => record with
    {
        Phase = CallActivity.Consulting,
        Since = e.At,
        Segments = Replace(record.Segments, segment => segment.Id == e.Offer && segment.Ended is null, segment => Run(segment, e.At, false) with { IsConsulting = true }),
    };

    /// <summary>It is the agent who talks to the caller again; who was asked waits on.</summary>
    private static CallRecord Switched(CallRecord record, CallEvent.ConsultSwitched e) => record.Segments.Items.FirstOrDefault(segment => segment.Ended is null) is not { } asking ? record : record with
    {
        Segments = Replace(record.Segments, segment => segment.Id == asking.Id, segment => Run(segment, e.At, false) with { IsConsulting = !e.ToCaller }),
    };

    /// <summary>Whoever has the caller now, and its part.</summary>
    private static CallRecord Consulted(CallRecord record, CallEvent.ConsultEnded e)
    {
        var handling = record.Segments.Items.LastOrDefault(segment => segment.Ended is null);
        var leg = record.Legs.Items.LastOrDefault(leg => leg is { Leg: > 0, Phase: LegProgress.Answered });
        return record with
        {
            Phase = e.IsHeld ? CallActivity.Held : CallActivity.Talking,
            Since = e.At,
            Agent = e.End == ConsultEnd.Joined ? handling?.Agent : handling?.Agent ?? record.Agent,
            Queue = (e.End == ConsultEnd.Joined ? leg?.Queue : handling?.Queue) ?? record.Queue,
            Segments = Replace(record.Segments, segment => segment.Ended is null, segment => Run(segment, e.At, e.IsHeld) with { IsConsulting = false }),
        };
    }

    /// <summary>Books what ran until <paramref name="at"/> as talk, hold or consultation.</summary>
    private static AgentSegment Run(AgentSegment segment, DateTimeOffset at, bool hold)
    {
        var ran = at > segment.Running ? at - segment.Running : TimeSpan.Zero;
        return segment with
        {
            Talk = segment.OnHold || segment.IsConsulting ? segment.Talk : segment.Talk + ran,
            Consult = segment.IsConsulting ? segment.Consult + ran : segment.Consult,
            Hold = segment.OnHold && !segment.IsConsulting ? segment.Hold + ran : segment.Hold,
            OnHold = hold,
            Running = at,
        };
    }

    private static CallRecord Leg(CallRecord record, int leg, LegProgress phase, DateTimeOffset at, int? status = null) => record with
    {
        Legs = Replace(record.Legs, row => row.Leg == leg, row => row with
        {
            Phase = phase,
            Status = status ?? row.Status,
            Answered = phase == LegProgress.Answered ? row.Answered ?? at : row.Answered,
            Ended = phase is LegProgress.Released or LegProgress.Closed or LegProgress.Failed && row.Answered is not null ? row.Ended ?? at : row.Ended,
        }),
    };

    private static EquatableArray<CallLeg> Bounded(EquatableArray<CallLeg> legs) =>
        legs.Count > CallRecord.LegsMax && legs.Items.FirstOrDefault(leg => leg.Phase is LegProgress.Failed or LegProgress.Closed && leg.Leg > 0) is { } oldest
            ? new(legs.Items.Remove(oldest))
            : legs;

    /// <summary>By segment: agents' streams come in any order.</summary>
    private static EquatableArray<WrapUp> InOrder(ImmutableArray<WrapUp> wrapUps) => new(wrapUps.Sort((one, other) => one.Segment.CompareTo(other.Segment)));

    private static EquatableArray<T> Replace<T>(EquatableArray<T> rows, Func<T, bool> which, Func<T, T> by) =>
        new([.. rows.Items.Select(row => which(row) ? by(row) : row)]);
}
