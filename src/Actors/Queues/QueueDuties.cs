using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>
/// What a queue owes. Of a stay: <c>wait/{stay}</c>, <c>widen/{ms}/{stay}</c>, <c>closes/{when}/{stay}</c>, the key of the <see cref="Clearing"/>, <c>exclusion/{offer}</c>, <c>leave/{stay}</c>, and its announcements (<see cref="AnnouncementDuties"/>); of its offers:
/// <c>reserve/{offer}</c>, <c>offer/{offer}</c>, then <c>cancel/{offer}</c>; and its notices. Each is found from its key in O(log n).
/// </summary>
internal static class QueueDuties
{
    public static ImmutableArray<Duty> All(QueueState state) =>
        [.. state.Stays.Values.SelectMany(stay => KeysOf(state, stay)).Concat(state.Notices.Keys).Select(key => Of(state, key)).OfType<Duty>()];

    public static ImmutableArray<string> Touched(QueueState before, E @event) => @event switch
    {
        E.QueueConfigured e => [.. Cleared(before, e), .. Configured(before, e)],
        E.EmergencyDeclared or E.EmergencyLifted => Cleared(before, @event),
        E.AgentBecameAvailable or E.AgentBecameUnavailable when before.Settings?.OfAgents() is not null => Cleared(before, @event),
        E.CallQueued e => [.. AnnouncementDuties.Touched(e.Stay, 0), WaitKey(e.Stay), .. WidenKey(before.Settings, e.Stay, e.Call, TimeSpan.Zero), .. KeyOf(e.ClosesAt, e.Stay), .. KeyOf(Clearing.Of(before), e.Stay)],
        E.ClosingMoved e => [.. Touched(before, e.Stay), .. KeyOf(e.ClosesAt, e.Stay)],
        E.StayWidened e when before.Stays.TryGetValue(e.Stay, out var stay) =>
            [.. WidenKey(before.Settings, e.Stay, stay.Call, stay.Widened), .. WidenKey(before.Settings, e.Stay, stay.Call, e.After)],
        E.CallTurnedAway e => [.. Touched(before, e.Stay), QueueNotice.Left.KeyOf(e.Stay)],
        E.OfferMade e => [ReserveKey(e.Offer), OfferKey(e.Offer), .. Touched(before, e.Offer.Stay)],
        E.Announced e => [.. AnnouncementDuties.Touched(e.Stay, e.Number)],
        E.NothingAnnounced e => [.. AnnouncementDuties.Touched(e.Stay, e.Number)],
        E.OfferReserved e => [ReserveKey(e.Offer)],
        E.OfferRecalled e => [OfferKey(e.Offer), CancelKey(e.Offer), WaitKey(e.Offer.Stay)],
        E.OfferFailed e => [.. Touched(before, e.Offer.Stay), ExclusionKey(e.Offer), QueueNotice.Withdrawn.KeyOf(e.Offer)],
        E.ExclusionEnded e => Touched(before, e.Stay),
        E.LeaveAsked e => Touched(before, e.Stay),
        E.CallAnswered e => Touched(before, e.Offer.Stay),
        E.StayEnded e => Touched(before, e.Stay),
        E.StayBarred e => Touched(before, e.Stay),
        E.ToldConfirmed e => [e.Key],
        _ => [],
    };

    public static Duty? Of(QueueState state, string key)
    {
        if (state.Notices.TryGetValue(key, out var notice))
        {
            return OfNotice(notice);
        }

        var subject = key[(key.LastIndexOf('/') + 1)..];
        return StayId.TryParse(subject, out var id) && state.Stays.TryGetValue(id, out var waits) ? OfStay(state, waits, key)
            : OfferId.TryParse(subject, out var offer) && state.Stays.TryGetValue(offer.Stay, out var offered) ? OfOffer(state, offered, offered.OfferOf(offer), key)
            : null;
    }

    private static Duty? OfStay(QueueState state, Stay stay, string key)
    {
        if (stay.Leaving is { } order)
        {
            // Refused means that the call ended the stay otherwise: its own word is on the way.
            return key == QueueNotice.Left.KeyOf(stay.Id)
                ? new Duty.Deliver(key, stay.Call.Call, new CallCommand.LeaveQueue(stay.Id, order.Reason, order.To, order.End), new C.ConfirmLeft(stay.Id))
                : null;
        }

        return (Duty?)Deadline(state, stay, key) ?? AnnouncementDuties.Of(stay, key);
    }

    private static Duty.Wake? Deadline(QueueState state, Stay stay, string key) =>
        key == WaitKey(stay.Id) && stay is { WaitUntil: { } until } && !stay.Offers.Items.Any(offer => offer.IsRecalled) ? new Duty.Wake(key, until, new C.ExpireWait(stay.Id))
        : Reach.Next(stay.Call, state.Settings, stay.Widened) is { } moment && key == WidenKey(stay.Id, moment)
            ? new Duty.Wake(key, stay.Entered + moment, new C.WidenStay(stay.Id, moment))
        : stay.Offer is not null ? null
        : stay.ClosesAt is { } closes && key == ClosesKey(closes, stay.Id) ? new Duty.Wake(key, closes, new C.ExpireWait(stay.Id))
        : Clearing.Of(state) is { } clearing && key == clearing.KeyOf(stay.Id) ? new Duty.Wake(key, clearing.At, new C.ExpireWait(stay.Id))
        : null;

