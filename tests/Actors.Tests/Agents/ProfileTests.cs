using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>What an agent tells its queues of itself, so that they can choose it.</summary>
public sealed class ProfileTests
{
    private static readonly EquatableArray<SkillLevel> Skills = [new("billing", 3), new("english", 5)];

    private static readonly AgentSettings Skilled = Settings with { Skills = Skills, Terms = [new QueueTerms("support", 2, 3)] };

    [Fact]
    public void Skills_and_the_level_of_each_queue_are_told_with_readiness() =>
        Ready(Skilled).Owes(ToldAvailable(Sales, 1, Noon, new AgentProfile { Skills = Skills, Level = 1 }))
            .Owes(ToldAvailable(Support, 1, Noon, new AgentProfile { Skills = Skills, Level = 2 }));

    [Fact]
    public void Who_has_nothing_special_and_has_done_nothing_tells_nothing_more() => Ready().Owes(ToldAvailable(Sales, 1, Noon)).Owes(ToldAvailable(Support, 1, Noon));

    [Fact]
    public void Contacts_and_occupancy_count_from_the_sign_in()
    {
        var agent = Ready().After(TimeSpan.FromSeconds(50)).Reserve(First).When(new C.RecordRinging(First)).After(TimeSpan.FromSeconds(5)).When(new C.RecordAnswered(First))
            .After(TimeSpan.FromSeconds(10)).When(new C.RecordHeld(First, 1)).After(TimeSpan.FromSeconds(5)).When(new C.RecordRetrieved(First, 2))
            .When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).After(Rules.WrapUp).When(new C.EndWrapUp(First));
        var wrappedUp = Noon.AddSeconds(100);
        agent.Owes(ToldAvailable(Sales, 3, wrappedUp, new AgentProfile { Level = 1, Handled = 1, Occupancy = 500 }))
            .After(TimeSpan.FromSeconds(50)).When(new C.GoNotReady(Break)).After(TimeSpan.FromSeconds(50)).When(new C.GoReady())
            .Owes(ToldAvailable(Sales, 5, wrappedUp, new AgentProfile { Level = 1, Handled = 1, Occupancy = 250 }))
            .When(new C.SignOut()).When(new C.GoReady()).When(new C.RecordPhone(Phone, 2, Desk))
            .Owes(ToldAvailable(Sales, 8, agent.Now, null));
    }

    [Fact]
    public void A_missed_call_is_time_but_no_contact() =>
        Ringing().After(RingTime).When(new C.RecordOfferEnded(First, OfferEnd.Missed)).After(TimeSpan.FromHours(1))
            .Owes(ToldAvailable(Sales, 3, Noon, new AgentProfile { Level = 1, Occupancy = 1_000 }));

    [Fact]
    public void An_offer_given_up_and_answered_after_all_is_one_contact()
    {
        var agent = Expired().When(new C.RecordAnswered(First)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByCaller)).After(Rules.WrapUp).When(new C.EndWrapUp(First));
        Assert.Equal((1, RingTime + C.ReservationGrace + Rules.WrapUp, null), (agent.State.Tally.Handled, agent.State.Tally.Handling, agent.State.Tally.HandlingSince));
    }

    [Fact]
    public void Other_skills_or_terms_are_news() =>
        Ready().When(new C.Configure(2, Settings with { Skills = Skills })).Owes(ToldAvailable(Sales, 2, Noon, new AgentProfile { Skills = Skills, Level = 1 }))
            .When(new C.Configure(3, Skilled)).Owes(ToldAvailable(Support, 3, Noon, new AgentProfile { Skills = Skills, Level = 2 }))
            .When(new C.Configure(4, Skilled with { Team = "red" })).OwesOnly("available/sales/3", "available/support/3");

    [Fact]
    public void Who_is_busy_is_not_gone_and_who_signs_out_is() =>
        Talking().Owes(ToldUnavailable(Sales, 2)).When(new C.GoNotReady(Break)).When(new C.RecordReleased(First, SegmentEnd.ReleasedByAgent)).When(new C.EndWrapUp(First))
            .Owes(ToldUnavailable(Sales, 2)).When(new C.SignOut()).Owes(ToldGone(Sales, 3)).Owes(ToldGone(Support, 3));

    [Fact]
    public void Who_comes_back_is_gone_no_more() =>
        Ready().When(new C.SignOut()).Owes(ToldGone(Sales, 2)).When(new C.SignIn(null)).Owes(ToldUnavailable(Sales, 3));

    [Fact]
    public void An_agent_nobody_knows_leaves_without_a_word() => NotReady().When(new C.SignOut()).OwesOnly("detach/1");

    [Fact]
    public void Occupancy_is_at_most_all_of_the_time()
    {
        var tally = new AgentTally(Noon) { Handling = TimeSpan.FromMinutes(2) };
        Assert.Equal([0, 1_000, 20], new[] { Noon, Noon.AddMinutes(1), Noon.AddMinutes(100) }.Select(tally.OccupancyAt));
    }

    [Fact]
    public void What_a_queue_keeps_of_an_agent_stays_small()
    {
        var profile = new AgentProfile { Level = 1, Handled = 120, Occupancy = 812 };
        var bare = new QueueEvent.AgentBecameAvailable(Noon, Anna, 1_000, Noon);
        Assert.InRange(Contracts.Write(bare with { Profile = profile }).Length - Contracts.Write(bare).Length, 1, 60);
    }
}
