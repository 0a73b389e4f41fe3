using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

public sealed class LeavingTests
{
    private static readonly QueueSettings Bounded = Settings with { MaxWait = TimeSpan.FromSeconds(10), Overflow = Elsewhere };

    [Fact]
    public void An_answered_call_leaves_nothing_behind() =>
        Offering("a").When(new C.RecordAnswered(Offer("a"))).Then(new E.CallAnswered(Noon, Offer("a"), Anna)).OwesOnly()
            .When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedRinging)).ThenAlreadySo();

    [Fact]
    public void An_answer_that_comes_after_the_stay_has_ended_changes_nothing() =>
        Offering("a").When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedRinging)).When(new C.RecordAnswered(Offer("a"))).ThenAlreadySo();

    [Fact]
    public void An_answer_may_overtake_the_agents_reservation() =>
        Queue().Enqueue("a").Available(Anna).When(new C.RecordAnswered(Offer("a"))).Then(new E.CallAnswered(Noon, Offer("a"), Anna)).OwesOnly()
            .When(new C.RecordReserved(Offer("a"))).ThenAlreadySo();

    [Fact]
    public void The_call_is_believed_when_it_was_answered_by_an_offer_thought_to_have_failed() =>
        Offering("a").Available(Bert).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn)).ThenTypes(typeof(E.OfferFailed), typeof(E.OfferMade))
            .When(new C.RecordAnswered(Offer("a"))).Then(new E.CallAnswered(Noon, Offer("a"), Anna))
            .OwesOnly("withdraw/a.1.1", "withdraw/a.1.2");

    [Fact]
    public void When_the_caller_hangs_up_the_agent_who_may_still_get_the_Reserve_is_told() =>
        Queue().Enqueue("a").Available(Anna).When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting))
            .Owes(new Duty.Deliver("withdraw/a.1.1", Anna, new AgentCommand.WithdrawOffer(Offer("a")), new C.ConfirmTold("withdraw/a.1.1"), new C.ConfirmTold("withdraw/a.1.1")))
            .OwesOnly("withdraw/a.1.1")
            .When(new C.ConfirmTold("withdraw/a.1.1")).OwesOnly()
            .When(new C.ConfirmTold("withdraw/a.1.1")).ThenAlreadySo();

    [Fact]
    public void When_the_caller_hangs_up_while_it_rings_the_call_tells_the_agent() =>
        Offering("a").When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedRinging))
            .Then(new E.StayEnded(Noon, Stay("a"), StayEnd.AbandonedRinging, null, null)).OwesOnly();

    [Fact]
    public void A_caller_who_hung_up_while_it_rang_is_not_offered_again() =>
        Offering("a").Available(Bert).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.CallerHungUp))
            .Then(new E.OfferFailed(Noon, Offer("a"), OfferEnd.CallerHungUp, null), new E.StayEnded(Noon, Stay("a"), StayEnd.AbandonedRinging, null, null));

    [Fact]
    public void A_call_that_waited_as_long_as_allowed_overflows() =>
        Queue(Bounded).Enqueue("a").Owes(new Duty.Wake("wait/a.1", Noon.AddSeconds(10), new C.ExpireWait(Stay("a"))))
            .After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Noon.AddSeconds(10), Stay("a"), LeaveReason.MaxWait, StayEnd.OverflowedToQueue, Elsewhere))
            .OwesOnly("leave/a.1");

    [Fact]
    public void The_stay_ends_as_overflowed_only_when_the_call_has_gone()
    {
        var asked = Queue(Bounded).Enqueue("a").After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a")));
        asked.Owes(new Duty.Deliver(
                "leave/a.1", Call("a").Call, new CallCommand.LeaveQueue(Stay("a"), LeaveReason.MaxWait, Elsewhere, StayEnd.OverflowedToQueue), new C.ConfirmLeft(Stay("a"))))
            .Available(Anna).OwesOnly("leave/a.1")
            .When(new C.ConfirmLeft(Stay("a")))
            .Then(new E.StayEnded(asked.Now, Stay("a"), StayEnd.OverflowedToQueue, LeaveReason.MaxWait, Elsewhere))
            .OwesOnly()
            .When(new C.ConfirmLeft(Stay("a"))).ThenAlreadySo();
    }

    [Fact]
    public void A_caller_who_hung_up_before_the_call_could_go_has_abandoned_for_both() =>
        Queue(Bounded).Enqueue("a").After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a")))
            .When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting))
            .Then(new E.StayEnded(Noon.AddSeconds(10), Stay("a"), StayEnd.AbandonedWaiting, null, null))
            .OwesOnly()
            .When(new C.ConfirmLeft(Stay("a"))).ThenAlreadySo();

    [Fact]
    public void The_answer_of_an_attempt_long_past_ends_the_stay() =>
        Offering("a").Available(Bert).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn))
            .When(new C.RecordOfferFailed(Offer("a", 2), OfferEnd.Withdrawn))
            .When(new C.RecordAnswered(Offer("a")))
            .Then(new E.StayEnded(Noon, Stay("a"), StayEnd.Answered, null, null));

    [Fact]
    public void A_call_with_nowhere_to_overflow_to_is_turned_away() =>
        Queue(Bounded with { Overflow = null }).Enqueue("a").After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Noon.AddSeconds(10), Stay("a"), LeaveReason.MaxWait, StayEnd.Refused, null));

    [Fact]
    public void A_call_that_rings_is_asked_back_before_it_overflows()
    {
        var queue = Offering("a", Bounded).After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a")));
        queue.Then(new E.OfferRecalled(queue.Now, Offer("a")))
            .Owes(new Duty.Deliver("cancel/a.1.1", Call("a").Call, new CallCommand.CancelOffer(Offer("a")), new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn)))
            .OwesOnly("cancel/a.1.1")
            .When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn))
            .Then(
                new E.OfferFailed(queue.Now, Offer("a"), OfferEnd.Withdrawn, null),
                new E.LeaveAsked(queue.Now, Stay("a"), LeaveReason.MaxWait, StayEnd.OverflowedToQueue, Elsewhere))
            .OwesOnly("leave/a.1", "withdraw/a.1.1");
    }

    [Fact]
    public void A_call_answered_while_it_is_asked_back_is_answered() =>
        Offering("a", Bounded).After(TimeSpan.FromSeconds(10)).When(new C.ExpireWait(Stay("a"))).When(new C.RecordAnswered(Offer("a")))
            .ThenTypes(typeof(E.CallAnswered)).OwesOnly();

    [Fact]
    public void An_offer_that_nobody_speaks_of_is_asked_back_and_the_call_waits_on()
    {
        var queue = Offering("a");
        var due = Noon + Settings.RingTime + StayOffer.RecallGrace;
        queue.Owes(new Duty.Wake("offer/a.1.1", due, new C.ExpireOffer(Offer("a"))))
            .After(due - Noon).When(new C.ExpireOffer(Offer("a"))).ThenTypes(typeof(E.OfferRecalled))
            .Available(Bert).When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Withdrawn));
        Assert.Equal([("a", Bert)], queue.Offers());
    }

    [Fact]
    public void A_removed_queue_lets_those_who_wait_go_one_by_one() =>
        Queue().Enqueue("a").Enqueue("b").Removed().OwesOnly("closed/2/a.1", "closed/2/b.1")
            .When(new C.ExpireWait(Stay("a"))).Then(new E.LeaveAsked(Noon, Stay("a"), LeaveReason.Closed, StayEnd.Redirected, null))
            .OwesOnly("closed/2/b.1", "leave/a.1");

    [Fact]
    public void A_removed_queue_lets_ring_what_rings() =>
        Offering("a").Removed().OwesOnly("offer/a.1.1").When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Missed)).OwesOnly("closed/2/a.1");

    [Fact]
    public void A_queue_that_returns_keeps_those_who_still_wait() =>
        Queue().Enqueue("a").Removed().When(new C.Configure(3, Settings)).OwesOnly().When(new C.ExpireWait(Stay("a"))).ThenAlreadySo();
}
