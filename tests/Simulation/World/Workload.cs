using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;
using CallCenter.Cluster;

namespace CallCenter.Simulation.World;

/// <summary>What people do with a center: its document, callers of all moods, agents who come, go and lose their phones.</summary>
internal sealed class Workload(ICenter center, VirtualTime time, Random random, Floor floor, int agents, TimeSpan longestCall, Action<ActorId> accepted, int seed)
{
    /// <summary>Chances of their own, so that all else is as without summaries.</summary>
    private readonly Random desk = new(~seed);


    public void Configure() => center.Tell(ActorId.Configuration(Center.Tenant), new ConfigurationCommand.Accept(Document(), null, "simulation"));

    public void Arrive(int number)
    {
        var (queue, other) = random.Next(3) == 0 ? ("support", "sales") : ("sales", "support");
        var plan = new NumberPlan("4000", queue, (AnswerMode)(1 + random.Next(3)), "default") { Also = random.Next(3) == 0 ? [other] : [] };
        floor.Add(new SimulatedCaller(center, time, random, number, plan, longestCall, accepted));
    }

    private int dialed;

    public void Act()
    {
        var agent = ActorId.Agent(Center.Tenant, $"100{1 + random.Next(agents)}");
        var contact = $"sip:a{agent.Key}@127.0.0.9";
        switch (random.Next(13))
        {
            case 9 or 10:
                var call = ActorId.Call(Center.Tenant, $"{random.NextInt64():x16}{random.NextInt64():x16}");
                center.Tell(agent, new AgentCommand.Dial(call, "02155551234", time.GetUtcNow().AddSeconds(20)));
                time.After(TimeSpan.FromSeconds(5 + (20 * random.NextDouble())), () => Steer(call));
                break;
            case 11 or 12:
                floor.Add(new SimulatedCaller(center, time, random, 500 + ++dialed, agent, $"600{agent.Key[^1]}", longestCall));
                break;
            case 7 or 8 when floor.Callers.LastOrDefault(caller => caller.IsUp) is { } caller:
                Steer(caller.Call);
                break;
            case 0:
                center.Tell(agent, new AgentCommand.GoNotReady("break"));
                center.Tell(ActorId.Floor(Center.Tenant), new FloorCommand.AskBreak("all", agent, "break", agents));
                break;
            case 1:
                center.Tell(agent, new AgentCommand.SignOut());
                break;
            case 2:
                floor.Gone.Add(contact);
                time.After(TimeSpan.FromSeconds(30 * random.NextDouble()), () => floor.Gone.Remove(contact));
                break;
            case 5 when floor.Callers.LastOrDefault(caller => caller is { IsAccepted: true, IsCustomer: true }) is { } caller:
                center.Tell(ActorId.Queue(Center.Tenant, caller.Queue), new QueueCommand.Pick(new StayId(caller.Call.Key, 1), agent, "simulation") { IsOwn = agent.Key[^1] % 2 == 0 });
                break;
            case 6:
                var queue = ActorId.Queue(Center.Tenant, "sales");
                center.Tell(queue, new QueueCommand.DeclareEmergency("drill", "simulation"));
                time.After(TimeSpan.FromSeconds(20 * random.NextDouble()), () => center.Tell(queue, new QueueCommand.LiftEmergency("over", "simulation")));
                break;
            default:
                center.Tell(agent, new AgentCommand.GoReady());
                break;
        }
    }

    /// <summary>What desktops do with a call, of whose offers they know no more than that there are few: hold and retrieve, digits, an answer, an end.</summary>
    private void Steer(ActorId call)
    {
        var segment = random.Next(2) == 0 ? new OfferId(new StayId(call.Key, 1), 1 + random.Next(2)) : PlaceCall.OfferOf(call.Key);
        center.Tell(call, new CallCommand.OrderAnswer(segment, "simulation"));
        for (var act = 0; act < 4; act++)
        {
            CallCommand command = random.Next(6) switch
            {
                0 or 1 => new CallCommand.Hold(segment, "simulation"),
                2 or 3 => new CallCommand.Retrieve(segment, "simulation"),
                4 => new CallCommand.Press(segment, "12#", $"key-{act}", "simulation"),
                _ => random.Next(3) == 0 ? new CallCommand.HangUp(segment, "simulation") : new CallCommand.Hold(segment, "simulation"),
            };
            time.After(TimeSpan.FromSeconds(20 * random.NextDouble()), () => center.Tell(call, command));
        }
    }

    /// <summary>An agent's desktop: some time after a talk it writes the summary, whether one is demanded or not, and now and then another.</summary>
    public void Wrote(CommittedEvent row)
    {
        if (row.Tag == "agent_wrap_up_started" && Contracts.Read(row.Tag, row.Body.Span) is AgentEvent.WrapUpStarted { Offer: var offer })
        {
            for (var writing = 1 + desk.Next(2); writing > 0; writing--)
            {
                var summary = new CallSummary(["billing", $"reason-{desk.Next(3)}"], "");
                time.After(TimeSpan.FromSeconds(20 * desk.NextDouble()), () => center.Tell(ActorId.Call(Center.Tenant, offer.Stay.Call), new CallCommand.WriteSummary(offer, summary, TimeSpan.FromHours(1), "simulation")));
            }
        }
    }

