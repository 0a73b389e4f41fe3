using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using static CallCenter.Actors.Tests.Queues.Treatments;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Opening hours and emergencies of a queue.</summary>
public sealed class HoursTests
{
    private static readonly QueueSettings Keeping = Settings with { Hours = Diverting with { DivertsWaiting = false } };
    private static readonly QueueSettings Closes = Settings with { Hours = Diverting };
    private static readonly EmergencyRule Away = new() { To = Safe };

    [Fact]
    public void A_call_that_comes_while_the_queue_is_closed_goes_where_the_queue_says() =>
        Queue(Keeping).After(Closing - Noon).Enqueue("a")
            .Then(new E.CallTurnedAway(Closing, Stay("a"), Call("a"), LeaveReason.Closed, StayEnd.Refused, Night))
            .OwesOnly("leave/a.1");

    [Fact]
    public void A_closed_queue_that_says_nowhere_turns_the_call_away() =>
        Queue(Settings with { Hours = new QueueHours(Daytime) }).After(Closing - Noon).Enqueue("a")
            .Then(new E.CallTurnedAway(Closing, Stay("a"), Call("a"), LeaveReason.Closed, StayEnd.Refused, null));

    [Fact]
    public void A_call_that_comes_in_the_last_minute_waits() =>
        Queue(Keeping).After(Closing.AddSeconds(-1) - Noon).Enqueue("a").ThenTypes(typeof(E.CallQueued)).OwesOnly();

    [Fact]
    public void Calls_that_wait_when_the_queue_closes_are_kept_and_served()
    {
        var queue = Queue(Keeping).Enqueue("a").After(Closing - Noon).Available(Anna);
        Assert.Equal([("a", Anna)], queue.Offers());
    }

    [Fact]
    public void Where_the_queue_diverts_those_who_wait_go_at_the_moment_of_closing() =>
        Queue(Closes).Enqueue("a").Then(new E.CallQueued(Noon, Stay("a"), Call("a")) { ClosesAt = Closing })
            .Owes(new Duty.Wake($"closes/{Closing.UtcTicks}/a.1", Closing, new C.ExpireWait(Stay("a"))))
            .After(Closing - Noon).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Closing, Stay("a"), LeaveReason.Closed, StayEnd.Redirected, Night))
            .OwesOnly("leave/a.1");

    [Fact]
    public void A_call_that_rings_when_the_queue_closes_may_be_answered_and_goes_when_it_is_not() =>
        Offering("a", Closes).OwesOnly("offer/a.1.1").After(Closing - Noon).When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .When(new C.RecordOfferFailed(Offer("a"), OfferEnd.Declined))
            .ThenTypes(typeof(E.OfferFailed), typeof(E.LeaveAsked));

    [Fact]
    public void A_closing_that_the_configuration_puts_off_gets_its_new_moment()
    {
        var later = Closes with { Hours = Diverting with { Calendar = Daytime with { Week = [.. Daytime.Week.Items.Select(hours => hours with { To = 19 * 60 })] } } };
        Queue(Closes).Enqueue("a").When(new C.Configure(2, later)).After(Closing - Noon)
            .When(new C.ExpireWait(Stay("a"))).Then(new E.ClosingMoved(Closing, Stay("a"), Closing.AddHours(1)))
            .OwesOnly($"closes/{Closing.AddHours(1).UtcTicks}/a.1")
            .When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .After(TimeSpan.FromHours(1)).When(new C.ExpireWait(Stay("a"))).ThenTypes(typeof(E.LeaveAsked));
    }

    [Fact]
    public void A_queue_whose_hours_are_taken_away_keeps_those_who_wait() =>
        Queue(Closes).Enqueue("a").When(new C.Configure(2, Settings)).After(Closing - Noon)
            .When(new C.ExpireWait(Stay("a"))).Then(new E.ClosingMoved(Closing, Stay("a"), null)).OwesOnly();

    [Fact]
    public void In_an_emergency_new_calls_are_diverted_at_once_and_those_who_wait_are_kept() =>
        Queue(Settings with { Emergency = Away }).Enqueue("a").When(new C.DeclareEmergency("fire", "li"))
            .Then(new E.EmergencyDeclared(Noon, "fire", "li")).OwesOnly()
            .Enqueue("b").Then(new E.CallTurnedAway(Noon, Stay("b"), Call("b"), LeaveReason.Emergency, StayEnd.Refused, Safe));

    [Fact]
    public void Where_the_queue_says_so_an_emergency_sends_those_who_wait_on_too_each_by_its_own_duty() =>
        Queue(Settings with { Emergency = Away with { IncludesWaiting = true } }).Enqueue("a").Enqueue("b").When(new C.DeclareEmergency("fire", "li"))
            .Owes(new Duty.Wake($"emergency/{Noon.UtcTicks}/a.1", Noon, new C.ExpireWait(Stay("a"))))
            .OwesOnly($"emergency/{Noon.UtcTicks}/a.1", $"emergency/{Noon.UtcTicks}/b.1")
            .When(new C.ExpireWait(Stay("a"))).Then(new E.LeaveAsked(Noon, Stay("a"), LeaveReason.Emergency, StayEnd.Redirected, Safe))
            .OwesOnly("leave/a.1", $"emergency/{Noon.UtcTicks}/b.1");

    [Fact]
    public void When_an_emergency_is_over_whoever_still_waits_stays() =>
        Queue(Settings with { Emergency = Away with { IncludesWaiting = true } }).Enqueue("a").When(new C.DeclareEmergency("fire", "li"))
            .When(new C.LiftEmergency("drill", "li")).Then(new E.EmergencyLifted(Noon, "drill", "li")).OwesOnly()
            .When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .Enqueue("b").ThenTypes(typeof(E.CallQueued))
            .When(new C.LiftEmergency("drill", "li")).ThenAlreadySo();

    [Fact]
    public void The_configuration_can_switch_an_emergency_on_and_people_cannot_switch_that_off() =>
        Queue(Settings).When(new C.Configure(2, Settings with { Emergency = Away with { IsOn = true } })).Enqueue("a").ThenTypes(typeof(E.CallTurnedAway))
            .When(new C.LiftEmergency("why", "li")).ThenAlreadySo()
            .When(new C.Configure(3, Settings with { Emergency = Away })).Enqueue("b").ThenTypes(typeof(E.CallQueued));

    [Fact]
    public void An_emergency_that_is_declared_again_is_as_old_as_it_was()
    {
        var queue = Queue(Settings).When(new C.DeclareEmergency("smoke", "li")).After(TimeSpan.FromMinutes(1)).When(new C.DeclareEmergency("fire", "wang"));
        Assert.Equal(new EmergencySwitch(Noon, "fire", "wang"), queue.State.Emergency);
        queue.When(new C.DeclareEmergency("fire", "zhao")).ThenAlreadySo();
    }

    [Fact]
    public void A_queue_that_does_not_know_where_to_turns_calls_away_in_an_emergency() =>
        Queue(Settings).When(new C.DeclareEmergency("fire", "li")).Enqueue("a")
            .Then(new E.CallTurnedAway(Noon, Stay("a"), Call("a"), LeaveReason.Emergency, StayEnd.Refused, null));

    [Fact]
    public void Nobody_declares_an_emergency_in_a_queue_that_is_not_there() =>
        Queue().Removed().When(new C.DeclareEmergency("fire", "li")).ThenRefused(Refusal.QueueNotConfigured);
}
