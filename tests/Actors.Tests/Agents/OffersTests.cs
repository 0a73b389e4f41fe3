using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

public sealed class OffersTests
{
    [Fact]
    public void An_agent_who_is_reserved_rings_the_call_and_tells_its_queues()
    {
        Ready().Reserve(First).Then(ReservedEvent(Noon))
            .Owes(new Duty.Deliver("ring/a.1.1", Call.Call, new CallCommand.Ring(First, Sales, Anna, Desk, Noon + RingTime), new C.RecordRingAccepted(First), new C.RecordRingRefused(First)))
            .Owes(new Duty.Wake("reservation/a.1.1", Noon + RingTime + C.ReservationGrace, new C.ExpireReservation(First)))
            .Owes(ToldUnavailable(Sales, 2)).Owes(ToldUnavailable(Support, 2));
    }

    [Fact]
    public void A_second_queue_cannot_reserve_the_same_agent() =>
        Reserved().Reserve(Second).ThenRefused(Refusal.AgentBusy).Reserve(First).ThenAlreadySo();

    [Fact]
    public void An_agent_who_is_not_ready_refuses()
    {
        NotReady().Reserve(First).ThenRefused(Refusal.AgentNotReady);
        SignedOut().Reserve(First).ThenRefused(Refusal.AgentSignedOut);
        WrapUp().Reserve(Second).ThenRefused(Refusal.AgentBusy);
    }

    [Fact]
    public void An_offer_refused_once_is_not_taken_when_it_is_repeated()
    {
        var agent = Ready();
        var repeated = new C.Reserve(First, Sales, Call, Noon + RingTime, Rules) { AgentEpoch = agent.State.Epoch };
        agent.When(new C.GoNotReady("break")).When(repeated).ThenRefused(Refusal.AgentNotReady);
        agent.When(new C.GoReady()).When(repeated).ThenRefused(Refusal.OfferIsStale);
        agent.When(repeated with { Offer = Second, AgentEpoch = agent.State.Epoch }).ThenTypes(typeof(E.Reserved));
    }

