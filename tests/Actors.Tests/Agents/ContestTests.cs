using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>Calls of several queues ask for one agent, who has just become free and takes the best of them.</summary>
public sealed class ContestTests
{
    private static readonly QueuedCall Early = Call with { Call = ActorId.Call("acme", "b"), Contact = "b", Arrived = Noon.AddMinutes(-3) };

    private static readonly QueuedCall Urgent = Call with { Call = ActorId.Call("acme", "c"), Contact = "c", Arrived = Noon.AddMinutes(1), Priority = 5 };

    private static readonly OfferId Third = new(new StayId("c", 1), 1);

    [Fact]
    public void Who_takes_the_first_is_asked_for_nothing_more() =>
        Asks(Ready(Settings), Sales, First, Call).ThenTypes(typeof(E.Reserved));

    [Fact]
    public void Who_has_one_queue_has_nothing_to_choose_from() =>
        Asks(Ready(Choosing(QueueChoice.LongestWaiting) with { Queues = ["sales"] }), Sales, First, Call).ThenTypes(typeof(E.Reserved));

    [Fact]
    public void The_first_offer_is_held_and_the_other_queue_is_asked()
    {
        var agent = Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Sales, First, Call);
        agent.Then(new E.OfferContested(Noon, First, Sales, Call, Noon + RingTime, Rules))
            .Owes(new Duty.Wake("contest/1", Noon + AgentContest.OpenMax, new C.EndContest(1)))
            .Owes(new Duty.Deliver("ask/support/1", Support, new QueueCommand.RecordAgentAvailable(Anna, 1, Noon) { IsAsking = true }))
            .OwesOnly("available/sales/1", "available/support/1", "contest/1", "ask/support/1");
        Asks(agent, Sales, First, Call).ThenAlreadySo();
    }

    [Fact]
    public void What_a_person_picked_is_taken_before_what_the_agent_would_choose()
    {
        var agent = Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Support, Second, Early).When(new C.Reserve(First, Sales, Call, Noon + RingTime, Rules) { Cause = OfferCause.Picked });
        Assert.Equal(First, Assert.Single(agent.Events.OfType<E.Reserved>()).Offer);
    }

    [Fact]
    public void When_the_other_queue_has_nothing_the_offer_is_taken_at_once() =>
        Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Sales, First, Call).When(new C.RecordNothingToOffer(Support, 1))
            .Then(new E.NothingOffered(Noon, Support), ReservedEvent(Noon))
            .OwesOnly("ring/a.1.1", "reservation/a.1.1", "unavailable/sales/2", "unavailable/support/2");

    [Fact]
    public void What_a_queue_said_of_another_time_is_late() =>
        Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Sales, First, Call).When(new C.RecordNothingToOffer(Support, 9)).ThenAlreadySo()
            .When(new C.RecordNothingToOffer(Sales, 1)).ThenAlreadySo().When(new C.EndContest(9)).ThenAlreadySo();

    [Fact]
    public void A_queue_that_does_not_answer_delays_by_the_limit_only()
    {
        var agent = Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Sales, First, Call).After(AgentContest.OpenMax);
        agent.When(new C.EndContest(1)).Then(new E.Reserved(agent.Now, First, Sales, Call, Noon + RingTime, Rules)).When(new C.EndContest(1)).ThenAlreadySo();
    }

    [Fact]
    public void The_call_that_has_waited_longest_wins_and_the_loser_keeps_its_place()
    {
        var agent = Asks(Asks(Ready(Choosing(QueueChoice.LongestWaiting)), Sales, First, Call), Support, Second, Early);
        agent.ThenTypes(typeof(E.OfferContested), typeof(E.Reserved));
        Assert.Equal(Second, agent.State.Work!.Offer.Id);
        agent.Owes(Confirmed("failed/a.1.1", Sales, new QueueCommand.RecordOfferFailed(First, OfferEnd.NotReserved)))
            .OwesOnly("ring/b.1.1", "reservation/b.1.1", "unavailable/sales/2", "unavailable/support/2", "failed/a.1.1");
        Asks(agent, Sales, First, Call).ThenRefused(Refusal.OfferIsStale);
    }

    [Theory]
    [InlineData(QueueChoice.LongestWaiting, "b")]
    [InlineData(QueueChoice.Priority, "c")]
    public void The_best_of_three_is_by_the_choice(QueueChoice choice, string best)
    {
        var agent = Asks(Asks(Asks(Ready(Choosing(choice) with { Queues = ["sales", "support", "billing"] }), Sales, First, Call), Support, Second, Early), Billing, Third, Urgent);
        Assert.Equal(best, agent.State.Work!.Offer.Id.Stay.Call);
        Assert.Equal(2, agent.State.Notices.Count);
    }

    [Fact]
    public void Who_has_been_free_for_a_while_takes_a_call_at_once() =>
        Asks(Ready(Choosing(QueueChoice.Priority)).After(AgentContest.FreshMax), Sales, First, Call).ThenTypes(typeof(E.Reserved));

    [Fact]
    public void Who_is_free_no_more_takes_none_of_them() =>
        Asks(Ready(Choosing(QueueChoice.Priority)), Sales, First, Call).When(new C.GoNotReady(Break)).ThenTypes(typeof(E.BecameNotReady))
            .OwesOnly("failed/a.1.1", "unavailable/sales/2", "unavailable/support/2").When(new C.EndContest(1)).ThenAlreadySo();

    [Fact]
    public void Who_loses_the_phone_takes_none_of_them() =>
        Asks(Ready(Choosing(QueueChoice.Priority)), Sales, First, Call).When(new C.RecordPhone(Phone, 2, null))
            .OwesOnly("failed/a.1.1", "unavailable/sales/2", "unavailable/support/2");

    [Fact]
    public void Other_queues_begin_anew() =>
        Asks(Ready(Choosing(QueueChoice.Priority)), Sales, First, Call).When(new C.Configure(2, Choosing(QueueChoice.Priority) with { Queues = ["sales", "billing"] }))
            .OwesOnly("failed/a.1.1", "available/sales/2", "available/billing/2", "left/support/2");

    [Fact]
    public void An_offer_that_is_taken_back_leaves_the_contest_and_the_last_one_ends_it()
    {
        var agent = Asks(Ready(Choosing(QueueChoice.Priority) with { Queues = ["sales", "support", "billing"] }), Sales, First, Call);
        Asks(agent, Support, Second, Early).When(new C.WithdrawOffer(Second)).Then(new E.OfferBarred(Noon, Second)).OwesOnly(
            "ask/billing/1", "contest/1", "available/sales/1", "available/support/1", "available/billing/1");
        agent.When(new C.WithdrawOffer(First)).Then(new E.OfferBarred(Noon, First)).OwesOnly("available/sales/2", "available/support/2", "available/billing/2");
    }

    [Fact]
    public void With_the_last_answer_taken_back_the_choice_is_made() =>
        Asks(Asks(Ready(Choosing(QueueChoice.Priority) with { Queues = ["sales", "support", "billing"] }), Sales, First, Call).When(new C.RecordNothingToOffer(Billing, 1)), Support, Second, Early)
            .ThenTypes(typeof(E.OfferContested), typeof(E.Reserved));

    [Fact]
    public void Offers_that_came_too_late_to_ring_are_told_so_and_their_queues_count_on_the_agent_again()
    {
        var agent = Asks(Ready(Choosing(QueueChoice.Priority)), Sales, First, Call).After(RingTime);
        agent.When(new C.EndContest(1)).Then(new E.OfferBarred(agent.Now, First, Sales)).OwesOnly("failed/a.1.1", "available/sales/2", "available/support/2");
    }

    [Fact]
    public void A_queue_that_offers_again_and_again_does_not_hold_the_agent_up()
    {
        var agent = Ready(Choosing(QueueChoice.LongestWaiting));
        for (var number = 1; number < AgentContest.OffersMax; number++)
        {
            Asks(agent, Sales, new OfferId(First.Stay, number), Call).ThenTypes(typeof(E.OfferContested));
        }

        Asks(agent, Sales, new OfferId(First.Stay, AgentContest.OffersMax), Call).ThenTypes(typeof(E.OfferContested), typeof(E.Reserved));
        Assert.Equal(1, agent.State.Work!.Offer.Id.Attempt);
    }

    [Fact]
    public void A_share_counts_contacts_and_not_what_was_only_offered()
    {
        var agent = Ready(Choosing(QueueChoice.Share) with { Terms = [new QueueTerms("sales", Share: 2), new QueueTerms("support", Share: 1)] });
        Asks(Asks(agent, Support, Second, Early), Sales, First, Call);
        Assert.Equal("sales", agent.State.Work!.Offer.Queue!.Value.Key);
        agent.When(new C.RecordOfferEnded(First, OfferEnd.CallerHungUp));
        Assert.Empty(agent.State.Tally.Credits);
        Asks(Asks(agent, Support, Second with { Attempt = 2 }, Early), Sales, Third, Urgent).When(new C.RecordAnswered(Third));
        Assert.Equal([new QueueCredit("sales", -1), new QueueCredit("support", 1)], agent.State.Tally.Credits.AsEnumerable());
        agent.When(new C.Configure(2, Choosing(QueueChoice.Share) with { Terms = [new QueueTerms("sales", Share: 9)] }));
        Assert.Empty(agent.State.Tally.Credits);
    }

    [Fact]
    public void A_queue_that_had_no_call_is_owed_nothing_for_that_time()
    {
        var agent = Ready(Choosing(QueueChoice.Share));
        Asks(agent, Sales, First, Call).When(new C.RecordNothingToOffer(Support, 1)).When(new C.RecordAnswered(First));
        Assert.Equal((1, 0), (agent.State.Tally.Handled, agent.State.Tally.Credits.Count));
    }

    private static AgentSettings Choosing(QueueChoice choice) => Settings with { Choice = choice };

    private static AgentScenario Asks(AgentScenario agent, ActorId queue, OfferId offer, QueuedCall call) => agent.When(new C.Reserve(offer, queue, call, Noon + RingTime, Rules));
}
