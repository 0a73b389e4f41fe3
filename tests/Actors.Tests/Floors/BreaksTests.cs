global using FloorScenario = CallCenter.Actors.Tests.Scenario<
    CallCenter.Actors.Floors.FloorBehaviour, CallCenter.Actors.Floors.FloorState, CallCenter.Actors.Floors.FloorCommand, CallCenter.Actors.Floors.FloorEvent>;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Floors;
using C = CallCenter.Actors.Floors.FloorCommand;
using E = CallCenter.Actors.Floors.FloorEvent;

namespace CallCenter.Actors.Tests.Floors;

/// <summary>Breaks that are rationed: nobody has one too many, and those who wait have theirs in turn.</summary>
public sealed class BreaksTests
{
    private const string Red = "red";
    private const string Break = "break";

    private static readonly DateTimeOffset Noon = FloorScenario.Start;

    private static ActorId Agent(int number) => ActorId.Agent("acme", $"100{number}");

    private static FloorSettings Quota(int? number = 1, int? share = null, bool queues = true) => new([new BreakQuota(Red, [Break, "meal"], number, share) { Queues = queues }]);

    private static C.AskBreak Ask(int agent, int signedIn = 5, string reason = Break) => new(Red, Agent(agent), reason, signedIn);

    private static FloorScenario Rationed(FloorSettings? settings = null) => new FloorScenario(ActorId.Floor("acme")).When(new C.Configure(1, settings ?? Quota()));

    [Fact]
    public void A_place_is_given_and_its_agent_told_until_it_has_answered()
    {
        var floor = Rationed().When(Ask(1)).Then(new E.BreakGiven(Noon, Red, Agent(1), Break, 1, 5));
        Assert.Equal(new BreakReply(1, null), floor.Reply);
        floor.Owes(new Duty.Deliver("break/1", Agent(1), new AgentCommand.TakeBreak(Red, Break, 1), new C.ConfirmBreak(Red, 1), new C.RecordBreakOver(Red, 1)))
            .When(new C.ConfirmBreak(Red, 1)).Then(new E.BreakTaken(Noon, Red, 1)).OwesOnly();
    }

    [Fact]
    public void Who_asks_again_hears_the_same()
    {
        var floor = Rationed().When(Ask(1)).When(Ask(1)).ThenAlreadySo();
        Assert.Equal(new BreakReply(1, null), floor.Reply);
        floor = floor.When(Ask(2)).When(Ask(2)).ThenAlreadySo();
        Assert.Equal(new BreakReply(null, 1), floor.Reply);
    }

    [Fact]
    public void Who_comes_when_all_places_are_taken_waits_its_turn()
    {
        var floor = Rationed().When(Ask(1)).When(Ask(2)).Then(new E.BreakAsked(Noon, Red, Agent(2), Break, 5)).When(Ask(3));
        Assert.Equal(new BreakReply(null, 2), floor.Reply);

        floor.When(new C.RecordBreakOver(Red, 1)).Then(new E.BreakEnded(Noon, Red, 1), new E.BreakGiven(Noon, Red, Agent(2), Break, 2, 5)).OwesOnly("break/2")
            .When(new C.RecordBreakOver(Red, 2)).Then(new E.BreakEnded(Noon, Red, 2), new E.BreakGiven(Noon, Red, Agent(3), Break, 3, 5))
            .When(new C.RecordBreakOver(Red, 3)).Then(new E.BreakEnded(Noon, Red, 3)).OwesOnly()
            .When(new C.RecordBreakOver(Red, 3)).ThenAlreadySo();
    }

    [Fact]
    public void Or_is_refused_where_nobody_waits() => Rationed(Quota(queues: false)).When(Ask(1)).When(Ask(2)).ThenRefused(Refusal.BreakQuotaFull);

    [Fact]
    public void Who_does_not_want_it_any_more_is_passed_over() =>
        Rationed().When(Ask(1)).When(Ask(2)).When(Ask(3)).When(new C.WithdrawBreak(Red, Agent(2))).Then(new E.BreakWithdrawn(Noon, Red, Agent(2)))
            .When(new C.WithdrawBreak(Red, Agent(2))).ThenAlreadySo()
            .When(new C.RecordBreakOver(Red, 1)).ThenTypes(typeof(E.BreakEnded), typeof(E.BreakGiven)).When(Ask(3)).ThenAlreadySo();

