using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;

namespace CallCenter.Actors.Views;

/// <summary>Agents as a fold of their own streams, and the intervals of their states.</summary>
public static class AgentBoard
{
    public static AgentRow Empty(string tenant, string id) => new() { Tenant = tenant, Id = id };

    /// <summary>The row after the event, and the interval that it closed, if any.</summary>
    public static (AgentRow Row, AgentInterval? Closed) Apply(AgentRow row, ActorId agent, AgentEvent @event)
    {
        var next = Next(row, @event);
        if (ReferenceEquals(next, row))
        {
            return (row, null);
        }

        next = next with { Site = agent.Site, Revision = row.Revision + 1 };
        if (next.Phase == row.Phase && next.Reason == row.Reason && next.Queue == row.Queue && row.Revision > 0)
        {
            return (next, null);
        }

        // A wrap-up that ran out ends at its due time, which lies before events that were stored meanwhile: time never runs back here.
        var at = @event.At > row.Since ? @event.At : row.Since;
        var closed = Close(row, at);
        return (next with { Since = at, Intervals = closed is null ? row.Intervals : row.Intervals + 1 }, closed);
    }

    private static AgentInterval? Close(AgentRow row, DateTimeOffset at) => row.Phase == AgentActivity.SignedOut || at == row.Since
        ? null
        : new AgentInterval(row.Tenant, row.Id, row.Intervals + 1, row.Phase, row.Reason, row.Queue, row.Call, row.Since, at) { Team = row.Settings?.Team, Site = row.Settings?.Site };

    /// <summary>The offer that the event ended, answered or not; null: none. <paramref name="row"/> is the agent before it.</summary>
    public static OfferRow? Ended(AgentRow row, AgentEvent @event) => (row.Contact, @event) switch
    {
        (AgentActivity.Reserved or AgentActivity.Ringing, AgentEvent.Answered e) when e.Offer == row.Offer => Over(row, e.At, OfferEnd.Answered),
        (AgentActivity.Reserved or AgentActivity.Ringing, AgentEvent.OfferEnded e) when e.Offer == row.Offer => Over(row, e.At, e.End),
        _ => null,
    };

    private static OfferRow Over(AgentRow row, DateTimeOffset at, OfferEnd end) =>
        new(row.Tenant, row.Id, row.Offers + 1, row.Offer!.Value, row.Queue ?? "", row.Reserved ?? at, at, end) { Rang = row.Rang, Team = row.Settings?.Team, Site = row.Settings?.Site };

    private static AgentRow Next(AgentRow row, AgentEvent @event) => @event switch
    {
        AgentEvent.AgentConfigured e => row with { Settings = e.Settings, SummaryDue = e.Settings is null ? null : row.SummaryDue },
        AgentEvent.SignedIn e => row with
        {
            Presence = AgentActivity.NotReady,
            Reason = SystemReasons.SignedIn,
            Phone = e.Phone,
            Reachable = false,
            SignedIn = e.At,
            Requested = null,
        },
        AgentEvent.BecameReady => row with { Presence = AgentActivity.Ready, Reason = null, Requested = null },
        AgentEvent.BecameNotReady e => row with { Presence = AgentActivity.NotReady, Reason = e.Reason, Requested = null },
        AgentEvent.NotReadyRequested => row with { Requested = AgentWish.NotReady },
        AgentEvent.SignOutRequested => row with { Requested = AgentWish.SignedOut },
        AgentEvent.RequestTakenBack => row with { Requested = null },
        AgentEvent.SignedOut => Free(row) with { Presence = AgentActivity.SignedOut, Reason = null, Requested = null, SignedIn = null, Phone = null, Reachable = false },
        AgentEvent.Reserved e => row with { Contact = AgentActivity.Reserved, Offer = e.Offer, Queue = e.Queue.Key, Caller = e.Call.Caller, Reserved = e.At, Rang = null, SummaryDue = e.Rules.Summary ? e.Offer : null },
        AgentEvent.Dialed e => row with { Contact = AgentActivity.Dialing, Offer = e.Offer, Queue = null, Caller = e.To, Reserved = null, Rang = null },
        AgentEvent.DialEnded e => row.Offer == e.Offer ? Free(row) : row,
        AgentEvent.Rang e => Rung(During(row, e.Offer, AgentActivity.Ringing), e),
        AgentEvent.Answered e => During(Counted(row, e), e.Offer, AgentActivity.Talking),
        AgentEvent.OfferEnded e => row.Offer == e.Offer ? Free(Counted(row, e)) with { SummaryDue = null } : row,
        AgentEvent.Held e => During(row, e.Offer, AgentActivity.Holding),
        AgentEvent.Retrieved e => During(row, e.Offer, AgentActivity.Talking),
        AgentEvent.WrapUpStarted e when row.Offer == e.Offer => row with { Contact = AgentActivity.WrapUp, WrapUpUntil = e.Until, SummaryDue = e.End == SegmentEnd.ConsultedAndReturned ? null : row.SummaryDue },
        AgentEvent.WrapUpEnded e => row.Offer == e.Offer ? Free(row) : row,
        AgentEvent.SummaryRecorded e => row.SummaryDue == e.Offer ? row with { SummaryDue = null } : row,
        AgentEvent.PhoneChanged e => row.Phone is null || row.Phone == e.Phone ? row with { Reachable = e.Reachable is not null } : row,
        AgentEvent.PhoneFailed => row with { Reachable = false },
        AgentEvent.PhoneRefused e => row.Phone == e.Phone ? row with { Reachable = false } : row,
        _ => row,
    };

    private static AgentRow Counted(AgentRow row, AgentEvent e) => Ended(row, e) is { } over ? row with { Offers = over.Number } : row;

    private static AgentRow Rung(AgentRow row, AgentEvent.Rang e) => row.Offer == e.Offer ? row with { Rang = row.Rang ?? e.At } : row;

    private static AgentRow During(AgentRow row, OfferId offer, AgentActivity phase) => row.Offer == offer ? row with { Contact = phase } : row;

    private static AgentRow Free(AgentRow row) => row with { Contact = null, Offer = null, Queue = null, Caller = null, Reserved = null, Rang = null, WrapUpUntil = null };
}
