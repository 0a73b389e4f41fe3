using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using static CallCenter.Actors.Tests.Queues.QueueWorld;
using C = CallCenter.Actors.Queues.QueueCommand;
using E = CallCenter.Actors.Queues.QueueEvent;

namespace CallCenter.Actors.Tests.Queues;

/// <summary>Anything may come at any time, and come again later. The seed names the walk.</summary>
public sealed class QueueWalkTests
{
    private const int Steps = 150;

    private static readonly QueueSettings Bounded = Settings with { MaxWait = TimeSpan.FromSeconds(45), MaxLength = 4, Overflow = Elsewhere };

    /// <summary>It closes a few minutes after the walk has begun, if it goes that far.</summary>
    private static readonly QueueSettings Treated = Treatments.Everything with
    {
        Hours = Treatments.Diverting with { Calendar = Treatments.Daytime with { Week = [.. Treatments.Daytime.Week.Items.Select(hours => hours with { To = (12 * 60) + 3 })] } },
    };

    private static readonly QueueSettings Ruled = Settings with
    {
        Announce = new AnnounceRule { Position = true, ExpectedWait = true, FirstAfter = TimeSpan.FromSeconds(5), Every = TimeSpan.FromSeconds(10) },
        Order = AgentOrder.RoundRobin,
        HeadStart = TimeSpan.FromSeconds(30),
        Steps = [new NeedStep(TimeSpan.Zero, "", "english>=2"), new NeedStep(TimeSpan.FromSeconds(20), "english or french")],
        Reserve = new ReserveRule(1, 1, TimeSpan.FromSeconds(15)),
    };

    private static readonly QueueSettings Grouped = Settings with { Together = 3, Steps = [new NeedStep(TimeSpan.Zero, "", "english"), new NeedStep(TimeSpan.FromSeconds(20), "")] };

    private static readonly string[] Needs = ["", "english", "french>=2", "not english"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_walk_leaves_a_call_waiting_for_an_agent_who_is_available(int seed)
    {
        foreach (var queue in Walk(seed))
        {
            QueueMatrixTests.AssertNobodyWaitsForNothing(queue.State);
        }
    }

    /// <summary>Entered = left + still there; nobody leaves twice, nobody who left comes back, no offer is made to a call that is not there.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void On_every_walk_each_stay_ends_once(int seed)
    {
        var (inside, left) = (new HashSet<StayId>(), new HashSet<StayId>());
        foreach (var queue in Walk(seed))
        {
            foreach (var @event in queue.Events)
            {
                switch (@event)
                {
                    case E.CallQueued e:
                        Assert.True(!left.Contains(e.Stay) && inside.Add(e.Stay));
                        break;
                    case E.CallTurnedAway e:
                        Assert.True(!inside.Contains(e.Stay) && left.Add(e.Stay));
                        break;
                    case E.StayBarred e:
                        Assert.True(!inside.Contains(e.Stay) && left.Add(e.Stay));
                        break;
                    case E.CallAnswered e:
                        Assert.True(inside.Remove(e.Offer.Stay) && left.Add(e.Offer.Stay));
                        break;
                    case E.StayEnded e:
                        Assert.True(inside.Remove(e.Stay) && left.Add(e.Stay));
                        break;
                    case E.OfferMade e:
                        Assert.Contains(e.Offer.Stay, inside);
                        break;
                }
            }

            Assert.Equal(inside.Order(), queue.State.Stays.Keys);
        }
    }

    private static IEnumerable<QueueScenario> Walk(int seed)
    {
        var random = new Random(seed);
        var queue = Queue(new[] { Settings, Bounded, Treated, Ruled, Grouped, Bounded with { Together = 2 } }[random.Next(6)]);
        var said = new List<C>();
        var epochs = new long[5];
        for (var step = 0; step < Steps; step++)
        {
            queue.After(TimeSpan.FromSeconds(random.Next(8)));
            var command = random.Next(5) == 0 && said.Count > 0 ? said[random.Next(said.Count)] : Next(random, queue, epochs);
            said.Add(command);
            yield return queue.When(command);
        }
    }

    private static C Next(Random random, QueueScenario queue, long[] epochs)
    {
        var call = $"c{random.Next(12)}";
        var offer = queue.State.Stays.Values.SelectMany(stay => stay.Offers).Select(open => open.Id).ElementAtOrDefault(random.Next(5));
        offer = offer.Attempt > 0 ? offer : Offer(call, random.Next(1, 4));
        var agent = random.Next(epochs.Length);
        var id = ActorId.Agent("acme", $"agent{agent}");
        var dues = queue.Duties.OfType<Duty.Wake>().Where(wake => wake.At <= queue.Now).ToList();
        return random.Next(15) switch
        {
            0 or 1 or 2 => new C.Enqueue(Stay(call), Needing(random, Call(call, random.Next(2), Noon.AddSeconds(random.Next(60))))),
            3 or 4 or 5 => new C.RecordAgentAvailable(id, epochs[agent] += random.Next(1, 3), Noon.AddSeconds(-random.Next(60))) { Profile = Skilled(random) },
            6 => new C.RecordAgentUnavailable(id, ++epochs[agent]) { IsGone = random.Next(2) == 0 },
            13 when random.Next(2) == 0 => new C.Pick(Stay(call), id, "sue") { IsOwn = random.Next(2) == 0 },
            14 when random.Next(4) == 0 => random.Next(3) == 0 ? new C.DeclareEmergency("fire", "li") : new C.LiftEmergency("over", "li"),
            7 => new C.RecordReserved(offer),
            8 => random.Next(2) == 0 ? new C.RecordReserveRefused(offer) : new C.RecordStayEnded(offer.Stay, StayEnd.AbandonedWaiting),
            9 => new C.RecordAnswered(offer),
            10 => new C.RecordOfferFailed(offer, Enum.GetValues<OfferEnd>()[random.Next(9)]),
            11 => queue.State.Notices.Keys.FirstOrDefault() is { } key ? new C.ConfirmTold(key) : new C.ExpireOffer(offer),
            12 when random.Next(6) == 0 => new C.Configure(queue.State.Version + 1, random.Next(4) switch { 0 => null, 1 => Treated, 2 => Grouped, _ => random.Next(2) == 0 ? Ruled : Bounded }),
            _ => dues.Count > 0 ? (C)dues[random.Next(dues.Count)].Message : new C.ExpireWait(Stay(call)),
        };
    }

    private static QueuedCall Needing(Random random, QueuedCall call) => call with
    {
        Needs = [new NeedStep(TimeSpan.Zero, Needs[random.Next(Needs.Length)]), new NeedStep(TimeSpan.FromSeconds(random.Next(1, 40)), "")],
        Preferred = random.Next(4) == 0 ? [ActorId.Agent("acme", "agent0"), ActorId.Agent("acme", "agent2")] : [],
        PreferFor = TimeSpan.FromSeconds(10 * random.Next(3)),
    };

    private static AgentProfile Skilled(Random random) => new()
    {
        Skills = [.. new SkillLevel[] { new("english", random.Next(4)), new("french", random.Next(4)) }.Where(skill => skill.Level > 0)],
    };
}
