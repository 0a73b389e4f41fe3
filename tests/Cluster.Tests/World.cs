using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Tests.Toys;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests;

/// <summary>A database, a clock, and nodes that are started and dropped on them: everything in one thread and in virtual time.</summary>
internal sealed class World
{
    public const int Shards = 4;

    public World() => Database = new SimulatedDatabase(Time, Shards);

    public FakeClock Time { get; } = new();

    public SimulatedDatabase Database { get; }

    /// <summary>A node that owns all shards from now on; earlier ones are fenced, and still run if a test lets them.</summary>
    public Host Start(NodeOptions? options = null, ILocalLink? link = null)
    {
        var host = new Host(this, options ?? new NodeOptions(), link ?? DirectLink.Instance);
        host.Node.Acquire(Database.TakeOver());
        host.Run();
        return host;
    }

    public IEnumerable<string> Story(string purse) => Database.Stream(PurseBehaviour.Id(purse)).Select(item => item.Tag);
}

/// <summary>One node with its store, its port, and what it has let out.</summary>
internal sealed class Host
{
    private readonly World world;

    public Host(World world, NodeOptions options, ILocalLink link)
    {
        this.world = world;
        Store = new SimulatedEventStore(world.Database);
        Node = new Node(new NodeParts
        {
            Options = options,
            Types = [PurseBehaviour.Type],
            Store = Store,
            Snapshots = Store,
            Log = Log,
            Performer = Performer,
            Messages = ToyMessages.Instance,
            Clock = new NodeClock(world.Time),
            Link = new RoundTripLink(ToyMessages.Instance, link),
            Committed = Committed.AddRange,
            Fenced = Fenced.AddRange,
            Recovered = () => Recoveries++,
        });
    }

    public Node Node { get; }

    public SimulatedEventStore Store { get; }

    public PlannedPerformer Performer { get; } = new();

    public List<CommittedEvent> Committed { get; } = [];

    public List<int> Fenced { get; } = [];

    public int Recoveries { get; private set; }

    public Told Log { get; } = new();

    /// <summary>Until nothing is left to do now.</summary>
    public void Run()
    {
        while (Node.RunOnce())
        {
        }
    }

    /// <summary>Lets time pass, stopping at each timer.</summary>
    public void Elapse(TimeSpan span)
    {
        var end = world.Time.GetUtcNow() + span;
        Run();
        while (Node.NextDue is { } due && due <= end)
        {
            world.Time.MoveTo(due);
            Run();
        }

        world.Time.MoveTo(end);
        Run();
    }

    public Asked Ask(string purse, object command, TimeSpan? deadline = null)
    {
        var asked = new Asked();
        Node.Ask(PurseBehaviour.Id(purse), command, deadline ?? TimeSpan.FromHours(1), asked.Answers.Add);
        Run();
        return asked;
    }

    public int Coins(string purse) => Assert.IsType<PurseReply>(Assert.IsType<Answer.Answered>(Ask(purse, new PurseCommand.Count()).Answer).Reply).Coins;

    public Activation? Resident(string purse) => Node.Residents.Find(PurseBehaviour.Id(purse));
}

internal sealed class Asked
{
    public List<Answer> Answers { get; } = [];

    public bool IsOut => Answers.Count > 0;

    public Answer Answer => Assert.Single(Answers);
}
