using System.Collections.Immutable;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues;

/// <summary>Which of a queue's duties (<see cref="QueueKeys"/>) an event starts or ends: hardly more than those, for each is looked up.</summary>
internal static class QueueTouched
{
    public static ImmutableArray<string> By(QueueState before, E @event)
    {
        var keys = new List<string>();
        switch (@event)
        {
            case E.QueueConfigured e:
                AddCleared(keys, before, e);
                AddConfigured(keys, before, e);
                break;
            case E.EmergencyDeclared or E.EmergencyLifted:
                AddCleared(keys, before, @event);
                break;
            case E.AgentBecameAvailable or E.AgentBecameUnavailable when before.Settings?.OfAgents() is { } rule && Math.Abs(before.Present - (rule.AgentsBelow ?? 0)) <= 1:
                AddCleared(keys, before, @event);
                break;
            case E.CallQueued e:
                return [.. QueueKeys.Of(before, new Stay(e.Stay, e.Call) { WaitUntil = e.At + before.Settings?.LongestWait(), ClosesAt = e.ClosesAt }), .. AnnouncementDuties.Touched(e.Stay, 0)];
            case E.CallTurnedAway e:
                AddAll(keys, before, e.Stay);
                keys.Add(QueueNotice.Left.KeyOf(e.Stay));
                break;
            case E.Announced e:
                return [.. AnnouncementDuties.Touched(e.Stay, e.Number)];
            case E.NothingAnnounced e:
                return [.. AnnouncementDuties.Touched(e.Stay, e.Number)];
            case E.ToldConfirmed e:
                return [e.Key];
            default:
                if (StayOf(@event) is { } id && before.Stays.TryGetValue(id, out var stay))
                {
                    Add(keys, before, stay, @event);
                }

                break;
        }

        return [.. keys];
    }

    private static StayId? StayOf(E @event) => @event switch
    {
        E.OfferMade e => e.Offer.Stay,
        E.OfferReserved e => e.Offer.Stay,
        E.OfferRecalled e => e.Offer.Stay,
        E.OfferFailed e => e.Offer.Stay,
        E.CallAnswered e => e.Offer.Stay,
        E.StayWidened e => e.Stay,
        E.ClosingMoved e => e.Stay,
        E.ExclusionEnded e => e.Stay,
        E.LeaveAsked e => e.Stay,
        E.StayEnded e => e.Stay,
        E.StayBarred e => e.Stay,
        _ => null,
    };

    private static void Add(List<string> keys, QueueState before, Stay stay, E @event)
    {
        switch (@event)
        {
            case E.OfferMade e:
                keys.Add(QueueKeys.Reserve(e.Offer));
                keys.Add(QueueKeys.Offer(e.Offer));
                QueueKeys.AddUnoffered(keys, before, stay);
                break;
            case E.OfferReserved e:
                keys.Add(QueueKeys.Reserve(e.Offer));
                break;
            case E.OfferRecalled e:
                keys.AddRange([QueueKeys.Offer(e.Offer), QueueKeys.Cancel(e.Offer), QueueKeys.Wait(stay.Id)]);
                break;
            case E.OfferFailed e:
                keys.AddRange([QueueKeys.Reserve(e.Offer), QueueKeys.Offer(e.Offer), QueueKeys.Cancel(e.Offer), QueueKeys.Wait(stay.Id), QueueKeys.Exclusion(e.Offer), QueueNotice.Withdrawn.KeyOf(e.Offer)]);
                AddFormerExclusion(keys, stay, e);
                QueueKeys.AddUnoffered(keys, before, stay);
                break;
            case E.StayWidened e:
                AddNext(keys, before.Settings, stay, stay.Widened);
                AddNext(keys, before.Settings, stay, e.After);
                break;
            case E.ClosingMoved e:
                AddCloses(keys, stay, stay.ClosesAt);
                AddCloses(keys, stay, e.ClosesAt);
                break;
            case E.ExclusionEnded e when stay.Exclusions.TryGetValue(e.Agent, out var exclusion):
                keys.Add(QueueKeys.Exclusion(exclusion.Offer));
                break;
            case E.LeaveAsked:
                AddAll(keys, before, stay.Id);
                keys.Add(QueueNotice.Left.KeyOf(stay.Id));
                break;
            case E.CallAnswered or E.StayEnded or E.StayBarred:
                AddAll(keys, before, stay.Id);
                break;
        }
    }

    /// <summary>The exclusion that a new one of the same agent takes the place of.</summary>
    private static void AddFormerExclusion(List<string> keys, Stay stay, E.OfferFailed e)
    {
        if (e.ExcludedUntil is not null && stay.OfferOf(e.Offer) is { } offer && stay.Exclusions.TryGetValue(offer.Agent, out var former))
        {
            keys.Add(QueueKeys.Exclusion(former.Offer));
        }
    }

    /// <summary>Everything of a stay that may end, and what its agents may have to be told then.</summary>
    private static void AddAll(List<string> keys, QueueState before, StayId id)
    {
        if (before.Stays.TryGetValue(id, out var stay))
        {
            keys.AddRange(QueueKeys.Of(before, stay));
            foreach (var open in stay.Offers)
            {
                keys.Add(QueueNotice.Withdrawn.KeyOf(open.Id));
            }
        }
    }

    /// <summary>What all must go for changes, so everybody's duty does: what is touched is as much as waits.</summary>
    private static void AddCleared(List<string> keys, QueueState before, E @event)
    {
        var (was, now) = (Clearing.Of(before), Clearing.Of(QueueHistory.Apply(before, @event)));
        if (was?.Name != now?.Name)
        {
            keys.AddRange(before.Stays.Keys.SelectMany(stay => new[] { was, now }.OfType<Clearing>().Select(clearing => clearing.KeyOf(stay))));
        }
    }

    private static void AddConfigured(List<string> keys, QueueState before, E.QueueConfigured e)
    {
        var after = QueueHistory.Apply(before, e);
        foreach (var (id, stay) in before.Stays)
        {
            AddNext(keys, before.Settings, stay, stay.Widened);
            AddNext(keys, e.Settings, stay, after.Stays[id].Widened);
        }
    }

    private static void AddNext(List<string> keys, QueueSettings? settings, Stay stay, TimeSpan widened)
    {
        if (Reach.Next(stay.Call, settings, widened) is { } moment)
        {
            keys.Add(QueueKeys.Widen(stay.Id, moment));
        }
    }

    private static void AddCloses(List<string> keys, Stay stay, DateTimeOffset? at)
    {
        if (at is { } closes)
        {
            keys.Add(QueueKeys.Closes(stay.Id, closes));
        }
    }
}