    [Theory]
    [InlineData(5, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(19, 3)]
    [InlineData(0, 1)]
    public void A_share_is_of_those_who_are_signed_in_rounded_down_and_at_least_one(int signedIn, int places) =>
        Assert.Equal(places, new BreakQuota(Red, [Break], null, 20).Places(signedIn));

    [Fact]
    public void A_supervisor_goes_beyond_the_quota_and_it_counts()
    {
        var floor = Rationed().When(Ask(1)).When(Ask(2) with { IsForced = true }).Then(new E.BreakGiven(Noon, Red, Agent(2), Break, 2, 5));
        floor.When(Ask(3)).When(new C.RecordBreakOver(Red, 1)).Then(new E.BreakEnded(Noon, Red, 1));
        floor.When(new C.RecordBreakOver(Red, 2)).ThenTypes(typeof(E.BreakEnded), typeof(E.BreakGiven));
    }

    [Fact]
    public void An_agent_has_one_place_whatever_it_asks_for() =>
        Rationed().When(Ask(1)).When(Ask(1, reason: "meal")).Then(new E.BreakGiven(Noon, Red, Agent(1), "meal", 2, 5)).OwesOnly("break/2")
            .When(Ask(2)).ThenTypes(typeof(E.BreakAsked)).When(new C.RecordBreakOver(Red, 1)).ThenAlreadySo();

    [Fact]
    public void Who_waits_and_wants_another_keeps_its_turn()
    {
        var floor = Rationed().When(Ask(1)).When(Ask(2)).When(Ask(3)).When(Ask(2, reason: "meal")).Then(new E.BreakAsked(Noon, Red, Agent(2), "meal", 5));
        Assert.Equal(new BreakReply(null, 1), floor.Reply);
        floor.When(new C.RecordBreakOver(Red, 1)).Then(new E.BreakEnded(Noon, Red, 1), new E.BreakGiven(Noon, Red, Agent(2), "meal", 2, 5));
    }

    [Fact]
    public void Nobody_has_to_ask_for_what_is_not_rationed()
    {
        Rationed().When(Ask(1, reason: "training")).ThenRefused(Refusal.BreakNotRationed);
        new FloorScenario(ActorId.Floor("acme")).When(Ask(1)).ThenRefused(Refusal.BreakNotRationed);
    }

    [Fact]
    public void A_larger_quota_lets_those_go_who_wait() =>
        Rationed().When(Ask(1)).When(Ask(2)).When(Ask(3)).When(new C.Configure(2, Quota(2)))
            .Then(new E.FloorConfigured(Noon, 2, Quota(2)), new E.BreakGiven(Noon, Red, Agent(2), Break, 2, 5));

    [Fact]
    public void A_team_that_rations_no_more_gives_all_back() =>
        Rationed().When(Ask(1)).When(Ask(2)).When(new C.Configure(2, null))
            .Then(new E.FloorConfigured(Noon, 2, null), new E.BreakWithdrawn(Noon, Red, Agent(2)), new E.BreakEnded(Noon, Red, 1)).OwesOnly()
            .When(new C.Configure(2, null)).ThenAlreadySo();

    /// <summary>Whatever is asked in whatever order, again and late: no more have a place than may, but by force, and nobody waits while there is one.</summary>
    [Fact]
    public void On_every_walk_the_quota_holds_and_no_place_stays_empty()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var floor = Rationed(Quota(2));
            for (var step = 0; step < 60; step++)
            {
                floor.When(random.Next(6) switch
                {
                    0 or 1 => Ask(random.Next(1, 9), reason: random.Next(4) == 0 ? "meal" : Break),
                    2 => new C.WithdrawBreak(Red, Agent(random.Next(1, 9))),
                    3 => new C.ConfirmBreak(Red, random.Next(1, 9)),
                    _ => new C.RecordBreakOver(Red, random.Next((int)floor.State.LastBreak + 1)),
                });
                var breaks = floor.State.Of(Red);
                Assert.InRange(breaks.Held.Count, 0, 2);
                Assert.True(breaks.Waiting.Count == 0 || breaks.Held.Count == 2, $"seed {seed}: {breaks}");
                Assert.Equal(breaks.Held.Count + breaks.Waiting.Count, breaks.Held.Select(place => place.Agent).Union(breaks.Waiting.Select(wish => wish.Agent)).Count());
            }
        }
    }
}
