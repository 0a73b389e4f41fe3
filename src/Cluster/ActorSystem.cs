using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;
using Microsoft.Extensions.Logging;

namespace CallCenter.Cluster;

/// <summary>
/// The engine of one process. <see cref="Open"/> makes it, so that ports can be built on its <see cref="Actors"/>; <see cref="Start"/> gives it
/// the ports and brings back every actor that has duties; <see cref="Stop"/> drains. Killing the process instead loses nothing that was answered.
/// </summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly ActorSystemOptions options;
    private readonly EventFeed feed;
    private readonly LateActors actors = new();
    private readonly TaskCompletionSource owning = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Node? node;
    private NodeThread? thread;
    private NodeMeter? meter;

    private ActorSystem(ActorSystemOptions options)
    {
        this.options = options;
        feed = new EventFeed(options.Store);
        Journal = new StoredJournal(options.Store);
    }

    /// <summary>Answers unknown until <see cref="Start"/> owns the shards, and again after <see cref="Stop"/>.</summary>
    public IActors Actors => actors;

    public IEventFeed Feed => feed;

    public IJournal Journal { get; }

    /// <summary>Completes when every actor with duties is back: the process is ready.</summary>
    public Task Recovered => recovered.Task;

    /// <summary>Completes when this process can decide nothing any more: another has taken over, or the loop failed. The process should end.</summary>
    public Task Broken => broken.Task;

    public NodeCounters Counters => node?.Counters ?? new NodeCounters();

    /// <summary>Reads where the journal ends; starts nothing yet.</summary>
    public static async Task<ActorSystem> Open(ActorSystemOptions options, CancellationToken stop = default)
    {
        var system = new ActorSystem(options);
        system.feed.Raise((await options.Store.Heads(stop)).Select(head => KeyValuePair.Create(head.Key, head.Value.Position)));
        return system;
    }

    /// <summary>Starts the loop and returns when asks are answered. Recovery of actors with duties goes on behind it (<see cref="Recovered"/>).</summary>
    public async Task Start(IPerformer performer, CancellationToken stop = default)
    {
        var log = options.Loggers.CreateLogger("CallCenter.Cluster.Node");
        node = new Node(new NodeParts
        {
            Options = options.Node,
            Types = options.Types,
            Store = options.Store,
            Performer = performer,
            Messages = options.Messages,
            Clock = options.Clock,
            Link = Link(options.Messages, log),
            Cancel = cancel => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), cancel, preferLocal: false),
            Committed = feed.Publish,
            Fenced = _ => broken.TrySetResult(),
            Owning = () => owning.TrySetResult(),
            Recovered = () => recovered.TrySetResult(),
            Log = log,
        });
        meter = new NodeMeter(node.Counters);
        thread = new NodeThread(node);
        _ = thread.Ended.ContinueWith(_ => broken.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        thread.Start();
        node.Acquire(Enumerable.Range(0, options.Store.ShardCount).ToDictionary(shard => shard, _ => options.Epoch));
        await owning.Task.WaitAsync(stop);
        actors.Reach(node);
    }

    /// <summary>
    /// Answers new asks with unknown, lets what was decided become durable and leave, and ends the loop; at the latest after
    /// <paramref name="drain"/>.
    /// </summary>
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

    public async ValueTask DisposeAsync() => await Stop(TimeSpan.FromSeconds(5));

    private static ILocalLink Link(IMessages messages, ILogger log)
    {
        ILocalLink link = DirectLink.Instance;
#if DEBUG
        link = new RoundTripLink(messages, link, (parcel, failure) => log.NotCarried(failure, parcel.To));
#endif
        return link;
    }

    private sealed class LateActors : IActors
    {
        private volatile Node? node;

        public void Reach(Node started) => node = started;

        public ValueTask<Answer> Ask(ActorId to, object command, TimeSpan deadline)
        {
            if (node is not { } reached)
            {
                return ValueTask.FromResult<Answer>(Answer.Unknown.Instance);
            }

            if (!reached.Understands(to, command))
            {
                throw new ArgumentException($"{to.Kind} does not understand {command.GetType()}", nameof(command));
            }

            var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
            reached.Ask(to, command, deadline, result => answer.TrySetResult(result));
            return new ValueTask<Answer>(answer.Task);
        }
    }

    private sealed class StoredJournal(IEventStore store) : IJournal
    {
        public Task<IReadOnlyList<CommittedEvent>> Read(ActorId stream, long fromVersion, int max, CancellationToken stop) =>
            store.Read(stream, ShardHash.ShardOf(stream, store.ShardCount), fromVersion, max, stop);
    }
}
