using CallCenter.Actors.Agents;
using CallCenter.Actors.Floors;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>A break that the agent's team rations: the agent takes what it was given, and gives it back for certain.</summary>
public sealed class BreakTests
{
    private static readonly AgentSettings Rationing = Settings with { Team = "red", Rationed = [Break] };

    private static C.TakeBreak Given(long number = 1, string reason = Break) => new("red", reason, number);

    [Fact]
    public void A_rationed_reason_is_not_for_the_taking() =>
        Ready(Rationing).When(new C.GoNotReady(Break)).ThenRefused(Refusal.BreakNotGiven).When(new C.GoNotReady(Meal)).Then(new E.BecameNotReady(Noon, Meal));

    [Fact]
    public void What_was_given_is_taken_once_and_given_back_when_it_is_over()
    {
        var agent = Ready(Rationing).When(Given()).Then(new E.BecameNotReady(Noon, Break), new E.BreakGranted(Noon, "red", Break, 1));
        agent.When(Given()).ThenAlreadySo().When(new C.GoNotReady(Break)).ThenAlreadySo();

        agent.When(new C.GoReady()).Then(new E.BecameReady(Noon)).Owes(Confirmed("break-over/1", ActorId.Floor("acme"), new FloorCommand.RecordBreakOver("red", 1)))
            .When(new C.ConfirmTold("break-over/1")).ThenTypes(typeof(E.ToldConfirmed))
            .When(Given()).ThenAlreadySo();
    }

    [Fact]
    public void During_a_contact_it_is_for_the_end_of_that()
    {
        var agent = Ready(Rationing).Reserve(First).When(new C.RecordAnswered(First)).When(Given()).Then(new E.NotReadyRequested(Noon, Break), new E.BreakGranted(Noon, "red", Break, 1))
            .When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).After(Rules.WrapUp);
        agent.When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(agent.Now, First), new E.BecameNotReady(agent.Now, Break));
        Assert.Equal(1, agent.State.Break!.Number);
        Assert.Empty(agent.State.Notices);
    }

    [Fact]
    public void Who_takes_the_wish_back_or_leaves_gives_it_back_too()
    {
        Assert.Null(Ready(Rationing).Reserve(First).When(Given()).When(new C.GoReady()).State.Break);
        Assert.Null(Ready(Rationing).When(Given()).When(new C.SignOut()).State.Break);
        Assert.Null(Ready(Rationing).When(Given()).When(new C.GoNotReady(Meal)).State.Break);
        Assert.Contains("break-over/1", Ready(Rationing).When(Given()).When(new C.Configure(2, null)).State.Notices.Keys);
    }

    [Fact]
    public void Another_break_takes_the_place_of_the_first()
    {
        var agent = Ready(Rationing with { Rationed = [Break, Meal] }).When(Given()).When(Given(2, Meal)).Then(new E.BecameNotReady(Noon, Meal), new E.BreakGranted(Noon, "red", Meal, 2));
        Assert.Equal(["break-over/1"], agent.State.Notices.Keys);
        agent.When(Given()).ThenAlreadySo();
    }

    [Fact]
    public void Who_cannot_take_it_gives_it_back_and_does_not_take_it_later()
    {
        SignedOut().When(Given()).Then(new E.BreakDeclined(Noon, "red", 1)).Owes(Confirmed("break-over/1", ActorId.Floor("acme"), new FloorCommand.RecordBreakOver("red", 1)))
            .When(new C.GoReady()).When(Given()).ThenAlreadySo();
        Ready(Rationing).When(Given(reason: "golf")).Then(new E.BreakDeclined(Noon, "red", 1));
        Unconfigured().When(Given()).ThenRefused(Refusal.AgentNotConfigured);
    }
}