    [Fact]
    public void An_offer_goes_through_all_its_phases() =>
        Reserved().When(new C.RecordRingAccepted(First)).Then(new E.RingAccepted(Noon, First)).OwesOnly("reservation/a.1.1", "unavailable/sales/2", "unavailable/support/2")
            .When(new C.RecordRinging(First)).Then(new E.Rang(Noon, First))
            .When(new C.RecordAnswered(First)).Then(new E.Answered(Noon, First)).OwesOnly("unavailable/sales/2", "unavailable/support/2")
            .When(new C.RecordHeld(First, 1)).Then(new E.Held(Noon, First, 1))
            .When(new C.RecordRetrieved(First, 2)).Then(new E.Retrieved(Noon, First, 2))
            .When(new C.RecordHeld(First, 1)).ThenAlreadySo()
            .When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).Then(new E.WrapUpStarted(Noon, First, SegmentEnd.ReleasedByCaller, Noon + Rules.WrapUp))
            .Owes(new Duty.Wake("wrap-up/a.1.1", Noon + Rules.WrapUp, new C.EndWrapUp(First)))
            .After(Rules.WrapUp).When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(Noon + Rules.WrapUp, First))
            .Owes(ToldAvailable(Sales, 3, Noon + Rules.WrapUp, new AgentProfile { Level = 1, Handled = 1, Occupancy = 1_000 })).OwesOnly("available/sales/3", "available/support/3");

    [Fact]
    public void No_wrap_up_leads_straight_on() =>
        Talking(Rules with { WrapUp = TimeSpan.Zero }).When(new C.RecordReleased(First, SegmentEnd.ReleasedByAgent))
            .Then(new E.WrapUpStarted(Noon, First, SegmentEnd.ReleasedByAgent, Noon), new E.WrapUpEnded(Noon, First)).Owes(ToldAvailable(Sales, 3, Noon, new AgentProfile { Level = 1, Handled = 1 }));

    [Fact]
    public void A_wrap_up_that_ran_out_unnoticed_ended_when_it_was_due()
    {
        var due = Noon + Rules.WrapUp;
        WrapUp().After(TimeSpan.FromHours(1)).When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(due, First)).Owes(ToldAvailable(Sales, 3, due, new AgentProfile { Level = 1, Handled = 1, Occupancy = 1_000 }));
    }

    [Fact]
    public void The_calls_messages_may_come_in_any_order()
    {
        Reserved().When(new C.RecordAnswered(First)).Then(new E.Answered(Noon, First)).When(new C.RecordRingAccepted(First)).ThenAlreadySo().When(new C.RecordRinging(First)).ThenAlreadySo();
        Reserved().When(new C.RecordRinging(First)).When(new C.RecordRingRefused(First)).ThenAlreadySo();
        Reserved().When(new C.RecordRetrieved(First, 2)).Then(new E.Answered(Noon, First), new E.Retrieved(Noon, First, 2)).When(new C.RecordHeld(First, 1)).ThenAlreadySo();
        Ringing().When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).ThenTypes(typeof(E.Answered), typeof(E.WrapUpStarted))
            .When(new C.RecordAnswered(First)).ThenAlreadySo().When(new C.RecordHeld(First, 1)).ThenAlreadySo();
    }

    [Fact]
    public void What_the_call_says_of_an_offer_that_is_over_changes_nothing()
    {
        var agent = WrapUp().When(new C.GoReady()).Reserve(Second);
        agent.When(new C.RecordAnswered(First)).ThenAlreadySo().When(new C.RecordReleased(First, SegmentEnd.Lost)).ThenAlreadySo()
            .When(new C.RecordOfferEnded(First, OfferEnd.Missed)).ThenAlreadySo().When(new C.ExpireReservation(First)).ThenAlreadySo().Reserve(First).ThenAlreadySo();
    }

    [Fact]
    public void A_call_that_refuses_to_ring_frees_the_agent_and_the_queue_is_told() =>
        Reserved().When(new C.RecordRingRefused(First)).Then(new E.OfferEnded(Noon, First, OfferEnd.RefusedByCall))
            .Owes(Confirmed("failed/a.1.1", Sales, new QueueCommand.RecordOfferFailed(First, OfferEnd.RefusedByCall)))
            .Owes(ToldAvailable(Sales, 3, Noon))
            .When(new C.ConfirmTold("failed/a.1.1")).OwesOnly("available/sales/3", "available/support/3");

    [Fact]
    public void Missed_offers_in_a_row_make_not_ready() =>
        Ringing().When(new C.RecordOfferEnded(First, OfferEnd.Missed)).Then(new E.OfferEnded(Noon, First, OfferEnd.Missed)).Owes(ToldAvailable(Sales, 3, Noon))
            .Reserve(Second).When(new C.RecordOfferEnded(Second, OfferEnd.Missed)).Then(new E.OfferEnded(Noon, Second, OfferEnd.Missed), new E.BecameNotReady(Noon, SystemReasons.NoAnswer));

    [Fact]
    public void An_answer_ends_the_row_of_missed_offers() =>
        Ringing().When(new C.RecordOfferEnded(First, OfferEnd.Missed))
            .Reserve(Second).When(new C.RecordAnswered(Second)).When(new C.RecordReleased(Second, SegmentEnd.ReleasedByCaller)).When(new C.GoReady())
            .Reserve(new OfferId(First.Stay, 2)).When(new C.RecordOfferEnded(new OfferId(First.Stay, 2), OfferEnd.Missed)).ThenTypes(typeof(E.OfferEnded));

    [Fact]
    public void Declining_makes_not_ready_unless_the_queue_allows_it()
    {
        Ringing().When(new C.RecordOfferEnded(First, OfferEnd.Declined)).Then(new E.OfferEnded(Noon, First, OfferEnd.Declined), new E.BecameNotReady(Noon, SystemReasons.Declined));
        Ringing(Rules with { StaysReadyOnDecline = true }).When(new C.RecordOfferEnded(First, OfferEnd.Declined)).Then(new E.OfferEnded(Noon, First, OfferEnd.Declined)).Owes(ToldAvailable(Sales, 3, Noon));
    }

    [Theory]
    [InlineData(OfferEnd.CallerHungUp)]
    [InlineData(OfferEnd.AnsweredElsewhere)]
    [InlineData(OfferEnd.Withdrawn)]
    [InlineData(OfferEnd.RefusedByCall)]
    public void What_the_agent_could_not_help_leaves_it_ready_and_idle_as_before(OfferEnd end)
    {
        var agent = Ringing().After(TimeSpan.FromSeconds(5));
        agent.When(new C.RecordOfferEnded(First, end)).Then(new E.OfferEnded(agent.Now, First, end)).Owes(ToldAvailable(Sales, 3, Noon, new AgentProfile { Level = 1, Occupancy = 1_000 }));
        Assert.Equal(0, agent.State.MissesInARow);
    }

    [Fact]
    public void Who_is_not_ready_may_take_a_call_itself_and_is_not_ready_again()
    {
        var agent = NotReady().When(new C.GoNotReady(Break)).Take(First).ThenTypes(typeof(E.Reserved)).Owes(new Duty.Deliver(
            "ring/a.1.1", Call.Call, new CallCommand.Ring(First, Sales, Anna, Desk, Noon + RingTime), new C.RecordRingAccepted(First), new C.RecordRingRefused(First)));
        agent.Reserve(Second).ThenRefused(Refusal.AgentBusy).Take(Second).ThenRefused(Refusal.AgentBusy);
        agent.When(new C.RecordAnswered(First)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).Take(Second).ThenRefused(Refusal.AgentBusy);
        agent.After(Rules.WrapUp).When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(Noon + Rules.WrapUp, First));
        Assert.Equal((new AgentPresence.NotReady(Break), false), (agent.State.Presence, agent.State.IsAvailable));
    }

    [Theory]
    [InlineData(OfferEnd.Missed)]
    [InlineData(OfferEnd.Declined)]
    [InlineData(OfferEnd.CallerHungUp)]
    public void Who_does_not_answer_what_it_took_keeps_its_own_reason(OfferEnd end) =>
        NotReady().When(new C.GoNotReady(Break)).Take(First).When(new C.RecordOfferEnded(First, end)).Then(new E.OfferEnded(Noon, First, end));

    [Fact]
    public void What_an_agent_takes_itself_it_must_be_there_for()
    {
        SignedOut().Take(First).ThenRefused(Refusal.AgentSignedOut);
        NotReady().When(new C.RecordPhone(Phone, 2, null)).Take(First).ThenRefused(Refusal.AgentNotReady);
        NotReady().When(Taking(First, Noon)).ThenRefused(Refusal.OfferIsStale);
    }

    [Fact]
    public void Who_becomes_ready_in_a_call_it_took_is_ready_afterwards() =>
        NotReady().Take(First).When(new C.GoReady()).Then(new E.BecameReady(Noon)).When(new C.RecordOfferEnded(First, OfferEnd.CallerHungUp)).Owes(ToldAvailable(Sales, 1, Noon));

    [Fact]
    public void What_the_person_requested_comes_before_what_the_rules_would_do() =>
        Ringing().When(new C.SignOut()).When(new C.RecordOfferEnded(First, OfferEnd.Declined)).Then(new E.OfferEnded(Noon, First, OfferEnd.Declined), new E.SignedOut(Noon));

    [Fact]
    public void A_reservation_that_nobody_speaks_of_leads_to_not_ready_and_never_to_ready()
    {
        var due = Noon + RingTime + C.ReservationGrace;
        Expired().Then(new E.OfferEnded(due, First, OfferEnd.Withdrawn), new E.BecameNotReady(due, SystemReasons.System))
            .Owes(new Duty.Deliver("cancel/a.1.1", Call.Call, new CallCommand.CancelOffer(First), new C.RecordOfferEnded(First, OfferEnd.Withdrawn)))
            .OwesOnly("cancel/a.1.1", "unavailable/sales/2", "unavailable/support/2");
    }

    [Fact]
    public void Until_the_call_has_said_how_it_went_nothing_else_is_begun() =>
        Expired().When(new C.GoReady()).Then(new E.BecameReady(Noon + RingTime + C.ReservationGrace)).Reserve(Second).ThenRefused(Refusal.AgentBusy)
            .When(new C.SignIn("6002")).ThenRefused(Refusal.AgentBusy)
            .When(new C.RecordOfferEnded(First, OfferEnd.Missed)).Then(new E.OfferSettled(Noon + RingTime + C.ReservationGrace, First))
            .Reserve(Second).ThenTypes(typeof(E.Reserved));

    [Fact]
    public void An_offer_that_its_call_ends_as_the_reservation_does_is_not_asked_after()
    {
        var due = Noon + RingTime + C.ReservationGrace;
        Ringing().After(due - Noon).When(new C.RecordOfferEnded(First, OfferEnd.Withdrawn))
            .Then(new E.OfferEnded(due, First, OfferEnd.Withdrawn), new E.OfferSettled(due, First))
            .When(new C.RecordOfferEnded(First, OfferEnd.Withdrawn)).ThenAlreadySo();
    }

    [Fact]
    public void Who_signs_out_of_an_offer_given_up_goes_when_the_call_has_spoken()
    {
        var due = Noon + RingTime + C.ReservationGrace;
        Expired().When(new C.SignOut()).Then(new E.SignOutRequested(due)).When(new C.RecordOfferEnded(First, OfferEnd.Withdrawn)).Then(new E.OfferSettled(due, First), new E.SignedOut(due));
        Ringing().When(new C.SignOut()).After(due - Noon).When(new C.ExpireReservation(First))
            .Then(new E.OfferEnded(due, First, OfferEnd.Withdrawn), new E.BecameNotReady(due, SystemReasons.System), new E.SignOutRequested(due));
        Ringing().When(new C.GoNotReady(Break)).After(due - Noon).When(new C.ExpireReservation(First))
            .Then(new E.OfferEnded(due, First, OfferEnd.Withdrawn), new E.BecameNotReady(due, Break))
            .When(new C.GoNotReady(Meal)).Then(new E.BecameNotReady(due, Meal)).When(new C.GoNotReady(Meal)).ThenAlreadySo();
    }

    [Fact]
    public void A_reservation_that_ran_out_unseen_ends_after_what_was_heard_since()
    {
        var agent = Reserved().After(RingTime + C.ReservationGrace + TimeSpan.FromSeconds(1)).When(new C.RecordRingAccepted(First));
        var heard = agent.Now;
        agent.After(TimeSpan.FromSeconds(1)).When(new C.ExpireReservation(First)).ThenTypes(typeof(E.OfferEnded), typeof(E.BecameNotReady));
        Assert.All(agent.Events, e => Assert.True(e.At >= heard));
    }

    [Fact]
    public void The_call_is_believed_when_an_offer_given_up_was_answered_after_all()
    {
        var agent = Expired();
        agent.When(new C.RecordAnswered(First)).Then(ReservedEvent(agent.Now), new E.Answered(agent.Now, First))
            .When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).After(Rules.WrapUp).When(new C.EndWrapUp(First)).ThenTypes(typeof(E.WrapUpEnded));
        Assert.Equal(new AgentPresence.NotReady(SystemReasons.System), agent.State.Presence);
    }

    [Fact]
    public void An_offer_taken_back_before_the_call_rings_frees_the_agent() =>
        Reserved().When(new C.WithdrawOffer(First)).ThenAlreadySo()
            .When(new C.RecordRingRefused(First)).Then(new E.OfferEnded(Noon, First, OfferEnd.RefusedByCall))
            .When(new C.RecordRingRefused(First)).ThenAlreadySo();

    [Fact]
    public void Once_the_call_rings_it_is_the_call_that_ends_the_offer()
    {
        RingTaken().When(new C.WithdrawOffer(First)).ThenAlreadySo();
        Talking().When(new C.WithdrawOffer(First)).ThenAlreadySo();
    }

    [Fact]
    public void An_offer_taken_back_before_it_was_known_is_refused_and_the_queues_count_on_the_agent_again() =>
        Ready().When(new C.WithdrawOffer(First)).Then(new E.OfferBarred(Noon, First)).Owes(ToldAvailable(Sales, 2, Noon))
            .Reserve(First).ThenRefused(Refusal.OfferIsStale).When(new C.WithdrawOffer(First)).ThenAlreadySo();

    [Fact]
    public void A_Reserve_that_comes_too_late_to_ring_is_barred_and_its_queue_is_told()
    {
        var agent = Ready();
        agent.After(RingTime).When(new C.Reserve(First, Sales, Call, Noon + RingTime, Rules)).Then(new E.OfferBarred(agent.Now, First, Sales))
            .Owes(Confirmed("failed/a.1.1", Sales, new QueueCommand.RecordOfferFailed(First, OfferEnd.NotReserved)))
            .Owes(ToldAvailable(Sales, 2, Noon));
    }

    [Fact]
    public void Who_rings_together_says_so_and_is_as_idle_as_before_when_another_answers()
    {
        var agent = Reserved(Rules with { Together = true });
        Assert.True(Assert.IsType<CallCommand.Ring>(agent.Duties.OfType<Duty.Deliver>().Single(duty => duty.Key == "ring/a.1.1").Message).Together);
        agent.When(new C.RecordRingAccepted(First)).When(new C.RecordRinging(First)).After(TimeSpan.FromSeconds(5)).When(new C.RecordOfferEnded(First, OfferEnd.AnsweredElsewhere))
            .Then(new E.OfferEnded(agent.Now, First, OfferEnd.AnsweredElsewhere));
        Assert.True(agent.State is { IsAvailable: true, MissesInARow: 0, PhoneFailuresInARow: 0, Tally.Handled: 0 });
        Assert.Equal(Noon, agent.State.IdleSince);
    }

    [Fact]
    public void Past_offers_are_bounded()
    {
        var past = new PastOffers();
        for (var number = 1; number <= PastOffers.CountMax + 1; number++)
        {
            past = past.WithTaken(new OfferId(First.Stay, number)).WithBarred(new OfferId(Second.Stay, number));
        }

        Assert.False(past.WasTaken(new OfferId(First.Stay, 1)) || past.IsBarred(new OfferId(Second.Stay, 1)));
        Assert.True(past.WasTaken(new OfferId(First.Stay, 2)) && past.IsBarred(new OfferId(Second.Stay, 2)));
    }
}
