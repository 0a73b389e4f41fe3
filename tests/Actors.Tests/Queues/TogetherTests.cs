using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>A call rings at several phones at once; the first to answer has it.</summary>
public sealed class TogetherTests
{
    private static readonly ActorId Cora = ActorId.Agent("acme", "cora");

    private static readonly QueueSettings Two = Settings with { Together = 2 };

    private static readonly QueueSettings Three = Settings with { Together = 3, MaxWait = TimeSpan.FromSeconds(60), Overflow = Elsewhere };

    [Fact]
    public void A_call_is_offered_to_as_many_free_agents_as_may_ring_together()
    {
        var queue = All(Two).Enqueue("a");
        Assert.Equal([("a", Anna), ("a", Bert)], queue.Offers());
        Assert.Equal([Offer("a"), Offer("a", 2)], queue.State.Stays[Stay("a")].Offers.Select(offer => offer.Id));
        Assert.Equal([("b", Cora)], queue.Enqueue("b").Offers());
        Assert.All(queue.Duties.OfType<Duty.Deliver>(), reserve => Assert.True(((AgentCommand.Reserve)reserve.Message).Rules.Together));
    }

    [Fact]
    public void Where_no_phones_ring_together_one_does()
    {
        var queue = All(Settings).Enqueue("a");
        Assert.Single(queue.Offers());
        Assert.All(queue.Duties.OfType<Duty.Deliver>(), reserve => Assert.False(((AgentCommand.Reserve)reserve.Message).Rules.Together));
    }

    [Fact]
    public void Who_becomes_free_joins_after_the_calls_that_ring_nowhere()
    {
        var queue = Queue(Three).Available(Anna).Enqueue("a").Enqueue("b");
        Assert.Equal([("b", Bert)], queue.Available(Bert).Offers());
        Assert.Equal([("a", Cora)], queue.Available(Cora).Offers());
        Assert.Equal([("a", Dora)], queue.Available(Dora).Offers());
        Assert.Equal([("b", Emil)], queue.Available(Emil).Offers());
    }

    [Fact]
    public void The_first_answer_ends_the_stay_and_those_who_were_only_asked_are_told()
    {
        var queue = All(Three).Enqueue("a").When(new C.RecordReserved(Offer("a"))).When(new C.RecordReserved(Offer("a", 2)));
        queue.When(new C.RecordAnswered(Offer("a", 2))).Then(new E.CallAnswered(Noon, Offer("a", 2), Bert)).OwesOnly("withdraw/a.1.3")
            .When(new C.RecordOfferFailed(Offer("a"), OfferEnd.AnsweredElsewhere)).ThenAlreadySo().When(new C.RecordReserved(Offer("a", 3))).ThenAlreadySo();
    }

