using System.Collections.Immutable;
using System.Diagnostics;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using C = CallCenter.Actors.Queues.QueueCommand;

namespace CallCenter.Actors.Queues;

/// <summary>
/// What a queue owes, by key (<see cref="QueueKeys"/>): of a stay until when it may wait, when more agents may take it, and where it goes; of its offers the
/// reservation, the deadline, then the withdrawal; its announcements (<see cref="AnnouncementDuties"/>); and its notices. Each is found from its key in O(log n).
/// </summary>
internal static class QueueDuties
{
    public static ImmutableArray<Duty> All(QueueState state) =>
        [.. state.Stays.Values.SelectMany(stay => QueueKeys.Of(state, stay)).Concat(state.Notices.Keys).Select(key => Of(state, key)).OfType<Duty>()];

    public static Duty? Of(QueueState state, string key)
    {
        if (!state.Notices.IsEmpty && state.Notices.TryGetValue(key, out var notice))
        {
            return OfNotice(notice);
        }

        var subject = QueueKeys.SubjectOf(key);
        return QueueKeys.IsOfOffer(key)
            ? OfferId.TryParse(subject, out var offer) && state.Stays.TryGetValue(offer.Stay, out var offered) ? OfOffer(state, offered, offer, key) : null
            : StayId.TryParse(subject, out var id) && state.Stays.TryGetValue(id, out var waits) ? OfStay(state, waits, key) : null;
    }

    private static Duty? OfStay(QueueState state, Stay stay, string key)
    {
        var what = QueueKeys.WhatOf(key);
        if (stay.Leaving is { } order)
        {
            // Refused means that the call ended the stay otherwise: its own word is on the way.
            return what is QueueKeys.OfLeave
                ? new Duty.Deliver(key, stay.Call.Call, new CallCommand.LeaveQueue(stay.Id, order.Reason, order.To, order.End), new C.ConfirmLeft(stay.Id))
                : null;
        }

        return what switch
        {
            QueueKeys.OfWait => stay is { WaitUntil: { } until, IsRecalling: false } ? new Duty.Wake(key, until, new C.ExpireWait(stay.Id)) : null,
            QueueKeys.OfWiden => Reach.Next(stay.Call, state.Settings, stay.Widened) is { } moment && key == QueueKeys.Widen(stay.Id, moment)
                ? new Duty.Wake(key, stay.Entered + moment, new C.WidenStay(stay.Id, moment))
                : null,
            _ when stay.Offer is not null => null,
            AnnouncementDuties.OfNext or AnnouncementDuties.OfLast => AnnouncementDuties.Of(stay, key),
            QueueKeys.OfCloses => stay.ClosesAt is { } closes && key == QueueKeys.Closes(stay.Id, closes) ? new Duty.Wake(key, closes, new C.ExpireWait(stay.Id)) : null,
            _ => Clearing.Of(state) is { } clearing && key == clearing.KeyOf(stay.Id) ? new Duty.Wake(key, clearing.At, new C.ExpireWait(stay.Id)) : null,
        };
    }

    private static Duty? OfOffer(QueueState state, Stay stay, OfferId id, string key)
    {
        var offer = stay.OfferOf(id);
        return QueueKeys.WhatOf(key) switch
        {
            QueueKeys.OfReserve when offer is { IsReserved: false } => new Duty.Deliver(
                key,
                offer.Agent,
                new AgentCommand.Reserve(offer.Id, state.Id, stay.Call, offer.RingUntil, offer.Rules) { Cause = offer.Cause, AgentEpoch = offer.AgentEpoch },
                new C.RecordReserved(offer.Id),
                new C.RecordReserveRefused(offer.Id)),
            QueueKeys.OfOffer when offer is { IsRecalled: false } => new Duty.Wake(key, offer.RingUntil + StayOffer.RecallGrace, new C.ExpireOffer(offer.Id)),
            // Answered means that the call is not and will not be connected by this offer; refused, that it was, and its own word is on the way.
            QueueKeys.OfCancel when offer is { IsRecalled: true } => new Duty.Deliver(key, stay.Call.Call, new CallCommand.CancelOffer(id), new C.RecordOfferFailed(id, OfferEnd.Withdrawn)),
            QueueKeys.OfExclusion when stay.Exclusions.Values.FirstOrDefault(exclusion => exclusion.Offer == id) is { } excluded => new Duty.Wake(key, excluded.Until, new C.EndExclusion(id)),
            _ => null,
        };
    }

    private static Duty.Deliver OfNotice(QueueNotice notice)
    {
        var confirm = new C.ConfirmTold(notice.Key);
        return notice switch
        {
            QueueNotice.Left left => new Duty.Deliver(left.Key, left.Call, left.Message, confirm, confirm),
            QueueNotice.Withdrawn withdrawn => new Duty.Deliver(withdrawn.Key, withdrawn.Agent, new AgentCommand.WithdrawOffer(withdrawn.Offer), confirm, confirm),
            _ => throw new UnreachableException($"{notice}"),
        };
    }
}
