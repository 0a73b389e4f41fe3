using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

public sealed class MatchingTests
{
    [Fact]
    public void Higher_priority_goes_first_then_earlier_arrival()
    {
        var queue = Queue().Enqueue("late", 0, Noon).Enqueue("early", 0, Noon.AddMinutes(-1)).Enqueue("urgent", 5, Noon.AddMinutes(1));
        Assert.Equal([("urgent", Anna)], queue.Available(Anna).Offers());
        Assert.Equal([("early", Bert)], queue.Available(Bert).Offers());
    }

    [Fact]
    public void What_is_attached_to_a_call_comes_to_the_agent_with_its_offer()
    {
        var call = Call("a") with { Data = [new AttachedEntry("order", new AttachedValue(AttachedType.Text, "A-17"))] };
        var queue = Queue().Available(Anna).When(new C.Enqueue(Stay("a"), call));
        var reserve = Assert.Single(queue.Duties.OfType<Duty.Deliver>(), duty => duty.To == Anna);
        Assert.Equal(call.Data, Assert.IsType<AgentCommand.Reserve>(reserve.Message).Call.Data);
    }

    [Fact]
    public void The_agent_who_is_idle_longest_is_chosen()
    {
        var queue = Queue().Available(Anna, idleSince: Noon.AddMinutes(-2)).Available(Bert, idleSince: Noon.AddMinutes(-3));
        Assert.Equal([("a", Bert)], queue.Enqueue("a").Offers());
        Assert.Equal(2, queue.Events.OfType<E.OfferMade>().Single().Reason.AgentsAvailable);
    }

    [Fact]
    public void An_agent_who_was_not_free_is_passed_over_at_once()
    {
        var queue = Queue().Available(Anna).Available(Bert, idleSince: Noon).Enqueue("a").When(new C.RecordReserveRefused(Offer("a")));
        queue.ThenTypes(typeof(E.OfferFailed), typeof(E.OfferMade));
        Assert.Equal([("a", Bert)], queue.Offers());
        queue.OwesOnly("reserve/a.1.2", "offer/a.1.2");
    }

    [Fact]
    public void News_from_before_the_offer_do_not_bring_the_agent_back() =>
        Queue().Available(Anna, 4).Enqueue("a").When(new C.RecordReserveRefused(Offer("a"))).Available(Anna, 4).ThenAlreadySo().Available(Anna, 3).ThenAlreadySo()
            .When(new C.RecordAgentUnavailable(Anna, 3)).ThenAlreadySo()
            .Available(Anna, 6).ThenTypes(typeof(E.AgentBecameAvailable), typeof(E.OfferMade));

    [Fact]
    public void An_agent_who_is_unavailable_is_not_offered_a_call() =>
        Queue().Available(Anna, 1).When(new C.RecordAgentUnavailable(Anna, 2)).Then(new E.AgentBecameUnavailable(Noon, Anna, 2))
            .Enqueue("a").ThenTypes(typeof(E.CallQueued));

    [Theory]
    [InlineData(OfferEnd.Missed)]
    [InlineData(OfferEnd.Declined)]
    [InlineData(OfferEnd.PhoneUnreachable)]
    [InlineData(OfferEnd.MediaFailed)]
    public void A_call_that_an_agent_did_not_take_is_not_offered_to_the_same_again_at_once(OfferEnd end)
    {
        var queue = Offering("a").When(new C.RecordOfferFailed(Offer("a"), end))
            .Then(new E.OfferFailed(Noon, Offer("a"), end, Noon + Settings.RetryAgentAfter))
            .Available(Anna, 2).ThenTypes(typeof(E.AgentBecameAvailable))
            .OwesOnly("exclusion/a.1.1");
        Assert.Equal([("b", Anna)], queue.Enqueue("b").Offers());
    }

    [Fact]
    public void When_the_exclusion_ends_the_agent_may_be_asked_again()
    {
        var queue = Offering("a").When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed)).Available(Anna, 2)
            .Owes(new Duty.Wake("exclusion/a.1.1", Noon + Settings.RetryAgentAfter, new C.EndExclusion(Offer("a"))))
            .After(Settings.RetryAgentAfter).When(new C.EndExclusion(Offer("a")));
        queue.Then(new E.ExclusionEnded(queue.Now, Stay("a"), Anna), OfferMade(queue, "a", Anna, attempt: 2, epoch: 2));
        queue.When(new C.EndExclusion(Offer("a"))).ThenAlreadySo();
    }

    [Fact]
    public void Who_took_a_call_that_excluded_it_and_failed_again_is_excluded_from_then()
    {
        var queue = Offering("a").When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed))
            .When(new C.RecordAgentUnavailable(Anna, 2))
            .After(TimeSpan.FromSeconds(1)).When(new C.Pick(Stay("a"), Anna, "anna") { IsOwn = true })
            .When(new C.RecordOfferFailed(Offer("a", 2), OfferEnd.Missed))
            .OwesOnly("exclusion/a.1.2")
            .After(Settings.RetryAgentAfter - TimeSpan.FromSeconds(1));
        queue.When(new C.EndExclusion(Offer("a"))).ThenAlreadySo();
        queue.After(TimeSpan.FromSeconds(1)).When(new C.EndExclusion(Offer("a", 2))).Then(new E.ExclusionEnded(queue.Now, Stay("a"), Anna));
    }

    [Fact]
    public void A_call_whose_agents_are_all_excluded_lets_the_next_one_pass_and_keeps_its_place()
    {
        var queue = Offering("first").Enqueue("second", arrived: Noon.AddSeconds(1)).When(new C.RecordOfferFailed(Offer("first"), OfferEnd.Declined));
        Assert.Equal([("second", Anna)], queue.Available(Anna, 2).Offers());
        Assert.Equal([("first", Bert)], queue.Available(Bert).Offers());
        Assert.Equal(Noon, queue.State.Stays[Stay("first")].Call.Arrived);
    }

    [Fact]
    public void A_failed_offer_leaves_the_call_in_its_place()
    {
        var queue = Offering("first").Enqueue("second", arrived: Noon.AddSeconds(1)).When(new C.RecordOfferFailed(Offer("first"), OfferEnd.Missed));
        Assert.Equal([("first", Bert)], queue.Available(Bert).Offers());
    }

    [Fact]
    public void An_agent_excluded_from_as_many_calls_as_allowed_waits_for_one_of_them()
    {
        var queue = Queue();
        for (var number = 1; number <= QueueAgent.ExclusionsMax; number++)
        {
            queue.Available(Anna, number).Enqueue($"c{number}").When(new C.RecordOfferFailed(Offer($"c{number}"), OfferEnd.Declined));
        }

        queue.Available(Anna, 100).ThenTypes(typeof(E.AgentBecameAvailable)).Enqueue("next").ThenTypes(typeof(E.CallQueued));
        Assert.Equal([("c7", Anna)], queue.When(new C.EndExclusion(Offer("c7"))).Offers());
    }

    [Fact]
    public void When_a_stay_ends_its_exclusions_end_with_it()
    {
        var queue = Offering("a").When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed)).When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting)).OwesOnly();
        Assert.Equal(0, queue.State.Agents[Anna].Exclusions);
    }

    [Fact]
    public void A_queue_that_is_configured_again_goes_on()
    {
        var queue = Queue().Removed().Available(Anna).ThenTypes(typeof(E.AgentBecameAvailable));
        queue.When(new C.Configure(9, Settings)).ThenTypes(typeof(E.QueueConfigured));
        Assert.Equal([("a", Anna)], queue.Enqueue("a").Offers());
    }
}
