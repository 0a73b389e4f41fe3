using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster.Engines;

/// <summary>One process that owns all shards under one epoch: the count of its starts.</summary>
internal sealed class SoleEngine(ActorSystemOptions options, EngineEvents events) : IEngine
{
    private readonly TaskCompletionSource owning = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Node? node;
    private NodeThread? thread;
    private NodeMeter? meter;

    public NodeCounters Counters => node?.Counters ?? new NodeCounters();

    public NodeClock Clock => options.Clock;

    public MembershipStatus? Membership => null;

    public IReadOnlyCollection<string> Linked => [];

    public bool Understands(ActorId to, object command) => node!.Understands(to, command);

    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done) => node!.Ask(to, command, deadline, done);

    public async Task Start(IPerformer performer, CancellationToken stop)
    {
        var log = options.Loggers.CreateLogger("CallCenter.Cluster.Node");
        node = new Node(new NodeParts
        {
            Options = options.Node,
            Types = options.Types,
            Store = options.Store,
            Snapshots = options.Snapshots,
            Performer = performer,
            Messages = options.Messages,
            Clock = options.Clock,
            Link = LocalLinks.Make(options.Messages, log),
            Cancel = OffLoop.Run,
            Aside = OffLoop.Run,
            Committed = events.Feed.Publish,
            Fenced = _ => events.Broken("another process owns the journal now"),
            Owning = () => owning.TrySetResult(),
            Recovered = events.Recovered,
            Log = log,
        });
        meter = new NodeMeter(node.Counters);
        thread = new NodeThread(node);
        OffLoop.WhenFailed(thread, events.Broken);
        thread.Start();
        node.Acquire(Enumerable.Range(0, options.Store.ShardCount).ToDictionary(shard => shard, _ => options.Epoch));
        await owning.Task.WaitAsync(stop);
    }

    public async Task Stop(TimeSpan drain)
    {
        if (node is null || thread is null || thread.Ended.IsCompleted)
        {
            return;
        }

        var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Post(() => node.Close(() => quiet.TrySetResult()));
        await Task.WhenAny(quiet.Task, thread.Ended, Task.Delay(drain));
        await thread.Stop();
        meter?.Dispose();
        node.Log.Stopped(node.Lane.Depth);
    }

    public async ValueTask DisposeAsync() => await Stop(TimeSpan.Zero);
}
