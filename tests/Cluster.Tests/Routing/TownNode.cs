using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Routing;
using CallCenter.Cluster.Tests.Toys;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>One process of the town: the production cluster node, its store, its port and what its feed was told.</summary>
internal sealed class TownNode
{
    private readonly Town town;

    public TownNode(Town town, Member self, NodeOptions options, IPerformer? port, SimulatedEventStore? store)
    {
        this.town = town;
        Self = self;
        Store = store ?? new SimulatedEventStore(town.Database);
        Feed = new EventFeed(Store);
        Node = new ClusterNode(new ClusterNodeParts
        {
            Name = self.Name,
            HasPorts = self.Roles.HasFlag(Roles.Edge),
            Links = town.Links.Of(self.Name),
            Feed = Feed,
            Node = new NodeParts
            {
                Options = options,
                Types = [PurseBehaviour.Type],
                Store = Store,
                Performer = port ?? Performer,
                Messages = ToyMessages.Instance,
                Clock = new NodeClock(town.Time),
                LeaseStands = () => !LeaseIsOver,
                Link = new RoundTripLink(ToyMessages.Instance, DirectLink.Instance),
            },
        });
        Node.Attach(Heard, Fenced.AddRange);
    }

    public Member Self { get; }

    public string Name => Self.Name;

    public Peer Peer => new(Name, Self.Incarnation, Self.Address);

    public ClusterNode Node { get; }

    public SimulatedEventStore Store { get; }

    public EventFeed Feed { get; }

    public PlannedPerformer Performer { get; } = new();

    public HeardFrames Heard { get; } = new();

    public List<int> Fenced { get; } = [];

    /// <summary>By the clock; nobody has told the node.</summary>
    public bool LeaseIsOver { get; set; }

    /// <summary>The process gets no time.</summary>
    public bool IsFrozen { get; set; }

    public Asked Ask(string purse, object command, TimeSpan? deadline = null)
    {
        var asked = new Asked();
        Node.Ask(PurseBehaviour.Id(purse), command, deadline ?? TimeSpan.FromHours(1), asked.Answers.Add);
        town.Run();
        return asked;
    }

    public int Coins(string purse) => Assert.IsType<PurseReply>(Assert.IsType<Answer.Answered>(Ask(purse, new PurseCommand.Count()).Answer).Reply).Coins;
}

/// <summary>A membership that only listens.</summary>
internal sealed class HeardFrames : ILinkUser
{
    public List<Frame> Frames { get; } = [];

    public void Connected(Peer peer)
    {
    }

    public void Received(Peer from, Frame frame) => Frames.Add(frame);

    public void Disconnected(Peer peer, LinkEnd end)
    {
    }

    public void Unknown(string name, long incarnation)
    {
    }
}