    public void AllBecomeReady()
    {
        for (var agent = 1; agent <= agents; agent++)
        {
            center.Tell(ActorId.Agent(Center.Tenant, $"100{agent}"), new AgentCommand.GoReady());
        }
    }

    private TenantDocument Document()
    {
        QueueEntry Queue(string? overflow) => new()
        {
            Name = new Label("Queue", "队列"),
            RingTime = TimeSpan.FromSeconds(10),
            Together = random.Next(3) == 0 ? 2 + random.Next(3) : null,
            HeadStart = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(60)) : null,
            Steps = random.Next(4) == 0 ? [new NeedStep(TimeSpan.Zero, "not french", "english"), new NeedStep(TimeSpan.FromSeconds(1 + random.Next(20)), "")] : [],
            Reserve = random.Next(6) == 0 ? new ReserveRule(1, 1, TimeSpan.FromSeconds(1 + random.Next(20))) : null,
            WrapUp = TimeSpan.FromSeconds(random.Next(8)),
            MaxWait = overflow is null ? null : TimeSpan.FromSeconds(20 + random.Next(60)),
            OverflowQueue = overflow,
            Music = "default",
            MissesBeforeNotReady = 2,
            StaysReadyOnDecline = random.Next(2) == 0,
            RetryAgentAfter = TimeSpan.FromSeconds(5),
            ServiceLevel = TimeSpan.FromSeconds(15),
            ShortAbandon = TimeSpan.FromSeconds(5),
            SummaryRequired = desk.Next(3) == 0,
            MaxLength = overflow is not null && random.Next(4) == 0 ? 2 : null,
            Announce = random.Next(4) == 0 ? null : Announce(),
        };
        var document = new TenantDocument
        {
            Tenant = Center.Tenant,
            Calendars = Map(("business", Calendar())),
            Queues = Map(("sales", Treated(Queue("support"))), ("support", Queue(null))),
            Reasons = Map(("break", new ReasonEntry(new Label("Break", "小休"), false, null))),
            Sites = Map(("main", new SiteEntry(new Label("Main", "总部")) { Costs = [new SiteCost("east", 20)] }), ("east", new SiteEntry(new Label("East", "东部")) { Costs = [new SiteCost("main", 20)] })),
            Teams = Map(("all", new TeamEntry(new Label("All", "全部")) { Breaks = desk.Next(2) == 0 ? new BreaksEntry(["break"], 1 + desk.Next(2), null, desk.Next(2) == 0) : null })),
        };
        for (var agent = 1; agent <= agents; agent++)
        {
            document = document with
            {
                Phones = document.Phones.Add($"600{agent}", new PhoneEntry($"sip:a100{agent}@127.0.0.9", 0) { AutoAnswer = (AutoAnswer)(agent % 3) }),
                Agents = document.Agents.Add($"100{agent}", new AgentEntry($"Agent {agent}", "all", $"600{agent}", agent % 2 == 0 ? ["sales"] : ["sales", "support"], AgentStart.Ready)
                {
                    Skills = random.Next(4) switch { 0 => [], 1 => [new SkillLevel("french", 1)], _ => [new SkillLevel("english", 1 + random.Next(3))] },
                    Site = agent % 2 == 0 ? "east" : null,
                    Choice = (QueueChoice)random.Next(4),
                    Terms = [new QueueTerms("sales", Share: 1 + random.Next(3)), new QueueTerms("support", Share: 1 + random.Next(3))],
                }),
            };
        }

        return document;
    }

    /// <summary>Open for the first minutes of the storm or longer, so that some seeds see it close.</summary>
    private Calendar Calendar()
    {
        var now = time.GetUtcNow();
        var minute = (int)now.TimeOfDay.TotalMinutes;
        return new Calendar("Etc/UTC") { Week = [new WeekHours(now.DayOfWeek, 0, minute + 1 + random.Next(8))] };
    }

    private AnnounceRule Announce() => new()
    {
        Position = random.Next(4) != 0,
        ExpectedWait = random.Next(2) == 0,
        Comfort = random.Next(2) == 0 ? ["patience", "web"] : [],
        FirstAfter = TimeSpan.FromSeconds(1 + random.Next(10)),
        Every = TimeSpan.FromSeconds(2 + random.Next(15)),
        ChangeMin = random.Next(2),
    };

    /// <summary>Some of what a queue may do with calls that it does not keep; all of it leads to support.</summary>
    private QueueEntry Treated(QueueEntry sales)
    {
        var support = new TargetEntry("support", null);
        OverflowEntry[] rules =
        [
            new(support, TimeSpan.FromSeconds(10 + random.Next(60)), null, null, TimeSpan.Zero),
            new(support, null, 1 + random.Next(4), null, TimeSpan.Zero),
            new(support, null, null, 1 + random.Next(2), TimeSpan.FromSeconds(random.Next(20))),
            new(support, null, null, null, TimeSpan.Zero) { ExpectedWait = TimeSpan.FromSeconds(5 + random.Next(60)) },
        ];
        return sales with
        {
            Hours = random.Next(3) == 0 ? "business" : null,
            Closed = support,
            DivertsWhenClosing = random.Next(2) == 0,
            Emergency = new EmergencyEntry(support, false, random.Next(2) == 0),
            OverflowWhen = [.. rules.Where(_ => random.Next(3) == 0)],
        };
    }

    private static ImmutableSortedDictionary<string, T> Map<T>(params (string Key, T Value)[] entries) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
}