    /// <summary>What all must go for changes, so everybody's duty does: what is touched is as much as waits.</summary>
    private static ImmutableArray<string> Cleared(QueueState before, E @event)
    {
        var (was, now) = (Clearing.Of(before), Clearing.Of(QueueHistory.Apply(before, @event)));
        return was?.Name == now?.Name ? [] : [.. before.Stays.Keys.SelectMany(stay => KeyOf(was, stay).Concat(KeyOf(now, stay)))];
    }

    private static IEnumerable<string> KeyOf(Clearing? clearing, StayId stay) => clearing is null ? [] : [clearing.KeyOf(stay)];

    private static IEnumerable<string> KeyOf(DateTimeOffset? closesAt, StayId stay) => closesAt is { } closes ? [ClosesKey(closes, stay)] : [];

    private static Duty? OfOffer(QueueState state, Stay stay, StayOffer? offer, string key)
    {
        if (offer is not null && key == ReserveKey(offer.Id))
        {
            return offer.IsReserved ? null : new Duty.Deliver(
                key,
                offer.Agent,
                new AgentCommand.Reserve(offer.Id, state.Id, stay.Call, offer.RingUntil, offer.Rules) { Cause = offer.Cause },
                new C.RecordReserved(offer.Id),
                new C.RecordReserveRefused(offer.Id));
        }

        if (offer is not null && key == OfferKey(offer.Id))
        {
            return offer.IsRecalled ? null : new Duty.Wake(key, offer.RingUntil + StayOffer.RecallGrace, new C.ExpireOffer(offer.Id));
        }

        // Answered means that the call is not and will not be connected by this offer; refused, that it was, and its own word is on the way.
        if (offer is { IsRecalled: true } recalled && key == CancelKey(recalled.Id))
        {
            return new Duty.Deliver(key, stay.Call.Call, new CallCommand.CancelOffer(recalled.Id), new C.RecordOfferFailed(recalled.Id, OfferEnd.Withdrawn));
        }

        return stay.Exclusions.Values.FirstOrDefault(exclusion => key == ExclusionKey(exclusion.Offer)) is { } excluded
            ? new Duty.Wake(key, excluded.Until, new C.EndExclusion(excluded.Offer))
            : null;
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

    /// <summary>Everything that may be owed because of this stay, as it is before it changes.</summary>
    private static ImmutableArray<string> Touched(QueueState before, StayId id) =>
        before.Stays.TryGetValue(id, out var stay)
            ? [.. KeysOf(before, stay), .. stay.Offers.Select(open => QueueNotice.Withdrawn.KeyOf(open.Id))]
            : [];

    private static IEnumerable<string> Configured(QueueState before, E.QueueConfigured e)
    {
        var after = QueueHistory.Apply(before, e);
        foreach (var (id, stay) in before.Stays)
        {
            foreach (var key in WidenKey(before.Settings, id, stay.Call, stay.Widened).Concat(WidenKey(e.Settings, id, stay.Call, after.Stays[id].Widened)))
            {
                yield return key;
            }
        }
    }

    private static IEnumerable<string> KeysOf(QueueState state, Stay stay)
    {
        yield return WaitKey(stay.Id);
        foreach (var key in WidenKey(state.Settings, stay.Id, stay.Call, stay.Widened).Concat(KeyOf(stay.ClosesAt, stay.Id)).Concat(KeyOf(Clearing.Of(state), stay.Id)))
        {
            yield return key;
        }

        foreach (var announcement in AnnouncementDuties.KeysOf(stay))
        {
            yield return announcement;
        }

        yield return QueueNotice.Left.KeyOf(stay.Id);
        foreach (var offer in stay.Offers)
        {
            yield return ReserveKey(offer.Id);
            yield return OfferKey(offer.Id);
            yield return CancelKey(offer.Id);
        }

        foreach (var exclusion in stay.Exclusions.Values)
        {
            yield return ExclusionKey(exclusion.Offer);
        }
    }

    private static string WaitKey(StayId stay) => $"wait/{stay}";

    private static string[] WidenKey(QueueSettings? settings, StayId stay, QueuedCall call, TimeSpan widened) =>
        Reach.Next(call, settings, widened) is { } moment ? [WidenKey(stay, moment)] : [];

    private static string WidenKey(StayId stay, TimeSpan moment) => string.Create(CultureInfo.InvariantCulture, $"widen/{moment.TotalMilliseconds:0}/{stay}");

    private static string ClosesKey(DateTimeOffset at, StayId stay) => string.Create(CultureInfo.InvariantCulture, $"closes/{at.UtcTicks}/{stay}");

    private static string ExclusionKey(OfferId offer) => $"exclusion/{offer}";

    private static string ReserveKey(OfferId offer) => $"reserve/{offer}";

    private static string OfferKey(OfferId offer) => $"offer/{offer}";

    private static string CancelKey(OfferId offer) => $"cancel/{offer}";
}
