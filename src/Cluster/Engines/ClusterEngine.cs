using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Links.Tcp;
using CallCenter.Cluster.Links.Wire;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Routing;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Engines;

/// <summary>
/// One process of several: a cluster node and its membership, each on a thread of its own, so that a busy node still renews its lease; links over
/// TCP; journal and register in the shared database. Losing shards, or the lease, is not its end: only a failed loop, or a place that somebody
/// else has taken, is.
/// </summary>
internal sealed class ClusterEngine : IEngine
{
    private readonly ClusterOptions options;
    private readonly EngineEvents events;
    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpLinks? links;
    private ClusterNode? node;
    private ClusterMember? member;
    private NodeThread? nodeThread;
    private NodeThread? memberThread;
    private NodeMeter? nodeMeter;
    private MemberMeter? memberMeter;

    public ClusterEngine(ClusterOptions options, EngineEvents events)
    {
        this.options = options;
        this.events = events;
        Clock = new NodeClock(options.Time);
    }

    public NodeClock Clock { get; }

    public NodeCounters Counters => node?.Node.Counters ?? new NodeCounters();

    public MembershipStatus? Membership => member?.Status;

    public IReadOnlyCollection<string> Linked => node?.Linked ?? [];

    public bool Understands(ActorId to, object command) => node!.Node.Understands(to, command);

    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done) => node!.Ask(to, command, deadline, done);

    public async Task Start(IPerformer performer, CancellationToken stop)
    {
        links = TcpLinks.Listen(options.Links, options.Messages, options.Time, options.Loggers.CreateLogger("CallCenter.Cluster.Links"));
        var ofRounds = new RoundLinks(links);
        Make(links, ofRounds, performer);
        nodeThread = new NodeThread(node!.Node, roundOver: ofRounds.Flush);
        memberThread = new NodeThread(member!, "member");
        OffLoop.WhenFailed(nodeThread, events.Broken);
        OffLoop.WhenFailed(memberThread, events.Broken);
        nodeThread.Start();
        memberThread.Start();
        member!.Start();
        await joined.Task.WaitAsync(stop);
    }

    public async Task Stop(TimeSpan drain)
    {
        if (nodeThread is null || memberThread is null || node is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(drain);
        if (joined.Task.IsCompletedSuccessfully && !memberThread.Ended.IsCompleted)
        {
            await Told(member!.Leave, memberThread, limit.Token);
        }

        await Told(quiet => node.Node.Post(() => node.Node.Close(quiet)), nodeThread, limit.Token);
        await Task.WhenAll(memberThread.Stop(), nodeThread.Stop()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await links!.DisposeAsync();
        nodeMeter?.Dispose();
        memberMeter?.Dispose();
        node.Node.Log.Stopped(node.Node.Lane.Depth);
    }

    public async ValueTask DisposeAsync() => await Stop(TimeSpan.Zero);

    /// <summary>Until it says that it is done, its loop ends, or there is no more time.</summary>
    private static async Task Told(Action<Action> ask, NodeThread loop, CancellationToken limit)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(() => done.TrySetResult());
        await Task.WhenAny(done.Task, loop.Ended, Task.Delay(Timeout.Infinite, limit));
    }

    private void Make(TcpLinks tcp, ILinks ofRounds, IPerformer performer)
    {
        var log = options.Loggers.CreateLogger("CallCenter.Cluster.Node");
        node = new ClusterNode(new ClusterNodeParts
        {
            Name = options.Name,
            HasPorts = options.Roles.HasFlag(Roles.Edge),
            Links = ofRounds,
            Feed = events.Feed,
            Whole = events.Recovered,
            Node = new NodeParts
            {
                Options = options.Node,
                Types = options.Types,
                Store = options.Center.Store,
                Snapshots = options.Center.Snapshots,
                Performer = performer,
                Messages = options.Messages,
                Clock = Clock,
                Link = LocalLinks.Make(options.Messages, log),
                LeaseStands = () => member!.Lease.Stands,
                Cancel = OffLoop.Run,
                Aside = OffLoop.Run,
                Log = log,
            },
        });
        member = new ClusterMember(new MemberParts
        {
            Options = options.Member(tcp.Address),
            Leases = options.Center.Leases,
            Links = tcp,
            Host = node,
            Clock = BootClock.Instance,
            Time = Clock,
            Joined = Joined,
            Refused = Refused,
            Cancel = OffLoop.Run,
            Log = options.Loggers.CreateLogger("CallCenter.Cluster.Member"),
        });
        node.Attach(member, member.Fenced);
        nodeMeter = new NodeMeter(node.Node.Counters);
        memberMeter = new MemberMeter(member);
    }

    private void Joined(Peer self)
    {
        links!.Start(new Hello(options.Cluster, self.Name, self.Incarnation, options.Protocol, options.Center.Store.ShardCount), node!);
        joined.TrySetResult();
    }

    private void Refused(JoinRefusedException why)
    {
        if (!joined.TrySetException(why))
        {
            events.Broken(why.Message);
        }
    }
}
