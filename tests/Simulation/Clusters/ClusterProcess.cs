using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Routing;
using CallCenter.Simulation.Machines;
using CallCenter.Simulation.Store;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Clusters;

/// <summary>One start of one process of the cluster: the production member and node on a machine of its own, with its links and its ways to the database.</summary>
internal sealed class ClusterProcess
{
    private static readonly TimeSpan LeasesTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RenewsWithin = TimeSpan.FromSeconds(4);

    private readonly SimulatedSite site;
    private readonly SimulatedLinks links;

    /// <param name="site">What all processes share.</param>
    /// <param name="name">Its name in the cluster.</param>
    /// <param name="host">The machine it runs on.</param>
    /// <param name="port">Its port; null: it has none.</param>
    public ClusterProcess(SimulatedSite site, string name, string host, Func<ClusterProcess, IPerformer>? port)
    {
        this.site = site;
        Name = name;
        Machine = new Machine(site.Time, site.Random, host, new MachineClock(site.Time, site.Rate()));
        Leases = new WatchedLeases(new SimulatedLeases(Connect(LeasesTimeout), site.Register), site.Register, Machine);
        var store = new SimulatedPostgresStore(Connect(StoreTimeout));
        Feed = new EventFeed(store);
        links = new SimulatedLinks(site.Network, Machine, $"{host}:7000") { User = null!, Leaving = frame => site.Leaving(this, frame) };
        var clock = site.Clock(Machine.Clock);
        Cluster = new ClusterNode(new ClusterNodeParts
        {
            Name = name,
            HasPorts = port is not null,
            Links = links,
            Feed = Feed,
            Node = new NodeParts
            {
                Options = site.NodeOptions(),
                Types = Center.Types,
                Store = store,
                Snapshots = store,
                Performer = port?.Invoke(this) ?? NoPort.Instance,
                Clock = clock,
                LeaseStands = () => Member!.Lease.Stands,
                Link = new RoundTripLink(ProductMessages.Instance, DirectLink.Instance),
            },
        });
        Member = new ClusterMember(new MemberParts
        {
            Options = site.MemberOptions(name, $"{host}:7000", port is null ? Roles.Core : Roles.Edge),
            Leases = Leases,
            Links = links,
            Host = Cluster,
            Clock = Machine.Clock,
            Time = clock,
            Joined = self => links.Introduce(self),
            Refused = _ => Machine.Kill(),
        });
        Cluster.Attach(Member, shards => Member.Fenced(shards));
        links.User = Cluster;
        Machine.Drive(Cluster.Node);
        Machine.Drive(Member);
        Machine.Turn(Member.Start);
    }

    public string Name { get; }

    public Machine Machine { get; }

    public SimulatedWire Wire { get; } = new();

    public WatchedLeases Leases { get; }

    public EventFeed Feed { get; }

    public ClusterNode Cluster { get; }

    public ClusterMember Member { get; }

    public Node Node => Cluster.Node;

    /// <summary>Nothing has hindered it for two intervals of renewal, as far as the world knows.</summary>
    public bool CanRenew
    {
        get
        {
            var since = site.Time.GetUtcNow() - RenewsWithin;
            return !Machine.IsFrozen && Machine.Clock.SinceBoot - Machine.AwakeSince > RenewsWithin && Wire.RequestsFrom < since && Wire.AnswersFrom < since
                && site.Server.WellSince is { } well && well < since;
        }
    }

    /// <summary>SIGTERM: hands everything over, and ends.</summary>
    public void Drain(Action ended) => Machine.Turn(() => Member.Leave(() =>
    {
        Machine.Kill();
        ended();
    }));

    private SimulatedConnection Connect(TimeSpan timeout) =>
        new(site.Server, Wire, Machine.AsClient, timeout, site.Time, site.Random.Next(), site.Time.After);

    /// <summary>A core has no sockets: whatever asks it to use them is a bug.</summary>
    private sealed class NoPort : IPerformer
    {
        public static readonly NoPort Instance = new();

        public void Perform(ActorId owner, Duty.Perform duty, Action<PerformOutcome> completed, CancellationToken dutyEnded) =>
            throw new InvalidOperationException($"{owner}: {duty} reached a process without ports");
    }
}
