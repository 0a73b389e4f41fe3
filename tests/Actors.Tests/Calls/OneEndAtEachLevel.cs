using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>RELIABILITY C1 and C4 on the journal of one call that is over: nobody but one leg ever gets the caller.</summary>
internal static class OneEndAtEachLevel
{
    public static void In(CallScene scene)
    {
        var events = scene.Events;
        Assert.Single(events.OfType<E.CallEnded>());
        Assert.Single(events.OfType<E.ContactClosed>());
        Assert.InRange(events.OfType<E.LegAnswered>().Count(), 0, 1 + events.OfType<E.CallTransferred>().Count() + events.OfType<E.ConsultStarted>().Count());
        Assert.Equal(events.OfType<E.QueueEntered>().Select(e => e.Stay), events.OfType<E.QueueLeft>().Select(e => e.Stay).Order());
        AbandonedOnceAndNeverWhenAnswered(events);
        Assert.Equal(
            events.OfType<E.LegAnswered>().Where(e => e.Offer is not null).Select(e => e.Offer!.Value).Order(),
            events.OfType<E.AgentSegmentEnded>().Select(e => e.Offer).Order());
        Assert.InRange(events.OfType<E.ConsultStarted>().Count() - events.OfType<E.ConsultEnded>().Count(), 0, 1);
        Assert.Equal(events.OfType<E.QueueLeft>().Count(e => e.End == StayEnd.Answered), events.OfType<E.LegAnswered>().Count(e => e.Offer is not null));
        EachOfferEndsOnce(scene);

        var end = events.FindIndex(e => e is E.CallEnded);
        Assert.All(events.Skip(end + 1), e => Assert.True(E.IsLateFact(e), $"{e} after the end"));
    }

    private static void AbandonedOnceAndNeverWhenAnswered(IReadOnlyCollection<E> events)
    {
        var since = events.Count(e => e is E.CallTransferred);
        var asked = events.OfType<E.QueueEntered>().Where(e => e.IsConsult).Select(e => e.Stay).ToHashSet();
        var ends = events.SkipWhile(e => since > 0 && (e is not E.CallTransferred || --since > 0)).OfType<E.QueueLeft>().Where(e => !asked.Contains(e.Stay)).Select(e => e.End).ToArray();
        var abandoned = ends.Count(end => end is StayEnd.AbandonedWaiting or StayEnd.AbandonedRinging);
        Assert.InRange(abandoned + ends.Count(end => end == StayEnd.Answered), 0, 1);
    }

    /// <summary>Every phone that was rung for an offer was answered or the offer ended, and its agent is told how, once (when its phone has ended too).</summary>
    private static void EachOfferEndsOnce(CallScene scene)
    {
        var events = scene.Events;
        foreach (var leg in events.OfType<E.LegRequested>().Where(e => e.Offer is not null))
        {
            Assert.Single(events, e => e switch
            {
                E.LegAnswered answered => answered.Leg == leg.Leg,
                E.LegCancelled { End: not null } cancelled => cancelled.Leg == leg.Leg,
                E.LegFailed { End: not null } failed => failed.Leg == leg.Leg,
                _ => false,
            });
            var told = scene.EverOwed.Select(duty => duty.Key).Concat(scene.State.Untold.Select(tell => tell.Key)).Distinct();
            Assert.Single(told, key => key == $"ended/{leg.Offer}" || key == $"released/{leg.Offer}");
        }
    }
}
