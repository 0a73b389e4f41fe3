using CallCenter.Actors.Agents;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

public sealed class ChoicesTests
{
    [Fact]
    public void Signing_in_lands_in_not_ready_and_takes_the_phones_seat() =>
        SignedOut().OwesOnly().When(new C.SignIn(null)).Then(new E.SignedIn(Noon, Phone, 1))
            .Owes(new Duty.Deliver("attach/1/0", PhoneId, new PhoneCommand.Attach(Anna, 1), OnRefused: new C.RecordPhoneRefused(Phone, 1)))
            .OwesOnly("attach/1/0")
            .When(new C.RecordPhone(Phone, 1, Desk)).Then(new E.PhoneChanged(Noon, Phone, 1, Desk)).OwesOnly();

    [Fact]
    public void A_ready_agent_tells_its_queues() =>
        Ready().Then(new E.BecameReady(Noon)).Owes(ToldAvailable(Sales, 1, Noon)).Owes(ToldAvailable(Support, 1, Noon)).OwesOnly("available/sales/1", "available/support/1")
            .When(new C.GoNotReady(Break)).Then(new E.BecameNotReady(Noon, Break)).Owes(ToldUnavailable(Sales, 2)).OwesOnly("unavailable/sales/2", "unavailable/support/2");

    [Fact]
    public void A_not_ready_period_does_not_restart_the_idle_clock() =>
        Ready().After(TimeSpan.FromMinutes(3)).When(new C.GoNotReady(Break)).After(TimeSpan.FromMinutes(3)).When(new C.GoReady()).Owes(ToldAvailable(Sales, 3, Noon));

    [Fact]
    public void Ready_signs_in_where_needed() =>
        SignedOut().When(new C.GoReady()).Then(new E.SignedIn(Noon, Phone, 1), new E.BecameReady(Noon));

    [Fact]
    public void A_new_agent_starts_as_the_document_says()
    {
        Unconfigured().When(new C.Configure(1, Settings with { Start = AgentStart.Ready })).ThenTypes(typeof(E.AgentConfigured), typeof(E.SignedIn), typeof(E.BecameReady));
        Unconfigured().When(new C.Configure(1, Settings with { Start = AgentStart.NotReady })).ThenTypes(typeof(E.AgentConfigured), typeof(E.SignedIn));
        Unconfigured().When(new C.Configure(1, Settings)).ThenTypes(typeof(E.AgentConfigured)).When(new C.Configure(2, Settings with { Start = AgentStart.Ready })).ThenTypes(typeof(E.AgentConfigured));
    }

    [Fact]
    public void A_reason_that_the_tenant_does_not_have_is_refused() =>
        Ready().When(new C.GoNotReady("golf")).ThenRefused(Refusal.ReasonUnknown);

    [Fact]
    public void An_agent_who_is_not_configured_cannot_sign_in() =>
        Unconfigured().When(new C.SignIn(null)).ThenRefused(Refusal.AgentNotConfigured).When(new C.GoReady()).ThenRefused(Refusal.AgentNotConfigured);

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_phone_that_cannot_be_one_is_refused(string phone) =>
        SignedOut().When(new C.SignIn(phone)).ThenRefused(Refusal.PhoneNotConfigured);

    [Fact]
    public void Changing_the_phone_is_a_new_sign_in()
    {
        var agent = Ready().When(new C.SignIn("6002")).Then(new E.SignedOut(Noon), new E.SignedIn(Noon, "6002", 2));
        agent.Owes(Confirmed("detach/1", PhoneId, new PhoneCommand.Detach(Anna, 1)))
            .OwesOnly("attach/2/0", "detach/1", "left/sales/2", "left/support/2", "unavailable/sales/3", "unavailable/support/3");
        Talking().When(new C.SignIn("6002")).ThenRefused(Refusal.AgentBusy);
    }

