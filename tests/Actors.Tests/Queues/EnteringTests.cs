using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

public sealed class EnteringTests
{
    [Fact]
    public void A_call_waits_when_nobody_is_available() =>
        Queue().Enqueue("a").Then(new E.CallQueued(Noon, Stay("a"), Call("a"))).OwesOnly();

    [Fact]
    public void A_call_is_offered_in_the_decision_that_queues_it()
    {
        var queue = Queue().Available(Anna).After(TimeSpan.FromSeconds(1));
        queue.Enqueue("a")
            .Then(new E.CallQueued(queue.Now, Stay("a"), Call("a")), OfferMade(queue, "a", Anna))
            .Owes(Reserve(queue, "a", Anna))
            .OwesOnly("reserve/a.1.1", "offer/a.1.1");
    }

    [Fact]
    public void An_agent_who_becomes_available_gets_the_call_that_waits()
    {
        var queue = Queue().Enqueue("a").After(TimeSpan.FromSeconds(3));
        queue.Available(Anna).Then(new E.AgentBecameAvailable(queue.Now, Anna, 1, IdleSince), OfferMade(queue, "a", Anna));
    }

    [Fact]
    public void An_entry_before_the_first_configuration_is_refused() =>
        new QueueScenario(Sales).Enqueue("a").ThenRefused(Refusal.QueueNotConfigured);

    [Fact]
    public void A_removed_queue_turns_callers_away() =>
        Queue(Settings with { Overflow = Elsewhere }).Removed().Enqueue("a")
            .Then(new E.CallTurnedAway(Noon, Stay("a"), Call("a"), LeaveReason.Closed, StayEnd.Refused, null))
            .OwesOnly("leave/a.1");

    [Fact]
    public void A_full_queue_sends_callers_on_and_tells_them_until_they_know() =>
        Queue(Settings with { MaxLength = 1, Overflow = Elsewhere }).Enqueue("a").Enqueue("b")
            .Then(new E.CallTurnedAway(Noon, Stay("b"), Call("b"), LeaveReason.QueueFull, StayEnd.OverflowedToQueue, Elsewhere))
            .Owes(new Duty.Deliver(
                "leave/b.1", Call("b").Call, new CallCommand.LeaveQueue(Stay("b"), LeaveReason.QueueFull, Elsewhere, StayEnd.OverflowedToQueue), new C.ConfirmTold("leave/b.1"), new C.ConfirmTold("leave/b.1")))
            .When(new C.ConfirmTold("leave/b.1")).OwesOnly()
            .Enqueue("b").ThenAlreadySo();

    [Fact]
    public void An_entry_that_is_turned_away_hears_so_in_the_answer_until_it_is_known_to_know()
    {
        var leave = new CallCommand.LeaveQueue(Stay("b"), LeaveReason.QueueFull, null, StayEnd.Refused);
        var queue = Queue(Settings with { MaxLength = 1 }).Enqueue("a");
        Assert.Null(queue.Reply);

        queue.Enqueue("b").Then(new E.CallTurnedAway(Noon, Stay("b"), Call("b"), LeaveReason.QueueFull, StayEnd.Refused, null));
        Assert.Equal(leave, queue.Reply);
        queue.Enqueue("b").ThenAlreadySo();
        Assert.Equal(leave, queue.Reply);
        queue.When(new C.ConfirmTold("leave/b.1")).Enqueue("b").ThenAlreadySo();
        Assert.Null(queue.Reply);
    }

    [Fact]
    public void A_call_that_rings_counts_for_the_length() =>
        Offering("a", Settings with { MaxLength = 1 }).Enqueue("b").ThenTypes(typeof(E.CallTurnedAway));

    [Fact]
    public void An_Enqueue_that_comes_after_the_stay_has_ended_does_not_bring_it_back() =>
        Queue().Enqueue("a").When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting))
            .After(EndedStays.KeptMin - TimeSpan.FromSeconds(1)).Enqueue("b")
            .Enqueue("a").ThenAlreadySo();

    [Fact]
    public void An_Enqueue_that_comes_after_its_own_end_is_barred() =>
        Queue().When(new C.RecordStayEnded(Stay("a"), StayEnd.AbandonedWaiting)).Then(new E.StayBarred(Noon, Stay("a")) { End = StayEnd.AbandonedWaiting })
            .Enqueue("a").ThenAlreadySo();

    [Fact]
    public void A_call_that_refuses_every_agent_is_let_go()
    {
        var queue = Queue(Settings with { Overflow = Elsewhere }).Enqueue("ghost");
        for (var attempt = 1; attempt <= Actors.Queues.Stay.RefusalsMax; attempt++)
        {
            queue.Available(Anna, epoch: attempt).When(new C.RecordReserved(Offer("ghost", attempt))).When(new C.RecordOfferFailed(Offer("ghost", attempt), OfferEnd.RefusedByCall));
        }

        queue.Then(
                new E.OfferFailed(Noon, Offer("ghost", 3), OfferEnd.RefusedByCall, null),
                new E.LeaveAsked(Noon, Stay("ghost"), LeaveReason.Lost, StayEnd.Lost, Elsewhere))
            .OwesOnly("leave/ghost.1");
    }

    [Fact]
    public void New_settings_apply_to_later_entries_only() =>
        Queue(Settings with { MaxWait = TimeSpan.FromMinutes(1) }).Enqueue("a")
            .When(new C.Configure(2, Settings with { MaxWait = TimeSpan.FromMinutes(9) })).Enqueue("b")
            .Owes(new Duty.Wake("wait/a.1", Noon.AddMinutes(1), new C.ExpireWait(Stay("a"))))
            .Owes(new Duty.Wake("wait/b.1", Noon.AddMinutes(9), new C.ExpireWait(Stay("b"))))
            .When(new C.Configure(1, null)).ThenAlreadySo();
}
