using CallCenter.Actors.Calls;
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
        Assert.InRange(events.OfType<E.LegAnswered>().Count(), 0, 1);
        Assert.Equal(events.OfType<E.QueueEntered>().Select(e => e.Stay), events.OfType<E.QueueLeft>().Select(e => e.Stay));
        Assert.Equal(
            events.OfType<E.LegAnswered>().Where(e => e.Offer is not null).Select(e => e.Offer!.Value),
            events.OfType<E.AgentSegmentEnded>().Select(e => e.Offer));
        Assert.Equal(events.OfType<E.QueueLeft>().Count(e => e.End == Actors.Queues.StayEnd.Answered), events.OfType<E.LegAnswered>().Count(e => e.Offer is not null));

        var end = events.FindIndex(e => e is E.CallEnded);
        Assert.All(events.Skip(end + 1), e => Assert.True(E.IsLateFact(e), $"{e} after the end"));
    }
}
