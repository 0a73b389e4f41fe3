using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>What the rules of a number make of a call, by who calls and when.</summary>
public sealed class RulesTests
{
    private static readonly AttachedEntry Gold = new("tier", new AttachedValue(AttachedType.Text, "gold"));

    [Fact]
    public void Without_rules_a_call_is_what_its_number_says()
    {
        var scene = Arriving();

        Assert.Equal(new E.QueueEntered(Start, Stay(), Sales, "waltz", 3), scene.Happened<E.QueueEntered>());
        Assert.Equal((0, 0), (Enqueued(scene).Needs.Count, Enqueued(scene).Preferred.Count));
    }

    [Fact]
    public void A_rule_that_holds_changes_priority_and_queue()
    {
        var entered = Arriving(new NumberRule { When = From("13800138000"), Priority = 50, Queue = "support", Music = "march" }).Happened<E.QueueEntered>();

        Assert.Equal((Support, "march", 50), (entered.Queue, entered.Music, entered.Priority));
    }

    [Theory]
    [InlineData("13800138000", "13800138000", true)]
    [InlineData("138*", "13800138000", true)]
    [InlineData("139*", "13800138000", false)]
    [InlineData("*", "13800138000", true)]
    [InlineData("*", "", false)]
    [InlineData("anonymous", "", true)]
    [InlineData("anonymous", "13800138000", false)]
    public void A_caller_is_one_number_the_beginning_of_one_or_withheld(string pattern, string caller, bool holds)
    {
        var entered = Arriving(arrival => arrival with { Caller = caller }, new NumberRule { When = From(pattern), Priority = 50 }).Happened<E.QueueEntered>();

        Assert.Equal(holds ? 50 : 3, entered.Priority);
    }

    [Fact]
    public void Lists_and_hours_are_what_the_edge_found()
    {
        var rules = new[]
        {
            new NumberRule { When = new RuleCondition { CallerIn = "vip" }, Priority = 50 },
            new NumberRule { When = new RuleCondition { Closed = "business" }, Queue = "support" },
            new NumberRule { When = new RuleCondition { Hours = "business" }, Attach = [Gold] },
        };

        var day = Arriving(arrival => arrival with { Facts = new CallerFacts(["vip"], ["business"]) }, rules);
        var night = Arriving(arrival => arrival with { Facts = new CallerFacts([], []) }, rules);

        Assert.Equal((Sales, 50, 1), (day.Happened<E.QueueEntered>().Queue, day.Happened<E.QueueEntered>().Priority, day.State.Attached.Count));
        Assert.Equal((Support, 3, 0), (night.Happened<E.QueueEntered>().Queue, night.Happened<E.QueueEntered>().Priority, night.State.Attached.Count));
    }

    [Fact]
    public void Each_effect_is_the_first_rules_that_has_it()
    {
        var scene = Arriving(
            new NumberRule { Attach = [Gold] },
            new NumberRule { When = From("999"), Priority = 99 },
            new NumberRule { Priority = 20 },
            new NumberRule { Priority = 30, Attach = [Gold with { Value = Gold.Value with { Text = "tin" } }, new AttachedEntry("why", new AttachedValue(AttachedType.Text, "habit"))] });

        Assert.Equal(20, scene.Happened<E.QueueEntered>().Priority);
        Assert.Equal([("tier", "gold"), ("why", "habit")], Enqueued(scene).Data.Select(entry => (entry.Key, entry.Value.Text)));
    }

