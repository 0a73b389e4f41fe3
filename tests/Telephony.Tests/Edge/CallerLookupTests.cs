using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Telephony.Edge;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Who a caller is, is asked where a rule wants to know, waited for within its limit, and never in the way of a call.</summary>
public sealed class CallerLookupTests
{
    private static readonly KnownCaller Known = new("1007", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private static readonly NumberRule Asks = new() { PrefersLastAgent = true };
    private static readonly NumberRule Crm = new() { Lookup = "crm", Terms = new LookupTerms(TimeSpan.FromMilliseconds(500), []) };

    [Fact]
    public void What_is_known_of_the_caller_goes_into_the_arrival()
    {
        var callers = new Callers(Task.FromResult<KnownCaller?>(Known));
        using var world = Calling(callers, Asks);

        Assert.Equal(Known, world.Core.Only<CallCommand.RecordArrival>().Arrival.Known);
        Assert.Equal([(TestPlan.Tenant, "13800138000")], callers.Asked);
    }

    [Fact]
    public void A_look_up_that_takes_too_long_is_not_known_and_the_call_goes_on()
    {
        using var world = Calling(new Callers(new TaskCompletionSource<KnownCaller?>().Task), Asks);
        Assert.Empty(world.Core.Told);

        world.Time.Pass(new EdgeOptions().CallerLookupMax);

        Assert.Equal(["SIP/2.0 100 Trying"], world.Wire);

        Assert.Null(world.Core.Only<CallCommand.RecordArrival>().Arrival.Known);
    }

    [Fact]
    public void A_look_up_that_fails_is_not_known_and_the_call_goes_on()
    {
        using var world = Calling(new Callers(Task.FromException<KnownCaller?>(new InvalidDataException("views are gone"))), Asks);

        Assert.Null(world.Core.Only<CallCommand.RecordArrival>().Arrival.Known);
    }

    [Fact]
    public void Where_no_rule_wants_to_know_nobody_is_asked()
    {
        var callers = new Callers(Task.FromResult<KnownCaller?>(Known));
        using var world = Calling(callers, new NumberRule { Priority = 4 });

        Assert.Null(world.Core.Only<CallCommand.RecordArrival>().Arrival.Known);
        Assert.Empty(callers.Asked);
    }

    [Fact]
    public void A_rule_that_cannot_hold_for_this_caller_is_neither_kept_nor_asked_for()
    {
        var callers = new Callers(Task.FromResult<KnownCaller?>(Known));
        using var world = Calling(callers, Asks with { When = new RuleCondition { Caller = ["139*"] } });

        Assert.Empty(world.Core.Only<CallCommand.RecordArrival>().Arrival.Plan.Rules);
        Assert.Empty(callers.Asked);
    }

    [Fact]
    public void A_caller_who_cancels_while_somebody_is_asked_has_cancelled()
    {
        using var world = Calling(new Callers(new TaskCompletionSource<KnownCaller?>().Task), Asks);
        world.Receive(World.Request("CANCEL", "sip:4000@127.7.0.1", "z9hG4bK-a", "call-a", 1, "<sip:4000@127.7.0.1>"));
        world.Time.Pass(new EdgeOptions().CallerLookupMax);

        Assert.Equal([typeof(CallCommand.RecordArrival), typeof(CallCommand.RecordCancel)], world.Core.Commands.Select(command => command.GetType()));
    }

    [Fact]
    public void What_a_look_up_says_goes_into_the_arrival_and_it_is_asked_once()
    {
        var gold = new LookedUp("crm", LookupOutcome.Answered, [new AttachedEntry("tier", new AttachedValue(AttachedType.Text, "gold"))]);
        var callers = new Callers(Task.FromResult<KnownCaller?>(Known), Task.FromResult(gold));
        using var world = Calling(callers, Crm, Crm with { Priority = 4 }, Asks);

        var arrival = world.Core.Only<CallCommand.RecordArrival>().Arrival;
        Assert.Equal(([gold], Known), (arrival.Found, arrival.Known));
        Assert.Equal([new LookupQuestion(world.Core.Told[0].To, "crm", "4000", "13800138000")], callers.LookedUp);
    }

    [Fact]
    public void A_look_up_has_its_own_time_limit_and_never_more_than_two_seconds()
    {
        var slow = Crm with { Terms = Crm.Terms! with { TimeLimit = TimeSpan.FromHours(1) } };
        using var world = Calling(new Callers(new TaskCompletionSource<KnownCaller?>().Task, new TaskCompletionSource<LookedUp>().Task), Crm, slow with { Lookup = "erp" });
        world.Time.Pass(Crm.Terms!.TimeLimit);
        Assert.Empty(world.Core.Told);

        world.Time.Pass(LookupTerms.TimeLimitMax - Crm.Terms.TimeLimit);

        Assert.Equal(
            [new LookedUp("crm", LookupOutcome.Late, []), new LookedUp("erp", LookupOutcome.Late, [])],
            world.Core.Only<CallCommand.RecordArrival>().Arrival.Found);
    }

    [Fact]
    public void A_look_up_that_breaks_has_failed_and_the_call_goes_on()
    {
        using var world = Calling(new Callers(Task.FromResult<KnownCaller?>(null), Task.FromException<LookedUp>(new InvalidDataException("a defect"))), Crm);

        Assert.Equal([new LookedUp("crm", LookupOutcome.Failed, [])], world.Core.Only<CallCommand.RecordArrival>().Arrival.Found);
    }

    private static World Calling(Callers callers, params NumberRule[] rules)
    {
        var world = new World(callers: callers);
        world.Plan.Rules = [.. rules];
        world.Receive(World.Invite());
        return world;
    }

    private sealed class Callers(Task<KnownCaller?> answer, Task<LookedUp>? crm = null) : ICallers
    {
        public List<LookupQuestion> LookedUp { get; } = [];

        public List<(string Tenant, string Caller)> Asked { get; } = [];

        public ValueTask<KnownCaller?> Find(string tenant, string caller)
        {
            Asked.Add((tenant, caller));
            return new(answer);
        }

        public ValueTask<LookedUp> LookUp(LookupQuestion question)
        {
            LookedUp.Add(question);
            return new(crm ?? throw new InvalidOperationException("no look-up is expected"));
        }
    }
}
