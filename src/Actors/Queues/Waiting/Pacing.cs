using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Queues.Waiting;

/// <summary>What each event says about the paces of a queue, by what calls need. It costs O(log n) of those who wait.</summary>
internal static class Pacing
{
    /// <summary>Needs whose pace is kept; of more the one that has been quiet longest is forgotten.</summary>
    public const int NeedsMax = 64;

    /// <summary>The state after this event, with what it teaches.</summary>
    public static QueueState Followed(QueueState before, QueueState after, E @event)
    {
        if (@event is E.QueueConfigured)
        {
            // What calls need may now be something else: up to here it was as it was.
            return before.Paces.Keys.Aggregate(after, (state, need) => Change(before, state, need, @event.At, pace => pace));
        }

        if (StayOf(@event) is not { } id)
        {
            return after;
        }

        var (was, now) = (Crowd.WaitingIn(before, id), Crowd.WaitingIn(after, id));
        if (was is not null)
        {
            after = Change(before, after, was, @event.At, pace => @event is E.StayEnded { End: StayEnd.AbandonedWaiting } ? pace.HungUp() : pace);
        }

        if (now is not null && now != was)
        {
            after = Change(before, after, now, @event.At, pace => Crowd.Count(before, now) == 0 ? pace.Gathering() : pace);
        }

        return @event is E.CallAnswered e && before.Stays.TryGetValue(e.Offer.Stay, out var stay) && stay.OfferedAt > stay.Entered
            ? Change(before, after, Crowd.NeedOf(before, stay), e.At, pace => pace.Answered(e.At - stay.OfferedAt))
            : after;
    }

    private static QueueState Change(QueueState before, QueueState after, string need, DateTimeOffset at, Func<Pace, Pace> change)
    {
        var pace = after.Paces.GetValueOrDefault(need) ?? new Pace(at);
        var paces = after.Paces.SetItem(need, change(pace.Until(at, Crowd.Count(before, need))));
        return after with { Paces = paces.Count <= NeedsMax ? paces : paces.Remove(Quietest(paces)) };
    }

    private static string Quietest(IEnumerable<KeyValuePair<string, Pace>> paces) => paces.MinBy(pace => pace.Value.At).Key;

    private static StayId? StayOf(E @event) => @event switch
    {
        E.CallQueued e => e.Stay,
        E.OfferMade e => e.Offer.Stay,
        E.OfferFailed e => e.Offer.Stay,
        E.ExclusionEnded e => e.Stay,
        E.StayWidened e => e.Stay,
        E.PreferenceEnded e => e.Stay,
        E.LeaveAsked e => e.Stay,
        E.CallAnswered e => e.Offer.Stay,
        E.StayEnded e => e.Stay,
        _ => null,
    };
}
