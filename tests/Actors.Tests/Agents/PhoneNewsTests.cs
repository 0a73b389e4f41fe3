using CallCenter.Actors.Agents;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

public sealed class PhoneNewsTests
{
    [Fact]
    public void Without_a_phone_a_ready_agent_is_unavailable_and_returns_with_it() =>
        Unreachable().Owes(ToldUnavailable(Sales, 2)).Reserve(First).ThenRefused(Refusal.PhoneUnreachable)
            .When(new C.RecordPhone(Phone, 3, Desk)).Owes(ToldAvailable(Sales, 3, Noon));

    [Fact]
    public void Old_news_and_news_of_another_phone_change_nothing() =>
        Unreachable().When(new C.RecordPhone(Phone, 1, Desk)).ThenAlreadySo().When(new C.RecordPhone("6002", 9, Desk)).ThenAlreadySo();

    [Fact]
    public void A_phone_that_refuses_is_asked_again_with_growing_pauses()
    {
        var agent = SignedOut().When(new C.SignIn(null)).When(new C.RecordPhoneRefused(Phone, 1)).Then(new E.PhoneRefused(Noon, Phone, 1))
            .Owes(new Duty.Wake("attach-again/1/0", Noon.AddSeconds(1), new C.AskPhoneAgain(1, 0)))
            .OwesOnly("attach-again/1/0")
            .After(TimeSpan.FromSeconds(1)).When(new C.AskPhoneAgain(1, 0)).Then(new E.PhoneAskedAgain(Noon.AddSeconds(1), 1, 0))
            .OwesOnly("attach/1/1");
        agent.When(new C.RecordPhoneRefused(Phone, 1)).Owes(new Duty.Wake("attach-again/1/1", agent.Now.AddSeconds(2), new C.AskPhoneAgain(1, 1)))
            .When(new C.AskPhoneAgain(1, 0)).ThenAlreadySo()
            .When(new C.RecordPhone(Phone, 4, Desk)).OwesOnly()
            .When(new C.RecordPhoneRefused(Phone, 1)).ThenAlreadySo();
    }

    [Fact]
    public void The_pause_between_questions_has_an_end()
    {
        var seat = new AgentSeat(Phone, 1) { RefusedAt = Noon, Retries = 9 };
        Assert.Equal(Noon.AddSeconds(512), seat.RetryAt);
        Assert.Equal(Noon.AddMinutes(10), (seat with { Retries = int.MaxValue }).RetryAt);
    }

    [Theory]
    [InlineData(OfferEnd.PhoneUnreachable)]
    [InlineData(OfferEnd.MediaFailed)]
    public void A_phone_that_an_offer_did_not_reach_must_prove_itself(OfferEnd end) =>
        RingTaken().When(new C.RecordOfferEnded(First, end)).Then(new E.OfferEnded(Noon, First, end), new E.PhoneFailed(Noon, First))
            .Owes(new Duty.Deliver("suspect/a.1.1", PhoneId, new PhoneCommand.Suspect(First)))
            .Reserve(Second).ThenRefused(Refusal.PhoneUnreachable)
            .When(new C.RecordPhone(Phone, 2, null)).Reserve(Second).ThenRefused(Refusal.PhoneUnreachable)
            .When(new C.RecordPhone(Phone, 3, Desk)).Reserve(Second).ThenTypes(typeof(E.Reserved));

    [Fact]
    public void A_phone_that_fails_again_and_again_makes_not_ready()
    {
        var agent = Ready();
        for (var number = 1; number <= AgentState.PhoneFailuresMax; number++)
        {
            var offer = new OfferId(First.Stay, number);
            agent.Reserve(offer).When(new C.RecordOfferEnded(offer, OfferEnd.PhoneUnreachable));
            if (number < AgentState.PhoneFailuresMax)
            {
                agent.ThenTypes(typeof(E.OfferEnded), typeof(E.PhoneFailed));
            }
            else
            {
                agent.ThenTypes(typeof(E.OfferEnded), typeof(E.PhoneFailed), typeof(E.BecameNotReady));
            }

            agent.When(new C.RecordPhone(Phone, number + 1, Desk));
        }

        Assert.Equal(new AgentPresence.NotReady(SystemReasons.System), agent.State.Presence);
    }

    [Fact]
    public void A_Ring_names_the_phone_as_it_was_when_reserved()
    {
        var ring = Reserved().Duties.Single(duty => duty.Key == "ring/a.1.1");
        Reserved().When(new C.RecordPhone(Phone, 2, Desk with { Contact = "sip:6001@10.0.0.8" })).Owes(ring);
    }
}
