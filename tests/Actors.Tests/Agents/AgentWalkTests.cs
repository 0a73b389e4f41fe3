using CallCenter.Actors.Agents;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Agents.AgentWorld;
using C = CallCenter.Actors.Agents.AgentCommand;
using E = CallCenter.Actors.Agents.AgentEvent;

namespace CallCenter.Actors.Tests.Agents;

/// <summary>Anything may come at any time, and come again later. The seed names the walk; the scenario holds idempotence and duties.</summary>
public sealed class AgentWalkTests
{
    private const int Steps = 150;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    /// <summary>RELIABILITY A1 and A3, from the events alone.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_walk_holds_an_agent_for_two_offers_or_in_its_wrap_up(int seed)
    {
        OfferId? held = null;
        foreach (var @event in Walk(seed).SelectMany(agent => agent.Events))
        {
            switch (@event)
            {
                case E.Reserved e:
                    Assert.Null(held);
                    held = e.Offer;
                    break;
                case E.Dialed e:
                    Assert.Null(held);
                    held = e.Offer;
                    break;
                case E.DialEnded { Offer: var offer }:
                    Assert.Equal(held, offer);
                    held = null;
                    break;
                case E.OfferEnded { Offer: var offer }:
                    Assert.Equal(held, offer);
                    held = null;
                    break;
                case E.WrapUpEnded { Offer: var offer }:
                    Assert.Equal(held, offer);
                    held = null;
                    break;
            }
        }
    }

    /// <summary>What queues are told changes its epoch, and no epoch stands for two things.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_every_walk_an_epoch_means_one_thing(int seed)
    {
        var told = new Dictionary<(string, long), object>();
        foreach (var news in Walk(seed).SelectMany(agent => agent.Duties).OfType<Duty.Deliver>())
        {
            if (news.Message is QueueCommand.RecordAgentAvailable or QueueCommand.RecordAgentUnavailable)
            {
                var epoch = news.Message is QueueCommand.RecordAgentAvailable available ? available.Epoch : ((QueueCommand.RecordAgentUnavailable)news.Message).Epoch;
                // That it asks as well is no other news.
                var message = news.Message is QueueCommand.RecordAgentAvailable asks ? asks with { IsAsking = false } : news.Message;
                Assert.Equal(message, told.TryAdd((news.To.Key, epoch), message) ? message : told[(news.To.Key, epoch)]);
            }
        }
    }

    /// <summary>The view and the agent tell the same story (RELIABILITY A5 rests on it).</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_every_walk_the_board_shows_what_the_agent_does(int seed)
    {
        var row = AgentBoard.Empty("acme", "anna");
        foreach (var agent in Walk(seed))
        {
            foreach (var @event in agent.Events)
            {
                row = AgentBoard.Apply(row, Anna, @event).Row;
            }

            Assert.Equal(PhaseOf(agent.State), row.Phase);
        }
    }

    /// <summary>Whatever it was to choose by: what it takes is one of those that it held, and none of the others comes back.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_every_walk_an_offer_that_lost_is_never_taken(int seed)
    {
        var (held, lost) = (new HashSet<OfferId>(), new HashSet<OfferId>());
        foreach (var agent in Walk(seed))
        {
            foreach (var @event in agent.Events)
            {
                switch (@event)
                {
                    case E.OfferContested e:
                        Assert.DoesNotContain(e.Offer, lost);
                        Assert.True(held.Add(e.Offer));
                        break;
                    case E.Reserved e:
                        Assert.True(held.Count == 0 || held.Remove(e.Offer));
                        Assert.DoesNotContain(e.Offer, lost);
                        break;
                    case E.OfferBarred e:
                        held.Remove(e.Offer);
                        lost.Add(e.Offer);
                        break;
                }
            }

            if (agent.State.Contest is null)
            {
                Assert.All(held, offer => Assert.True(agent.State.Past.IsBarred(offer)));
                lost.UnionWith(held);
                held.Clear();
            }
        }
    }

    private static AgentActivity PhaseOf(AgentState state) => (state.Work, state.Presence) switch
    {
        (AgentWork.Reserved, _) => AgentActivity.Reserved,
        (AgentWork.Ringing, _) => AgentActivity.Ringing,
        (AgentWork.Dialing, _) => AgentActivity.Dialing,
        (AgentWork.Talking, _) => AgentActivity.Talking,
        (AgentWork.Holding, _) => AgentActivity.Holding,
        (AgentWork.WrapUp, _) => AgentActivity.WrapUp,
        (_, AgentPresence.SignedOut) => AgentActivity.SignedOut,
        (_, AgentPresence.NotReady) => AgentActivity.NotReady,
        _ => state.Seat?.Target is null ? AgentActivity.Error : AgentActivity.Ready,
    };