    [Fact]
    public void A_phone_that_declines_is_replaced_and_the_others_ring_on()
    {
        var queue = All(Two).Enqueue("a").When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Declined));
        queue.ThenTypes(typeof(E.OfferFailed), typeof(E.OfferMade));
        Assert.Equal([Bert, Cora], queue.State.Stays[Stay("a")].Offers.Select(offer => offer.Agent));
        Assert.Empty(queue.Available(Anna, 2).Offers());
    }

    [Fact]
    public void Who_has_an_offer_of_the_call_is_not_offered_it_again() =>
        Assert.Empty(Queue(Three).Available(Anna).Enqueue("a").Available(Anna, 2).Offers());

    [Fact]
    public void With_the_last_phone_the_call_waits_again()
    {
        var queue = Queue(Two).Available(Anna).Available(Bert).Enqueue("a").When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed));
        Assert.Single(queue.State.Stays[Stay("a")].Offers);
        queue.When(new C.RecordOfferFailed(Offer("a", 2), OfferEnd.Missed));
        Assert.Equal((0, 1), (queue.State.Stays[Stay("a")].Offers.Count, queue.State.Line.WaitingCount));
    }

    [Fact]
    public void A_call_that_has_waited_too_long_is_asked_back_from_all_phones_and_leaves_with_the_last()
    {
        var queue = All(Three).Enqueue("a").After(TimeSpan.FromSeconds(60)).When(new C.ExpireWait(Stay("a")));
        queue.Then(new E.OfferRecalled(queue.Now, Offer("a")), new E.OfferRecalled(queue.Now, Offer("a", 2)), new E.OfferRecalled(queue.Now, Offer("a", 3)));
        queue.When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn)).ThenTypes(typeof(E.OfferFailed))
            .When(new C.RecordOfferFailed(Offer("a", 3), OfferEnd.Missed)).ThenTypes(typeof(E.OfferFailed))
            .Available(Anna, 2).ThenTypes(typeof(E.AgentBecameAvailable))
            .When(new C.RecordOfferFailed(Offer("a", 2), OfferEnd.Withdrawn)).ThenTypes(typeof(E.OfferFailed), typeof(E.LeaveAsked));
    }

    [Fact]
    public void Nobody_joins_a_call_that_is_about_to_go()
    {
        var queue = Queue(Three with { Emergency = new EmergencyRule { IncludesWaiting = true, To = Elsewhere } }).Available(Anna).Enqueue("a").When(new C.DeclareEmergency("fire", "li"));
        Assert.Empty(queue.Available(Bert).Offers());
    }

    [Fact]
    public void A_caller_who_hangs_up_has_abandoned_once_however_many_phones_ring()
    {
        var queue = All(Three).Enqueue("a").When(new C.RecordReserved(Offer("a")));
        queue.When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedRinging)).ThenTypes(typeof(E.StayEnded)).OwesOnly("withdraw/a.1.2", "withdraw/a.1.3");
        All(Three).Enqueue("a").When(new C.RecordOfferFailed(Offer("a", 2), OfferEnd.CallerHungUp)).ThenTypes(typeof(E.OfferFailed), typeof(E.StayEnded));
    }

    [Fact]
    public void A_picked_call_and_one_for_the_agent_it_should_have_ring_at_one_phone()
    {
        var picked = Queue(Three).Enqueue("a").Enqueue("b").Available(Anna).Available(Bert).When(new C.RecordAgentUnavailable(Cora, 1)).When(new C.Enqueue(Stay("c"), Call("c")));
        picked.When(new C.Pick(Stay("c"), Cora, "sue")).ThenTypes(typeof(E.OfferMade));
        Assert.Equal(["a"], picked.Available(Dora).Offers().Select(offer => offer.Call));
        var preferring = All(Three).When(new C.Enqueue(Stay("a"), Call("a") with { Preferred = [Bert] }));
        Assert.Equal([("a", Bert)], preferring.Offers());
    }

    [Fact]
    public void Each_phone_must_meet_what_the_call_needs()
    {
        var queue = Queue(Three).Available(Anna).When(new C.RecordAgentAvailable(Bert, 1, IdleSince) { Profile = new AgentProfile { Skills = [new SkillLevel("english", 2)] } })
            .When(new C.Enqueue(Stay("a"), Call("a") with { Needs = [new NeedStep(TimeSpan.Zero, "english")] }));
        Assert.Equal([("a", Bert)], queue.Offers());
    }

    [Fact]
    public void Other_rules_count_from_the_next_offer_on()
    {
        var queue = All(Three).Enqueue("a").When(new C.Configure(2, Settings));
        Assert.Equal(3, queue.State.Stays[Stay("a")].Offers.Count);
        queue.When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed)).Available(Dora).ThenTypes(typeof(E.AgentBecameAvailable));
        Assert.Equal([("a", Dora)], queue.When(new C.Configure(3, Three)).Offers());
    }

    private static readonly ActorId Dora = ActorId.Agent("acme", "dora");

    private static readonly ActorId Emil = ActorId.Agent("acme", "emil");

    private static QueueScenario All(QueueSettings settings) =>
        Queue(settings).Available(Anna, idleSince: IdleSince).Available(Bert, idleSince: IdleSince.AddSeconds(1)).Available(Cora, idleSince: IdleSince.AddSeconds(2));
}
