using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Truth.Floor;

/// <summary>
/// One queue and its agents on the production node, which runs calls, queue, agents and phones with their duties over virtual time. Nothing is lost,
/// late or slow: what is left of a wait is the wait for an agent, and the ringing of its phone where it rings.
/// </summary>
internal sealed class CalmCenter
{
    /// <summary>In times between two calls of one agent: nobody who is still needed is silent for so long (e⁻⁵⁰), and should it be, the run says so.</summary>
    private const int SilenceMax = 50;

    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(10);
    private static readonly ActorId Queue = ActorId.Queue(Center.Tenant, "sales");
    private const int FirstAgent = 10_000;
    private const int RoundsMax = 100_000;

    private readonly VirtualTime time = new();
    private readonly CalmTerms terms;
    private readonly IReadOnlyList<DrawnCall> calls;
    private readonly CalmJournal journal;
    private readonly CalmFloor floor;
    private readonly Node node;
    private readonly OutcomeFold outcomes = new();
    private string? trouble;

    private CalmCenter(CalmTerms terms, IReadOnlyList<DrawnCall> calls)
    {
        (this.terms, this.calls) = (terms, calls);
        journal = new CalmJournal(time);
        floor = new CalmFloor(time, terms, Tell);
        node = new Node(new NodeParts
        {
            Options = new NodeOptions { PassivateAfter = SilenceMax * terms.Agents * (calls[^1].At / calls.Count) },
            Types = Center.Types,
            Store = journal,
            Performer = floor,
            Clock = new NodeClock(time),
            Committed = outcomes.Take,
        });
        node.Acquire(Enumerable.Range(0, journal.ShardCount).ToDictionary(shard => shard, _ => 1L));
        Settle();
        Configure();
    }

    /// <summary>Lets all of them come, and runs until each is answered or has given up: their outcomes, in order of arrival.</summary>
    public static CallOutcome[] Run(CalmTerms terms, IReadOnlyList<DrawnCall> calls) => new CalmCenter(terms, calls).Run();

    private CallOutcome[] Run()
    {
        var began = time.Elapsed;
        outcomes.Begin(calls.Count);
        PlanArrival(0);
        while (!outcomes.IsComplete)
        {
            time.Step(node.NextDue ?? DateTimeOffset.MaxValue);
            Settle();
        }

        return outcomes.All;

        void PlanArrival(int number)
        {
            if (number < calls.Count)
            {
                time.After(began + calls[number].At - time.Elapsed, () =>
                {
                    floor.Arrive(number, calls[number], PlanOf(calls[number]));
                    PlanArrival(number + 1);
                });
            }
        }
    }

    /// <summary>An agent as outcomes name it: from 0.</summary>
    public static int IndexOf(string number) => int.Parse(number, CultureInfo.InvariantCulture) - FirstAgent;

    private NumberPlan PlanOf(DrawnCall call) => new("4000", Queue.Key, AnswerMode.OnQueue, "default", call.Priority)
    {
        Rules = terms.Graph is null ? [] : [new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, SkillOf(call.Kind))] }],
    };

    private static string SkillOf(int kind) => $"kind{kind}";

    private void Configure()
    {
        Tell(Queue, new QueueCommand.Configure(1, new QueueSettings { Name = "Sales", WrapUp = terms.WrapUp }));
        for (var agent = 0; agent < terms.Agents; agent++)
        {
            var number = $"{FirstAgent + agent}";
            Tell(ActorId.Phone(Center.Tenant, number), new PhoneCommand.Configure(1, new PhoneSettings { Contact = $"sip:{number}@127.0.0.9" }));
            Tell(ActorId.Agent(Center.Tenant, number), new AgentCommand.Configure(1, new AgentSettings
            {
                Name = number,
                Phone = number,
                Queues = [Queue.Key],
                Start = AgentStart.Ready,
                Skills = [.. terms.Graph?.Skills[agent].Select(kind => new SkillLevel(SkillOf(kind), 1)) ?? []],
            }));
        }

        Settle();
    }

    private void Tell(ActorId to, object command) => node.Ask(to, command, AskTime, answer =>
    {
        if (answer is not Answer.Answered)
        {
            trouble ??= $"{to} answered {command} with {answer}";
        }
    });

    /// <summary>Everything that follows from what has happened at this moment happens, at this moment.</summary>
    private void Settle()
    {
        var rounds = 0;
        while (node.RunOnce() || !node.Inbox.IsEmpty)
        {
            if (++rounds > RoundsMax)
            {
                throw new InvalidOperationException("nothing comes to rest");
            }
        }

        trouble ??= outcomes.Trouble ?? (journal.ReadAgain is { } stream ? $"{stream} was read again, and nothing is kept of it" : null);
        if (trouble is not null)
        {
            throw new InvalidOperationException(trouble);
        }
    }
}
