using System.Collections.Immutable;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;

namespace CallCenter.Actors.Tests.Floors;

/// <summary>What is out of bounds, as a function of what the boards show and of the moment.</summary>
public sealed class AlarmRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TenantRow Tenant = TenantRow.Empty("acme") with
    {
        Reasons = ImmutableSortedDictionary<string, ReasonEntry>.Empty.Add("break", new ReasonEntry(new Label("Break", "小休"), false, TimeSpan.FromMinutes(15))).Add("meal", new ReasonEntry(new Label("Meal", "用餐"), false, null)),
        Alarms = new AlarmTerms { Breaks = true, WrapUp = TimeSpan.FromMinutes(2), States = [new StateLimit(AgentActivity.Holding, TimeSpan.FromMinutes(5)), new StateLimit(AgentActivity.NotReady, TimeSpan.FromHours(1))] },
    };

    private static AgentRow Agent(AgentActivity state, string? reason = null) => AgentBoard.Empty("acme", "1001") with
    {
        Since = Noon,
        Presence = state is AgentActivity.NotReady ? state : AgentActivity.Ready,
        Reachable = true,
        Reason = reason,
        Contact = state is AgentActivity.NotReady or AgentActivity.Ready ? null : state,
    };

    private static AlarmCause? Of(AgentRow agent, double minutes) => AlarmRules.OfAgents(Tenant, [agent], Noon.AddMinutes(minutes)).SingleOrDefault();

    [Fact]
    public void A_break_is_one_once_the_limit_of_its_reason_is_over()
    {
        Assert.Null(Of(Agent(AgentActivity.NotReady, "break"), 15));
        Assert.Equal(new AlarmCause(AlarmKind.Break, "1001", Noon, 900_000, 960_000) { What = "break" }, Of(Agent(AgentActivity.NotReady, "break"), 16));
        Assert.Null(Of(Agent(AgentActivity.NotReady, "meal"), 59));
    }

    [Fact]
    public void A_wrap_up_and_other_states_have_bounds_of_their_own()
    {
        Assert.Equal(AlarmKind.WrapUp, Of(Agent(AgentActivity.WrapUp), 3)!.Kind);
        Assert.Equal((AlarmKind.State, "holding"), (Of(Agent(AgentActivity.Holding), 6)!.Kind, Of(Agent(AgentActivity.Holding), 6)!.What));
        Assert.Equal("not-ready", Of(Agent(AgentActivity.NotReady, "meal"), 61)!.What);
        Assert.Null(Of(Agent(AgentActivity.Talking), 600));
    }

    [Fact]
    public void Without_terms_there_are_none() => Assert.Empty(AlarmRules.OfAgents(Tenant with { Alarms = null }, [Agent(AgentActivity.WrapUp)], Noon.AddHours(9)));

    [Theory]
    [InlineData(2, 59, null)]
    [InlineData(3, 30, AlarmKind.Waiting)]
    [InlineData(1, 61, AlarmKind.LongestWait)]
    public void A_queue_is_by_how_many_wait_and_how_long(int callers, int seconds, AlarmKind? expected)
    {
        var queue = QueueWaiting.From(
            new QueueRow { Tenant = "acme", Id = "sales", Settings = new QueueSettings { Name = "Sales", Alarms = new QueueAlarms { Waiting = 2, LongestWait = TimeSpan.FromMinutes(1) } } },
            Enumerable.Range(1, callers).Select(call => new StayRow("acme", "sales", new StayId($"c{call}", 1), Noon, Noon)));

        Assert.Equal(expected, AlarmRules.OfQueue(queue, null, Noon.AddSeconds(seconds)).SingleOrDefault()?.Kind);
    }

    [Theory]
    [InlineData(19, 0, null)]
    [InlineData(20, 15, 75L)]
    [InlineData(20, 16, null)]
    public void A_service_level_is_once_it_is_of_enough_calls(int answered, int within, long? expected)
    {
        var queue = QueueWaiting.From(new QueueRow { Tenant = "acme", Id = "sales", Settings = new QueueSettings { Name = "Sales", Alarms = new QueueAlarms { ServiceLevel = 80 } } }, []);
        var day = new QueueDay("acme", "sales", new DateOnly(2026, 3, 1)) { Entered = answered, Answered = answered, AnsweredWithin = within };

        Assert.Equal(expected, AlarmRules.OfQueue(queue, day, Noon).SingleOrDefault()?.Value);
    }

    [Fact]
    public void An_observer_tells_the_book_what_it_does_not_have_and_what_is_over()
    {
        var (old, still, next) = (new AlarmCause(AlarmKind.WrapUp, "1001", Noon, 1, 2), new AlarmCause(AlarmKind.Waiting, "sales", Noon, 1, 2), new AlarmCause(AlarmKind.WrapUp, "1002", Noon, 1, 2));
        var book = new[] { old, still }.Select((cause, index) => new FloorEvent.AlarmRaised(Noon, index + 1, cause)).Aggregate(FloorBehaviour.Initial(ActorId.Floor("acme")), FloorBehaviour.Apply);

        Assert.Equal([new FloorCommand.EndAlarm(old), new FloorCommand.RaiseAlarm(next)], AlarmRules.Told(book, [still with { Value = 9 }, next]));
    }
}
