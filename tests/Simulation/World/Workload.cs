using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;

namespace CallCenter.Simulation.World;

/// <summary>What people do with a center: its document, callers of all moods, agents who come, go and lose their phones.</summary>
internal sealed class Workload(ICenter center, VirtualTime time, Random random, Floor floor, int agents, TimeSpan longestCall, Action<ActorId> accepted)
{
    public void Configure() => center.Tell(ActorId.Configuration(Center.Tenant), new ConfigurationCommand.Accept(Document(), null, "simulation"));

    public void Arrive(int number)
    {
        var (queue, other) = random.Next(3) == 0 ? ("support", "sales") : ("sales", "support");
        var plan = new NumberPlan("4000", queue, (AnswerMode)(1 + random.Next(3)), "default") { Also = random.Next(3) == 0 ? [other] : [] };
        floor.Add(new SimulatedCaller(center, time, random, number, plan, longestCall, accepted));
    }

    public void Act()
    {
        var agent = ActorId.Agent(Center.Tenant, $"100{1 + random.Next(agents)}");
        var contact = $"sip:a{agent.Key}@127.0.0.9";
        switch (random.Next(6))
        {
            case 0:
                center.Tell(agent, new AgentCommand.GoNotReady("break"));
                break;
            case 1:
                center.Tell(agent, new AgentCommand.SignOut());
                break;
            case 2:
                floor.Gone.Add(contact);
                time.After(TimeSpan.FromSeconds(30 * random.NextDouble()), () => floor.Gone.Remove(contact));
                break;
            default:
                center.Tell(agent, new AgentCommand.GoReady());
                break;
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
            WrapUp = TimeSpan.FromSeconds(random.Next(8)),
            MaxWait = overflow is null ? null : TimeSpan.FromSeconds(20 + random.Next(60)),
            OverflowQueue = overflow,
            Music = "default",
            MissesBeforeNotReady = 2,
            StaysReadyOnDecline = random.Next(2) == 0,
            RetryAgentAfter = TimeSpan.FromSeconds(5),
            ServiceLevel = TimeSpan.FromSeconds(15),
            ShortAbandon = TimeSpan.FromSeconds(5),
            MaxLength = overflow is not null && random.Next(4) == 0 ? 2 : null,
        };
        var document = new TenantDocument
        {
            Tenant = Center.Tenant,
            Queues = Map(("sales", Queue("support")), ("support", Queue(null))),
            Reasons = Map(("break", new ReasonEntry(new Label("Break", "小休"), false, null))),
            Teams = Map(("all", new TeamEntry(new Label("All", "全部")))),
        };
        for (var agent = 1; agent <= agents; agent++)
        {
            document = document with
            {
                Phones = document.Phones.Add($"600{agent}", new PhoneEntry($"sip:a100{agent}@127.0.0.9", 0)),
                Agents = document.Agents.Add($"100{agent}", new AgentEntry($"Agent {agent}", "all", $"600{agent}", agent % 2 == 0 ? ["sales"] : ["sales", "support"], AgentStart.Ready)),
            };
        }

        return document;
    }

    private static ImmutableSortedDictionary<string, T> Map<T>(params (string Key, T Value)[] entries) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
}