    private static IEnumerable<AgentScenario> Walk(int seed)
    {
        var random = new Random(seed);
        var agent = Unconfigured();
        var said = new List<C>();
        yield return agent.When(new C.Configure(1, Settings with { Start = AgentStart.Ready, Choice = (QueueChoice)(seed % 4) }));
        for (var step = 0; step < Steps; step++)
        {
            agent.After(random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.Next(8)));
            var command = random.Next(5) == 0 && said.Count > 0 ? said[random.Next(said.Count)] : Next(random, agent);
            said.Add(command);
            yield return agent.When(command);
        }
    }

    private static C Next(Random random, AgentScenario agent)
    {
        var offer = agent.State.Work?.Offer.Id ?? new OfferId(new StayId("c", 1), random.Next(1, 9));
        var dues = agent.Duties.OfType<Duty.Wake>().Where(wake => wake.At <= agent.Now).ToList();
        if (agent.State.Contest is not null && random.Next(3) == 0)
        {
            return random.Next(2) == 0 ? new C.EndContest(agent.State.Epoch - random.Next(2)) : new C.RecordNothingToOffer(random.Next(2) == 0 ? Sales : Support, agent.State.Epoch);
        }

        return random.Next(23) switch
        {
            20 => new C.Dial(ActorId.Call("acme", $"out{random.Next(9)}"), "02155551234", agent.Now.AddSeconds(random.Next(25))),
            21 => random.Next(4) switch
            {
                0 => new C.RecordNotPlaced(offer),
                1 => new C.RecordOfferEnded(PlaceCall.OfferOf($"out{random.Next(9)}"), OfferEnd.Withdrawn),
                _ => new C.JoinDial(random.Next(2) == 0 ? offer : PlaceCall.OfferOf($"out{random.Next(9)}"), OutgoingCall, "02155551234", Phone, TimeSpan.FromSeconds(5), agent.Now.AddSeconds(random.Next(25))),
            },
            22 => random.Next(2) == 0 ? new C.RecordSummary(agent.State.SummaryOwed ?? offer) : new C.TakeBreak("red", random.Next(2) == 0 ? Break : Meal, agent.State.LastBreak + random.Next(3)),
            0 => new C.GoNotReady(random.Next(2) == 0 ? Break : Meal),
            1 or 2 => new C.GoReady(),
            3 => random.Next(2) == 0 ? new C.SignOut() : new C.SignIn(random.Next(2) == 0 ? null : "6002"),
            4 or 5 or 6 or 7 => new C.Reserve(new OfferId(new StayId("c", 1), random.Next(1, 30)), random.Next(2) == 0 ? Sales : Support, Call with { Arrived = Noon.AddSeconds(random.Next(60)), Priority = random.Next(3) }, agent.Now + TimeSpan.FromSeconds(random.Next(25)), Rules with { Summary = random.Next(3) == 0 })
            {
                AgentEpoch = random.Next(2) * Math.Max(0, agent.State.Epoch - random.Next(2)),
                Cause = random.Next(3) == 0 ? OfferCause.Taken : OfferCause.Order,
            },
            8 => new C.WithdrawOffer(random.Next(2) == 0 ? offer : new OfferId(new StayId("c", 1), random.Next(1, 30))),
            9 => random.Next(2) == 0 ? new C.RecordRingAccepted(offer) : new C.RecordRingRefused(offer),
            10 => new C.RecordRinging(offer),
            11 or 12 => new C.RecordAnswered(offer),
            13 => new C.RecordOfferEnded(offer, Enum.GetValues<OfferEnd>()[random.Next(9)]),
            14 => random.Next(2) == 0 ? new C.RecordHeld(offer, random.Next(1, 5)) : new C.RecordRetrieved(offer, random.Next(1, 5)),
            15 => new C.RecordReleased(offer, SegmentEnd.ReleasedByCaller),
            16 => agent.State.Seat is { } seat ? new C.RecordPhone(seat.Phone, seat.Epoch + random.Next(3), random.Next(4) == 0 ? null : Desk) : new C.RecordPhone(Phone, 1, Desk),
            17 => agent.State.Seat is { } refused ? new C.RecordPhoneRefused(refused.Phone, refused.SignIn) : new C.GoReady(),
            18 when random.Next(8) == 0 => new C.Configure(agent.State.Version + 1, random.Next(3) == 0 ? null : Settings with
            {
                Choice = (QueueChoice)random.Next(4),
                Queues = random.Next(2) == 0 ? ["sales"] : ["sales", "billing"],
                Skills = random.Next(2) == 0 ? [] : [new SkillLevel("english", random.Next(1, 3))],
                Terms = random.Next(2) == 0 ? [] : [new QueueTerms("sales", random.Next(2, 4))],
            }),
            18 => agent.State.Notices.Keys.FirstOrDefault() is { } key ? new C.ConfirmTold(key) : new C.GoReady(),
            _ => dues.Count > 0 ? (C)dues[random.Next(dues.Count)].Message : new C.EndWrapUp(offer),
        };
    }
}
