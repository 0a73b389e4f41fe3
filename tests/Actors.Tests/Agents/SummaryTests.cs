using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>A queue that demands a summary has its agents write it before they are ready again.</summary>
public sealed class SummaryTests
{
    private static readonly OfferRules Demanding = Rules with { Summary = true };

    [Fact]
    public void Who_has_not_written_it_is_not_ready_when_its_wrap_up_runs_out_and_ready_as_soon_as_it_is_written()
    {
        var agent = WrapUp(Demanding).After(Demanding.WrapUp).When(new C.EndWrapUp(First));
        agent.Then(new E.WrapUpEnded(agent.Now, First), new E.BecameNotReady(agent.Now, SystemReasons.Summary));
        Assert.False(agent.State.IsAvailable);

        agent.After(TimeSpan.FromMinutes(1)).When(new C.RecordSummary(First)).Then(new E.SummaryRecorded(agent.Now, First), new E.BecameReady(agent.Now));
        Assert.True(agent.State.IsAvailable);
        agent.When(new C.RecordSummary(First)).ThenAlreadySo();
    }

    [Fact]
    public void Ready_is_refused_until_it_is_written()
    {
        WrapUp(Demanding).When(new C.GoReady()).ThenRefused(Refusal.SummaryMissing)
            .When(new C.RecordSummary(First)).Then(new E.SummaryRecorded(Noon, First))
            .When(new C.GoReady()).Then(new E.WrapUpEnded(Noon, First));
        Owing().When(new C.GoReady()).ThenRefused(Refusal.SummaryMissing);
    }

    [Fact]
    public void What_is_written_while_it_talks_leaves_its_wrap_up_as_any_other()
    {
        var agent = Talking(Demanding).When(new C.RecordSummary(First)).Then(new E.SummaryRecorded(Noon, First)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByAgent)).After(Demanding.WrapUp);
        agent.When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(agent.Now, First));
        Assert.True(agent.State.IsAvailable);
    }

    [Fact]
    public void Without_a_wrap_up_it_is_owed_at_once() =>
        WrapUp(Demanding with { WrapUp = TimeSpan.Zero }).Then(new E.WrapUpStarted(Noon, First, SegmentEnd.ReleasedByCaller, Noon), new E.WrapUpEnded(Noon, First), new E.BecameNotReady(Noon, SystemReasons.Summary));

    [Fact]
    public void Who_was_only_asked_owes_none()
    {
        var agent = Talking(Demanding).When(new C.RecordReleased(First, SegmentEnd.ConsultedAndReturned)).After(Demanding.WrapUp);
        agent.When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(agent.Now, First));
    }

    [Fact]
    public void What_was_requested_comes_first_and_the_summary_is_owed_all_the_same()
    {
        var agent = WrapUp(Demanding).When(new C.GoNotReady(Meal)).After(Demanding.WrapUp).When(new C.EndWrapUp(First));
        agent.Then(new E.WrapUpEnded(agent.Now, First), new E.BecameNotReady(agent.Now, Meal))
            .When(new C.GoReady()).ThenRefused(Refusal.SummaryMissing)
            .When(new C.RecordSummary(First)).Then(new E.SummaryRecorded(agent.Now, First))
            .When(new C.GoReady()).Then(new E.BecameReady(agent.Now));
    }

    [Fact]
    public void Signing_out_and_in_writes_nothing() =>
        Owing().When(new C.SignOut()).When(new C.GoReady()).ThenRefused(Refusal.SummaryMissing)
            .When(new C.SignIn(null)).When(new C.GoReady()).ThenRefused(Refusal.SummaryMissing)
            .When(new C.RecordSummary(First)).ThenTypes(typeof(E.SummaryRecorded)).When(new C.GoReady()).ThenTypes(typeof(E.BecameReady));

    [Fact]
    public void Who_owes_one_neither_takes_a_call_nor_dials_one()
    {
        var agent = Owing();
        agent.Reserve(Second).ThenRefused(Refusal.AgentNotReady);
        agent.Take(Second).ThenRefused(Refusal.AgentNotReady);
        agent.When(new C.Dial(OutgoingCall, "02155551234", agent.Now + RingTime)).ThenRefused(Refusal.SummaryMissing);
    }

    [Fact]
    public void An_agent_that_is_removed_owes_nobody_anything() => Assert.Null(Owing().When(new C.Configure(2, null)).State.SummaryOwed);

    [Fact]
    public void A_wrap_up_that_ran_out_unseen_ended_when_it_was_due_also_for_who_writes_then()
    {
        var agent = WrapUp(Demanding);
        var due = agent.Now + Demanding.WrapUp;
        agent.After(TimeSpan.FromMinutes(5)).When(new C.RecordSummary(First))
            .Then(new E.WrapUpEnded(due, First), new E.BecameNotReady(due, SystemReasons.Summary), new E.SummaryRecorded(agent.Now, First), new E.BecameReady(agent.Now));
    }

    [Fact]
    public void The_board_shows_what_is_due_until_it_is_written()
    {
        E[] told = [new E.AgentConfigured(Noon, 1, Settings), new E.SignedIn(Noon, Phone, 1), new E.BecameReady(Noon), ReservedEvent(Noon) with { Rules = Demanding }, new E.Answered(Noon, First), new E.WrapUpStarted(Noon, First, SegmentEnd.ReleasedByCaller, Noon), new E.WrapUpEnded(Noon, First)];
        var row = told.Aggregate(AgentBoard.Empty("acme", "anna"), (shown, e) => AgentBoard.Apply(shown, Anna, e).Row);
        Assert.Equal(First, row.SummaryDue);

        row = AgentBoard.Apply(row, Anna, new E.SummaryRecorded(Noon, First)).Row;
        Assert.Null(row.SummaryDue);
    }

    private static AgentScenario Owing() => WrapUp(Demanding).After(Demanding.WrapUp).When(new C.EndWrapUp(First));
}
