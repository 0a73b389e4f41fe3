using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>An agent calls somebody outside: it has one thing to do at a time, and is never stuck with what it dialed.</summary>
public sealed class DialTests
{
    [Fact]
    public void From_its_desktop_an_edge_is_asked_until_the_call_has_it()
    {
        var agent = Dialing();
        Assert.IsType<AgentWork.Dialing>(agent.State.Work);
        agent.Owes(new Duty.Perform($"dial/{Outgoing}", Port.Signalling, new PlaceCall(OutgoingCall, Anna, Desk, "02155551234", Noon + RingTime) { Shows = "4000" }, new C.ConfirmPlaced(Outgoing), new C.RecordNotPlaced(Outgoing)));
        Assert.False(agent.State.IsAvailable);

        agent.When(Joining()).ThenTypes(typeof(E.DialJoined));
        Assert.DoesNotContain(agent.Duties, duty => duty.Key.StartsWith("dial", StringComparison.Ordinal));
        agent.When(new C.EndDial(Outgoing)).ThenAlreadySo();
    }

    [Fact]
    public void It_talks_wraps_up_and_is_ready_again()
    {
        var agent = Dialing().When(Joining()).When(new C.RecordAnswered(Outgoing)).ThenTypes(typeof(E.Answered));
        agent.After(TimeSpan.FromSeconds(60)).When(new C.RecordReleased(Outgoing, SegmentEnd.ReleasedByCaller)).ThenTypes(typeof(E.WrapUpStarted));
        agent.After(TimeSpan.FromSeconds(15)).When(new C.EndWrapUp(Outgoing)).ThenTypes(typeof(E.WrapUpEnded));
        Assert.True(agent.State.IsAvailable);
        Assert.Equal(agent.Now, agent.State.IdleSince);
    }

    [Fact]
    public void At_its_phone_the_call_is_the_first_that_it_hears_of_it()
    {
        Ready().When(Joining()).ThenTypes(typeof(E.Dialed), typeof(E.DialJoined));
        NotReady().When(Joining()).ThenTypes(typeof(E.Dialed), typeof(E.DialJoined));
        Ready().When(Joining() with { Phone = "6002" }).ThenRefused(Refusal.AgentBusy);
        Ringing().When(Joining()).ThenRefused(Refusal.AgentBusy);
        SignedOut().When(Joining()).ThenRefused(Refusal.AgentSignedOut);
    }

    [Fact]
    public void Who_is_held_for_an_offer_cannot_dial_and_who_dials_is_not_offered()
    {
        Reserved().When(Dial()).ThenRefused(Refusal.AgentBusy);
        Dialing().Reserve(First).ThenRefused(Refusal.AgentBusy);
    }

    [Fact]
    public void A_call_that_never_came_frees_it_and_is_refused_when_it_comes_late()
    {
        var agent = Dialing().After(RingTime + C.ReservationGrace).When(new C.EndDial(Outgoing)).ThenTypes(typeof(E.DialEnded));
        Assert.True(agent.State.IsAvailable);
        agent.When(Joining()).ThenRefused(Refusal.OfferIsStale);

        Dialing().When(new C.RecordNotPlaced(Outgoing)).ThenTypes(typeof(E.DialEnded)).When(Joining()).ThenRefused(Refusal.OfferIsStale);
    }

    [Fact]
    public void A_customer_who_does_not_answer_costs_no_wrap_up_and_counts_for_nothing()
    {
        var agent = Dialing().When(Joining()).When(new C.RecordOfferEnded(Outgoing, OfferEnd.Withdrawn)).ThenTypes(typeof(E.DialEnded));

        Assert.True(agent.State.IsAvailable);
        Assert.Equal(0, agent.State.MissesInARow);
        agent.When(Joining()).ThenRefused(Refusal.OfferIsStale);
    }

    [Fact]
    public void An_end_that_overtakes_its_call_bars_it()
    {
        var agent = Ready().When(new C.RecordOfferEnded(Outgoing, OfferEnd.Withdrawn)).ThenTypes(typeof(E.OfferBarred));
        agent.When(Joining()).ThenRefused(Refusal.OfferIsStale);
    }

    [Fact]
    public void What_was_asked_for_during_it_follows_its_end()
    {
        var agent = Dialing().When(Joining()).When(new C.SignOut()).ThenTypes(typeof(E.SignOutRequested));
        agent.When(new C.RecordOfferEnded(Outgoing, OfferEnd.Withdrawn)).ThenTypes(typeof(E.DialEnded), typeof(E.SignedOut));
    }
}