    [Fact]
    public void A_signed_out_agent_owes_nothing_once_everybody_knows() =>
        Ready().When(new C.SignOut()).Then(new E.SignedOut(Noon))
            .Owes(ToldGone(Sales, 2))
            .OwesOnly("detach/1", "left/sales/2", "left/support/2")
            .When(new C.ConfirmTold("detach/1")).When(new C.ConfirmTold("left/sales/2")).When(new C.ConfirmTold("left/support/2")).OwesOnly()
            .When(new C.ConfirmTold("detach/1")).ThenAlreadySo();

    [Fact]
    public void Not_ready_in_a_contact_takes_effect_when_its_wrap_up_ends()
    {
        var agent = Talking().When(new C.GoNotReady(Meal)).Then(new E.NotReadyRequested(Noon, Meal)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByAgent)).After(Rules.WrapUp);
        agent.When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(agent.Now, First), new E.BecameNotReady(agent.Now, Meal));
        Assert.False(agent.State.IsAvailable);
    }

    [Fact]
    public void Sign_out_in_a_contact_takes_effect_when_its_wrap_up_ends()
    {
        var agent = Holding().When(new C.SignOut()).Then(new E.SignOutRequested(Noon)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByAgent)).After(Rules.WrapUp);
        agent.When(new C.EndWrapUp(First)).Then(new E.WrapUpEnded(agent.Now, First), new E.SignedOut(agent.Now));
    }

    [Fact]
    public void The_last_request_counts_and_ready_takes_it_back() =>
        Talking().When(new C.SignOut()).When(new C.GoNotReady(Break)).Then(new E.NotReadyRequested(Noon, Break)).When(new C.GoReady()).Then(new E.RequestTakenBack(Noon))
            .When(new C.GoReady()).ThenAlreadySo();

    [Fact]
    public void Ready_ends_the_wrap_up() =>
        WrapUp().When(new C.GoReady()).Then(new E.WrapUpEnded(Noon, First)).Owes(ToldAvailable(Sales, 3, Noon, new AgentProfile { Level = 1, Handled = 1 })).OwesOnly("available/sales/3", "available/support/3")
            .When(new C.EndWrapUp(First)).ThenAlreadySo();

    [Fact]
    public void A_removed_agent_goes_when_its_contact_ends()
    {
        Ready().When(new C.Configure(2, null)).Then(new E.AgentConfigured(Noon, 2, null), new E.SignedOut(Noon));
        var agent = Talking().When(new C.Configure(2, null)).Then(new E.AgentConfigured(Noon, 2, null), new E.SignOutRequested(Noon));
        agent.When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).After(Rules.WrapUp).When(new C.EndWrapUp(First)).ThenTypes(typeof(E.WrapUpEnded), typeof(E.SignedOut));
    }

    [Fact]
    public void A_queue_that_is_served_no_more_is_told_and_the_others_hear_anew() =>
        Ready().When(new C.Configure(2, Settings with { Queues = ["support", "billing"] }))
            .Owes(ToldGone(Sales, 2))
            .OwesOnly("left/sales/2", "available/support/2", "available/billing/2");

    [Fact]
    public void An_agent_who_cannot_tell_those_who_must_know_is_offered_nothing()
    {
        var agent = Ready();
        for (var number = 0; number < AgentState.NoticesMax; number++)
        {
            agent.Given(new E.OfferBarred(Noon, new OfferId(Second.Stay, number + 1), Sales));
        }

        Assert.False(agent.State.IsAvailable);
        Assert.True(agent.When(new C.ConfirmTold("failed/b.1.1")).State.IsAvailable);
    }

    [Fact]
    public void What_is_said_after_a_wrap_up_ran_out_unseen_stands_behind_its_end()
    {
        var agent = WrapUp().After(Rules.WrapUp + TimeSpan.FromSeconds(1));
        agent.When(new C.GoNotReady(Meal)).Then(new E.WrapUpEnded(Noon + Rules.WrapUp, First), new E.BecameNotReady(agent.Now, Meal));
    }
}
