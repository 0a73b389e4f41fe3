using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Telephony.Edge;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>Who a caller is, is asked where a rule wants to know, waited for within its limit, and never in the way of a call.</summary>
public sealed class CallerLookupTests
{
    private static readonly KnownCaller Known = new("1007", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private static readonly NumberRule Asks = new() { PrefersLastAgent = true };

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

    private static World Calling(Callers callers, NumberRule rule)
    {
        var world = new World(callers: callers);
        world.Plan.Rules = [rule];
        world.Receive(World.Invite());
        return world;
    }

    private sealed class Callers(Task<KnownCaller?> answer) : ICallers
    {
        public List<(string Tenant, string Caller)> Asked { get; } = [];

        public ValueTask<KnownCaller?> Find(string tenant, string caller)
        {
            Asked.Add((tenant, caller));
            return new(answer);
        }
    }
}
