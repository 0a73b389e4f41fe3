using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Who may have a call, who should, and who comes first: one rule after the other.</summary>
public sealed class RulesTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromSeconds(10);
    private static readonly ActorId Carl = ActorId.Agent("acme", "carl");

    [Fact]
    public void A_call_waits_for_an_agent_with_the_skill_though_another_is_idle_longer()
    {
        var queue = Queue().Skilled(Anna, "").Needing("a", "english>=3");
        Assert.Empty(queue.Offers());
        Assert.Equal([("a", Bert)], queue.Skilled(Bert, "english:3").Offers());
    }

    [Fact]
    public void A_call_that_nobody_can_take_does_not_hold_up_those_behind_it()
    {
        var queue = Queue().Needing("hard", "french", Noon.AddMinutes(-1)).Enqueue("easy").Skilled(Anna, "english:1");
        Assert.Equal([("easy", Anna)], queue.Offers());
        var loser = Assert.Single(queue.Events.OfType<E.OfferMade>().Single().Reason.Calls);
        Assert.Equal(new LosingCall(Stay("hard"), LostBy.Needs), loser);
    }

    [Fact]
    public void An_agent_takes_the_first_in_order_of_all_calls_it_can()
    {
        var queue = Queue().Needing("english", "english", Noon.AddSeconds(3)).Needing("french", "french", Noon.AddSeconds(1)).Needing("any", "", Noon.AddSeconds(2));
        Assert.Equal([("any", Anna)], queue.Skilled(Anna, "english:1").Offers());
        Assert.Equal([("french", Bert)], queue.Skilled(Bert, "english:1 french:1").Offers());
    }

    [Fact]
    public void Those_whom_a_call_prefers_come_first_and_others_are_better_than_nobody()
    {
        var settings = Settings with { Steps = [new NeedStep(TimeSpan.Zero, "", "english>=5")] };
        Assert.Equal([("a", Bert)], Queue(settings).Skilled(Anna, "english:1").Skilled(Bert, "english:5", IdleSince.AddMinutes(1)).Enqueue("a").Offers());
        Assert.Equal([("a", Anna)], Queue(settings).Skilled(Anna, "english:1").Enqueue("a").Offers());
    }

    [Fact]
    public void What_a_call_requires_relaxes_step_by_step_while_it_waits()
    {
        var queue = Queue(Settings with { Steps = [new NeedStep(TimeSpan.Zero, "english>=5"), new NeedStep(Ten, "english>=2"), new NeedStep(2 * Ten, "")] })
            .Skilled(Anna, "english:2").Enqueue("a")
            .Owes(new Duty.Wake("widen/10000/a.1", Noon + Ten, new C.WidenStay(Stay("a"), Ten)));
        queue.When(new C.WidenStay(Stay("a"), Ten)).ThenAlreadySo();
        queue.After(Ten).When(new C.WidenStay(Stay("a"), Ten)).ThenTypes(typeof(E.StayWidened), typeof(E.OfferMade));
        var reason = queue.Events.OfType<E.OfferMade>().Single().Reason;
        Assert.Equal(("english>=2", Ten), (reason.Require, reason.Widened));
        queue.Owes(new Duty.Wake("widen/20000/a.1", Noon + 2 * Ten, new C.WidenStay(Stay("a"), 2 * Ten)));
    }

    [Fact]
    public void A_call_needs_what_its_number_and_its_queue_ask_together()
    {
        var queue = Queue(Settings with { Steps = [new NeedStep(TimeSpan.Zero, "billing")] }).Skilled(Anna, "english:1").Skilled(Bert, "billing:1").Needing("a", "english");
        Assert.Empty(queue.Offers());
        Assert.Equal([("a", Carl)], queue.Skilled(Carl, "billing:1 english:1").Offers());
    }

    [Fact]
    public void New_rules_hold_for_those_who_wait_already_and_each_is_as_far_in_its_wait_as_it_is()
    {
        var queue = Queue().Skilled(Anna, "english:2").Needing("a", "french").After(TimeSpan.FromSeconds(15));
        queue.When(new C.Configure(2, Settings with { Steps = [new NeedStep(TimeSpan.Zero, "english>=5"), new NeedStep(Ten, "english")] })).ThenTypes(typeof(E.QueueConfigured));
        Assert.Equal([("a", Bert)], queue.Skilled(Bert, "english:1 french:1").Offers());
    }

    [Theory]
    [InlineData(AgentOrder.LongestIdle, "anna")]
    [InlineData(AgentOrder.MostSkilled, "bert")]
    [InlineData(AgentOrder.FewestCalls, "carl")]
    [InlineData(AgentOrder.LeastOccupied, "bert")]
    public void The_queue_says_which_of_the_free_agents_comes_first(AgentOrder order, string expected)
    {
        var queue = Queue(Settings with { Order = order })
            .When(new C.RecordAgentAvailable(Anna, 1, IdleSince.AddMinutes(-3)) { Profile = new AgentProfile { Level = 1, Handled = 9, Occupancy = 900 } })
            .When(new C.RecordAgentAvailable(Bert, 1, IdleSince.AddMinutes(-2)) { Profile = new AgentProfile { Level = 7, Handled = 5, Occupancy = 100 } })
            .When(new C.RecordAgentAvailable(Carl, 1, IdleSince.AddMinutes(-1)) { Profile = new AgentProfile { Level = 3, Handled = 2, Occupancy = 500 } });
        Assert.Equal(expected, Assert.Single(queue.Enqueue("a").Offers()).Agent.Key);
        var losers = queue.Events.OfType<E.OfferMade>().Single().Reason.Agents;
        Assert.All(losers.Items, loser => Assert.Equal(LostBy.Order, loser.Why));
    }

    [Fact]
    public void Round_robin_goes_to_whoever_was_offered_a_call_the_longest_time_ago()
    {
        var queue = Queue(Settings with { Order = AgentOrder.RoundRobin }).Available(Anna).Available(Bert).Available(Carl);
        var first = new[] { "a", "b", "c" }.Select(call => Assert.Single(queue.Enqueue(call).Offers()).Agent).ToList();
        Assert.Equal([Anna, Bert, Carl], first);
        queue.Available(Carl, 5, IdleSince.AddMinutes(-9)).Available(Anna, 5);
        Assert.Equal([("d", Anna)], queue.Enqueue("d").Offers());
    }

    [Fact]
    public void Strict_priority_goes_before_any_wait() =>
        Assert.Equal([("vip", Anna)], Queue().Enqueue("old", 0, Noon.AddHours(-1)).Enqueue("vip", 1).Available(Anna).Offers());

    /// <summary>The bound Q3: nobody is overtaken by a call that came more than the head start later.</summary>
    [Theory]
    [InlineData(59, "vip")]
    [InlineData(61, "old")]
    public void With_a_head_start_priority_is_worth_a_wait_and_no_more(int secondsLater, string first)
    {
        var queue = Queue(Settings with { HeadStart = TimeSpan.FromSeconds(20) }).Enqueue("old").Enqueue("vip", 3, Noon.AddSeconds(secondsLater));
        Assert.Equal([(first, Anna)], queue.Available(Anna).Offers());
    }

    [Fact]
    public void The_agent_it_should_rather_have_is_asked_first_though_others_are_idle_longer()
    {
        var queue = Queue().Available(Anna, idleSince: IdleSince.AddMinutes(-9)).Available(Bert).Preferring("a", TimeSpan.Zero, Bert);
        Assert.Equal([("a", Bert)], queue.Offers());
        Assert.Equal(OfferCause.Preferred, queue.Events.OfType<E.OfferMade>().Single().Reason.Cause);
    }

    [Fact]
    public void A_call_waits_for_its_agent_who_is_busy_as_long_as_it_is_said_and_then_takes_any()
    {
        var queue = Queue().Available(Bert).When(new C.RecordAgentUnavailable(Bert, 2)).Available(Anna).Preferring("a", Ten, Bert);
        queue.ThenTypes(typeof(E.CallQueued)).Owes(new Duty.Wake("widen/10000/a.1", Noon + Ten, new C.WidenStay(Stay("a"), Ten)));
        Assert.Equal([("b", Anna)], queue.Enqueue("b", arrived: Noon.AddSeconds(1)).Offers());
        Assert.Equal([("a", Anna)], queue.Available(Anna, 3).After(Ten).When(new C.WidenStay(Stay("a"), Ten)).Offers());
    }

    [Fact]
    public void Its_agent_takes_it_when_free_again()
    {
        var queue = Queue().Available(Bert).When(new C.RecordAgentUnavailable(Bert, 2)).Available(Anna).Preferring("a", Ten, Bert);
        Assert.Equal([("a", Bert)], queue.Available(Bert, 3).Offers());
    }

    [Fact]
    public void Who_has_gone_home_is_not_waited_for()
    {
        Assert.Equal([("a", Anna)], Queue().Available(Anna).Preferring("a", Ten, Bert).Offers());
        var queue = Queue().Available(Bert).When(new C.RecordAgentUnavailable(Bert, 2)).Available(Anna).Preferring("a", Ten, Bert);
        queue.When(new C.RecordAgentUnavailable(Bert, 3) { IsGone = true }).ThenTypes(typeof(E.AgentBecameUnavailable), typeof(E.PreferenceEnded), typeof(E.OfferMade));
        Assert.Equal([("a", Anna)], queue.Offers());
    }

    [Fact]
    public void Agents_in_reserve_are_kept_for_priority_and_lent_after_a_time()
    {
        var queue = Queue(Settings with { Reserve = new ReserveRule(1, 5, Ten) }).Available(Anna).Enqueue("plain");
        Assert.Empty(queue.Offers());
        Assert.Equal([("vip", Anna)], queue.Enqueue("vip", 5).Offers());
        queue.Available(Bert);
        Assert.Empty(queue.Offers());
        Assert.Equal([("plain", Bert)], queue.After(Ten).When(new C.WidenStay(Stay("plain"), Ten)).Offers());
    }

    [Fact]
    public void One_more_agent_than_are_held_in_reserve_serves_those_without_priority()
    {
        var queue = Queue(Settings with { Reserve = new ReserveRule(1, 5, Ten) }).Available(Anna).Enqueue("plain").Available(Bert, idleSince: Noon);
        Assert.Equal([("plain", Bert)], queue.Offers());
    }

    [Fact]
    public void Somebody_may_pick_a_call_for_an_agent_past_the_order()
    {
        var queue = Queue().Available(Anna).When(new C.RecordAgentUnavailable(Anna, 2)).Enqueue("first").Enqueue("second", arrived: Noon.AddSeconds(1));
        queue.When(new C.Pick(Stay("second"), Anna, "sue"));
        Assert.Equal([("second", Anna)], queue.Offers());
        var reason = queue.Events.OfType<E.OfferMade>().Single().Reason;
        Assert.Equal((OfferCause.Picked, "sue"), (reason.Cause, reason.By));
        Assert.Equal(new LosingCall(Stay("first"), LostBy.Pick), Assert.Single(reason.Calls));
        queue.When(new C.Pick(Stay("second"), Anna, "sue")).ThenAlreadySo();
        queue.When(new C.Pick(Stay("second"), Bert, "sue")).ThenRefused(Refusal.OfferInProgress);
        queue.When(new C.Pick(Stay("first"), Bert, "sue")).ThenRefused(Refusal.AgentSignedOut);
        queue.When(new C.Pick(Stay("nobody"), Anna, "sue")).ThenRefused(Refusal.StayUnknown);
    }

    [Fact]
    public void An_agent_may_take_a_call_for_itself_and_its_reservation_says_so()
    {
        var queue = Queue().Available(Anna).When(new C.RecordAgentUnavailable(Anna, 2)).Enqueue("a").When(new C.Pick(Stay("a"), Anna, "anna") { IsOwn = true });
        Assert.Equal((OfferCause.Taken, "anna"), (queue.Events.OfType<E.OfferMade>().Single().Reason.Cause, queue.Events.OfType<E.OfferMade>().Single().Reason.By));
        Assert.Equal(OfferCause.Taken, Assert.IsType<AgentCommand.Reserve>(queue.Duties.OfType<Duty.Deliver>().Single(duty => duty.To == Anna).Message).Cause);
        queue.When(new C.RecordReserveRefused(Offer("a"))).Then(new E.OfferFailed(Noon, Offer("a"), OfferEnd.NotReserved, null));
        Assert.Equal([("a", Anna)], queue.Available(Anna, 3).Offers());
    }

    [Fact]
    public void A_waiting_call_is_told_why_it_waits_and_what_will_change_it()
    {
        var steps = Settings with { Steps = [new NeedStep(TimeSpan.Zero, "english>=5"), new NeedStep(Ten, "english")] };
        var queue = Queue(steps).Enqueue("a");
        Assert.Equal(WaitCause.NobodyHere, Explained(queue).Cause);
        Assert.Equal(WaitCause.NobodyAble, Explained(queue.Skilled(Anna, "english:2")).Cause);
        Assert.Equal(new NextReach(Noon + Ten, "english", "", true, true), Explained(queue).Next);
        Assert.Equal(WaitCause.AllBusy, Explained(queue.Enqueue("b", arrived: Noon.AddHours(-1)).Skilled(Bert, "english:9")).Cause);
        Assert.Equal((2, 1, 0), (Explained(queue).AgentsHere, Explained(queue).AgentsAble, Explained(queue).AgentsFree));
    }

    private static WaitExplanation Explained(QueueScenario queue) => Assert.IsType<WaitExplanation>(queue.When(new C.Explain(Stay("a"))).Reply);
}

