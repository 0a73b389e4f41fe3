using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using static CallCenter.Actors.Tests.Queues.Treatments;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Overflow before the longest wait, each kind under its condition.</summary>
public sealed class OverflowWhenTests
{
    private static readonly OverflowRule Long = new(Elsewhere) { Length = 2 };
    private static readonly OverflowRule Late = new(Elsewhere) { Wait = TimeSpan.FromSeconds(60) };
    private static readonly OverflowRule Hopeless = new(Elsewhere) { ExpectedWait = TimeSpan.FromMinutes(3) };
    private static readonly OverflowRule Empty = new(Rescue) { AgentsBelow = 1, For = TimeSpan.FromSeconds(30) };

    [Fact]
    public void A_call_that_finds_as_many_waiting_as_the_rule_says_overflows_at_the_door() =>
        Queue(When(Long)).Enqueue("a").Enqueue("b").ThenTypes(typeof(E.CallQueued)).Enqueue("c")
            .Then(new E.CallTurnedAway(Noon, Stay("c"), Call("c"), LeaveReason.QueueLong, StayEnd.OverflowedToQueue, Elsewhere));

    [Fact]
    public void A_call_that_has_waited_as_long_as_the_rule_says_goes_where_the_rule_says() =>
        Queue(When(Late) with { MaxWait = TimeSpan.FromMinutes(5), Overflow = Night }).Enqueue("a")
            .Owes(new Duty.Wake("wait/a.1", Noon.AddSeconds(60), new C.ExpireWait(Stay("a"))))
            .After(TimeSpan.FromSeconds(60)).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Noon.AddSeconds(60), Stay("a"), LeaveReason.MaxWait, StayEnd.OverflowedToQueue, Elsewhere));

    [Fact]
    public void The_longest_wait_of_the_queue_comes_first_where_it_is_shorter() =>
        Queue(When(Late) with { MaxWait = TimeSpan.FromSeconds(20), Overflow = Night }).Enqueue("a").After(TimeSpan.FromSeconds(20)).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Noon.AddSeconds(20), Stay("a"), LeaveReason.MaxWait, StayEnd.OverflowedToQueue, Night));

    [Fact]
    public void Calls_wait_for_the_grace_when_no_agent_is_there_and_go_after_it() =>
        Queue(When(Empty)).After(TimeSpan.FromSeconds(10)).Enqueue("a").ThenTypes(typeof(E.CallQueued))
            .Owes(new Duty.Wake($"short/{Noon.AddSeconds(30).UtcTicks}/a.1", Noon.AddSeconds(30), new C.ExpireWait(Stay("a"))))
            .When(new C.ExpireWait(Stay("a"))).ThenAlreadySo()
            .After(TimeSpan.FromSeconds(20)).When(new C.ExpireWait(Stay("a")))
            .Then(new E.LeaveAsked(Noon.AddSeconds(30), Stay("a"), LeaveReason.NoAgents, StayEnd.OverflowedToQueue, Rescue));

    [Fact]
    public void A_call_that_comes_after_the_grace_overflows_at_the_door() =>
        Queue(When(Empty)).After(TimeSpan.FromSeconds(30)).Enqueue("a")
            .Then(new E.CallTurnedAway(Noon.AddSeconds(30), Stay("a"), Call("a"), LeaveReason.NoAgents, StayEnd.OverflowedToQueue, Rescue));

    [Fact]
    public void When_the_last_agent_leaves_those_who_wait_have_the_grace_and_a_change_of_shifts_empties_no_queue()
    {
        var queue = Queue(When(Empty)).Available(Anna).When(new C.RecordAgentUnavailable(Anna, 2)).Enqueue("a").OwesOnly();
        queue.After(TimeSpan.FromMinutes(1)).When(new C.RecordAgentUnavailable(Anna, 3) { IsGone = true })
            .Then(new E.AgentBecameUnavailable(queue.Now, Anna, 3) { IsGone = true })
            .OwesOnly($"short/{Noon.AddSeconds(90).UtcTicks}/a.1")
            .After(TimeSpan.FromSeconds(29)).When(new C.RecordAgentUnavailable(Bert, 1)).OwesOnly()
            .After(TimeSpan.FromSeconds(1)).When(new C.ExpireWait(Stay("a"))).ThenAlreadySo();
    }

    [Fact]
    public void An_agent_who_talks_or_takes_a_break_is_there() =>
        Queue(When(Empty)).Available(Anna).Enqueue("x").Then(
            new E.CallQueued(Noon, Stay("x"), Call("x")),
            OfferMade(Queue(), "x", Anna))
            .When(new C.RecordAgentUnavailable(Anna, 2)).After(TimeSpan.FromHours(1)).Enqueue("a").ThenTypes(typeof(E.CallQueued));

    [Fact]
    public void A_rule_that_is_new_counts_from_when_it_came() =>
        Queue().Enqueue("a").After(TimeSpan.FromMinutes(1)).When(new C.Configure(2, When(Empty))).OwesOnly($"short/{Noon.AddSeconds(90).UtcTicks}/a.1")
            .When(new C.Configure(3, Settings)).OwesOnly();

    [Fact]
    public void A_call_that_would_wait_as_long_as_the_rule_says_overflows_at_the_door() =>
        ThreeAMinuteApart(When(Hopeless)).Enqueue("y").ThenTypes(typeof(E.CallQueued)).Enqueue("z")
            .Then(new E.CallTurnedAway(Noon.AddMinutes(3), Stay("z"), Call("z"), LeaveReason.LongWait, StayEnd.OverflowedToQueue, Elsewhere));

    [Fact]
    public void A_wait_that_is_unknown_is_none() =>
        Queue(When(Hopeless)).Enqueue("a").Enqueue("b").Enqueue("c").Enqueue("d").ThenTypes(typeof(E.CallQueued));

    [Fact]
    public void Who_waits_already_may_stay_however_long_the_wait_has_become() =>
        ThreeAMinuteApart(When(Hopeless)).Enqueue("y").After(TimeSpan.FromHours(1)).When(new C.ExpireWait(Stay("y"))).ThenAlreadySo();

    [Fact]
    public void A_call_that_an_agent_is_free_for_does_not_wait()
    {
        var queue = ThreeAMinuteApart(When(Hopeless with { ExpectedWait = TimeSpan.FromSeconds(30) })).Enqueue("y").ThenTypes(typeof(E.CallTurnedAway));

        // Anna takes the one who waits; Bert is free.
        queue.Available(Anna, 9).Available(Bert).Enqueue("z").ThenTypes(typeof(E.CallQueued), typeof(E.OfferMade));
    }

    /// <summary>Of four that wait, three are answered, one a minute: one more would wait for two minutes.</summary>
    private static QueueScenario ThreeAMinuteApart(QueueSettings settings)
    {
        var queue = Queue(settings).Enqueue("a").Enqueue("b").Enqueue("c").Enqueue("d");
        foreach (var (index, call) in new[] { "a", "b", "c" }.Index())
        {
            queue.After(TimeSpan.FromMinutes(1)).Available(Anna, index + 1).When(new C.RecordAnswered(Offer(call)));
        }

        return queue;
    }

    [Fact]
    public void The_first_rule_that_holds_counts() =>
        Queue(Settings with { OverflowWhen = [Long, Empty] }).Enqueue("a").Enqueue("b").After(TimeSpan.FromMinutes(1)).Enqueue("c")
            .Then(new E.CallTurnedAway(Noon.AddMinutes(1), Stay("c"), Call("c"), LeaveReason.QueueLong, StayEnd.OverflowedToQueue, Elsewhere));
}