    [Fact]
    public void A_call_is_kept_for_its_site_over_what_it_needs_unless_a_rule_before_says_that_it_is_not()
    {
        var kept = new NumberRule { LocalFor = TimeSpan.FromSeconds(20), Local = new Locality("east", [10]) };
        var needs = new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, "english")] };

        Assert.Equal([new NeedStep(TimeSpan.Zero, "site.east>=100 and (english)"), new NeedStep(TimeSpan.FromSeconds(20), "english")], Enqueued(Arriving(needs, kept)).Needs);
        Assert.Equal(needs.Needs, Enqueued(Arriving(new NumberRule { LocalFor = TimeSpan.Zero, Local = kept.Local }, needs, kept)).Needs);
        Assert.Equal(needs.Needs, Enqueued(Arriving(needs, kept with { Local = null })).Needs);
    }

    [Fact]
    public void What_a_look_up_says_is_attached_and_what_it_does_not_say_is_as_the_document_has_it()
    {
        var crm = new NumberRule { Lookup = "crm", Terms = new LookupTerms(TimeSpan.FromMilliseconds(300), [Gold with { Value = Gold.Value with { Text = "standard" } }, new AttachedEntry("language", new AttachedValue(AttachedType.Text, "zh"))]) };
        var vip = new NumberRule { When = new RuleCondition { Data = [Gold] }, Priority = 50 };

        var known = Arriving(arrival => arrival with { Found = [new LookedUp("crm", LookupOutcome.Answered, [Gold])] }, crm, vip);
        var late = Arriving(arrival => arrival with { Found = [new LookedUp("crm", LookupOutcome.Late, [])] }, crm, vip);
        var elsewhere = Arriving(arrival => arrival with { Found = [new LookedUp("erp", LookupOutcome.Answered, [Gold])] }, crm with { When = From("999") }, vip);

        Assert.Equal((50, "gold", "zh"), (known.Happened<E.QueueEntered>().Priority, known.State.Attached["tier"].Text, known.State.Attached["language"].Text));
        Assert.Equal((3, "standard", "zh"), (late.Happened<E.QueueEntered>().Priority, late.State.Attached["tier"].Text, late.State.Attached["language"].Text));
        Assert.Equal((3, 0), (elsewhere.Happened<E.QueueEntered>().Priority, elsewhere.State.Attached.Count));
    }

    [Fact]
    public void A_rule_sees_what_rules_before_it_attached_and_not_what_comes_after()
    {
        var scene = Arriving(
            new NumberRule { When = new RuleCondition { Data = [Gold] }, Priority = 90 },
            new NumberRule { Attach = [Gold] },
            new NumberRule { When = new RuleCondition { Data = [Gold] }, Priority = 40 });

        Assert.Equal(40, scene.Happened<E.QueueEntered>().Priority);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(24, true)]
    [InlineData(25, false)]
    public void A_caller_who_calls_again_is_known_within_the_time(int hours, bool holds)
    {
        var rule = new NumberRule { When = new RuleCondition { RepeatWithin = TimeSpan.FromHours(24) }, Priority = 50 };

        Assert.Equal(holds ? 50 : 3, Arriving(arrival => arrival with { Known = new KnownCaller("1007", Start.AddHours(-hours)) }, rule).Happened<E.QueueEntered>().Priority);
        Assert.Equal(3, Arriving(rule).Happened<E.QueueEntered>().Priority);
    }

    [Fact]
    public void The_agent_whom_the_caller_spoke_to_last_comes_before_those_who_are_named()
    {
        var rule = new NumberRule { PrefersLastAgent = true, Prefer = ["1001", "1007", "1002"], PreferFor = TimeSpan.FromSeconds(30) };

        var call = Enqueued(Arriving(arrival => arrival with { Known = new KnownCaller("1007", Start) }, rule));

        Assert.Equal(["1007", "1001", "1002"], call.Preferred.Select(agent => agent.Key));
        Assert.All(call.Preferred, agent => Assert.Equal((ActorKind.Agent, "demo"), (agent.Kind, agent.Tenant)));
        Assert.Equal(TimeSpan.FromSeconds(30), call.PreferFor);
        Assert.Equal(["1001", "1007", "1002"], Enqueued(Arriving(rule)).Preferred.Select(agent => agent.Key));
    }

    [Fact]
    public void Needs_and_preferences_travel_with_the_call_to_its_next_queue()
    {
        var scene = Arriving(new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, "english>=3")], Prefer = ["1001"] });
        var first = Enqueued(scene);
        scene.With(Leave(LeaveReason.MaxWait, ToSupport));

        Assert.Equal([new NeedStep(TimeSpan.Zero, "english>=3")], first.Needs);
        Assert.Equal((first.Needs, first.Preferred), (Enqueued(scene, 2).Needs, Enqueued(scene, 2).Preferred));
    }

    [Fact]
    public void A_caller_who_is_blocked_is_refused_and_leaves_a_record()
    {
        var scene = Arriving(new NumberRule { When = From("138*"), Refuses = true, Attach = [Gold] });

        Assert.Equal(new E.CallEnded(Start, CallEnd.Refused, Causes.Blocked, 603), scene.Happened<E.CallEnded>());
        Assert.Empty(scene.Events.OfType<E.QueueEntered>());
        Assert.Equal(603, scene.Owed.OfType<Duty.Perform>().Select(duty => duty.Command).OfType<LegCommand.RespondToInvite>().Single().Status);
        OneEndAtEachLevel.In(scene);
        scene.AlreadySo(new C.RecordArrival(Arrival()));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void At_an_arrival_only_rules_that_may_hold_for_its_caller_are_kept()
    {
        var plan = new NumberPlan("4000", "sales", AnswerMode.OnQueue, "waltz")
        {
            Rules = [new NumberRule { When = From("139*") }, new NumberRule { When = From("138*") }, new NumberRule { When = new RuleCondition { CallerIn = "vip", RepeatWithin = TimeSpan.FromHours(1) } }],
        };

        Assert.Equal([plan.Rules[1]], plan.For("13800138000", CallerFacts.None).Rules);
        Assert.Equal([plan.Rules[1], plan.Rules[2]], plan.For("13800138000", new CallerFacts(["vip"], [])).Rules);
    }

    private static RuleCondition From(string caller) => new() { Caller = [caller] };

    private static CallScene Arriving(params NumberRule[] rules) => Arriving(arrival => arrival, rules);

    private static CallScene Arriving(Func<CallArrival, CallArrival> change, params NumberRule[] rules)
    {
        var arrival = Arrival();
        return new CallScene().With(new C.RecordArrival(change(arrival with { Plan = arrival.Plan with { Rules = [.. rules] } })));
    }

    private static QueuedCall Enqueued(CallScene scene, int stay = 1) => scene.Message<QueueCommand.Enqueue>($"enqueue/{Stay(stay)}").Call;
}