/// <summary>Words for the stories above.</summary>
internal static class RulesWords
{
    /// <param name="queue">The queue.</param>
    /// <param name="agent">Becomes available.</param>
    /// <param name="skills">As <c>english:3 french:1</c>.</param>
    /// <param name="idleSince">Null: as everybody.</param>
    public static QueueScenario Skilled(this QueueScenario queue, ActorId agent, string skills, DateTimeOffset? idleSince = null) =>
        queue.When(new C.RecordAgentAvailable(agent, 1, idleSince ?? IdleSince) { Profile = new AgentProfile { Skills = SkillsOf(skills) } });

    public static QueueScenario Needing(this QueueScenario queue, string call, string needs, DateTimeOffset? arrived = null) =>
        queue.When(new C.Enqueue(Stay(call), Call(call, 0, arrived) with { Needs = [new NeedStep(TimeSpan.Zero, needs)] }));

    public static QueueScenario Preferring(this QueueScenario queue, string call, TimeSpan preferFor, params ActorId[] agents) =>
        queue.When(new C.Enqueue(Stay(call), Call(call) with { Preferred = [.. agents], PreferFor = preferFor }));

    public static EquatableArray<SkillLevel> SkillsOf(string skills) =>
    [
        .. skills.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(skill => skill.Split(':'))
            .Select(skill => new SkillLevel(skill[0], int.Parse(skill[1], System.Globalization.CultureInfo.InvariantCulture))).OrderBy(skill => skill.Skill, StringComparer.Ordinal),
    ];
}
