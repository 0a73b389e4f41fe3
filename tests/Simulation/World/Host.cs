using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Simulation.Store;

namespace CallCenter.Simulation.World;

/// <summary>
/// One start of the center's process: the production node over the simulated database. It runs until it is killed; a zombie runs on beside its
/// successor for a while, as a process does that was frozen.
/// </summary>
internal sealed class Host
{
    private readonly VirtualTime time;
    private bool isPlanned;

    public Host(VirtualTime time, Random random, SimulatedDatabase database, IPerformer performer, Func<Weather> weather, Func<StoreFaults> faults, NodeOptions options, Action<IReadOnlyList<CommittedEvent>> committed)
    {
        this.time = time;
        Store = new SimulatedEventStore(database, random.Next(), (delay, happens) => time.After(delay, () => InTurn(happens))) { Faults = faults() };
        var link = new RoughLink(new RoughWay(time, random, weather), () => IsAlive, Plan);
        Node = new Node(new NodeParts
        {
            Options = options,
            Types = Center.Types,
            Store = Store,
            Snapshots = Store,
            Performer = performer,
            Clock = new NodeClock(time),
            Link = new RoundTripLink(ProductMessages.Instance, link),
            Committed = events =>
            {
                if (IsAlive)
                {
                    committed(events);
                }
            },
            Recovered = () => IsRecovered = true,
        });
        Node.Acquire(database.TakeOver());
        Plan();
    }

    public Node Node { get; }

    public SimulatedEventStore Store { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsRecovered { get; private set; }

    /// <summary>From now on nothing of it happens any more.</summary>
    public void Kill() => IsAlive = false;

    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done)
    {
        Node.Ask(to, command, deadline, done);
        Plan();
    }

    /// <summary>Something from outside the loop happens to this node, if it still lives.</summary>
    public void InTurn(Action happens)
    {
        if (IsAlive)
        {
            happens();
            Plan();
        }
    }

    /// <summary>The loop runs as long as it has something to do, then when its next timer is due.</summary>
    private void Plan()
    {
        if (!IsAlive || isPlanned)
        {
            return;
        }

        isPlanned = true;
        time.After(TimeSpan.Zero, () =>
        {
            isPlanned = false;
            if (!IsAlive)
            {
                return;
            }

            if (Node.RunOnce() || !Node.Inbox.IsEmpty)
            {
                Plan();
            }
            else if (Node.NextDue is { } due)
            {
                PlanAt(due);
            }
        });
    }

    private DateTimeOffset? plannedAt;

    private void PlanAt(DateTimeOffset due)
    {
        if (plannedAt is { } earlier && earlier <= due && earlier > time.GetUtcNow())
        {
            return;
        }

        plannedAt = due;
        time.At(due, () =>
        {
            if (plannedAt == due)
            {
                plannedAt = null;
            }

            Plan();
        });
    }
}
