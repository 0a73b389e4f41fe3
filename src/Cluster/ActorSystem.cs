using CallCenter.Actors;
using CallCenter.Cluster.Engines;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Storage;

namespace CallCenter.Cluster;

/// <summary>
/// The engine of one process, alone or one of several. <c>Open</c> makes it, so that ports can be built on its <see cref="Actors"/>;
/// <see cref="Start"/> gives it the ports and brings back every actor that has duties; <see cref="Stop"/> drains. Killing the process instead
/// loses nothing that was answered.
/// </summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly EventFeed feed;
    private readonly LateActors actors = new();
    private readonly IEngine engine;
    private readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ActorSystem(IEventStore store, Func<EngineEvents, IEngine> make)
    {
        feed = new EventFeed(store);
        Journal = new StoredJournal(store);
        engine = make(new EngineEvents { Feed = feed, Recovered = () => recovered.TrySetResult(), Broken = Break });
        Time = new CenterTime(engine.Clock);
    }

    /// <summary>Answers unknown until <see cref="Start"/> has returned, and again after <see cref="Stop"/>.</summary>
    public IActors Actors => actors;

    public IEventFeed Feed => feed;

    public IJournal Journal { get; }

    /// <summary>Completes when every actor with duties is back, and in a cluster when every shard has an owner: the process is ready.</summary>
    public Task Recovered => recovered.Task;

    /// <summary>
    /// Completes when this process can decide nothing any more, and never will: a loop failed, another process has the journal or the name. The
    /// process should end. In a cluster, losing shards or the database is not that.
    /// </summary>
    public Task Broken => broken.Task;

    /// <summary>Why, for people; null while it is not <see cref="Broken"/>.</summary>
    public string? BrokenBecause { get; private set; }

    public NodeCounters Counters => engine.Counters;

    /// <summary>The time of this center, for ports that must agree with its decisions about what is over.</summary>
    public TimeProvider Time { get; }

    /// <summary>This process and its cluster, as of now; null when it is alone, or not started.</summary>
    public MembershipStatus? Membership => engine.Membership;

    /// <summary>The names of the members that there is a link to now.</summary>
    public IReadOnlyCollection<string> Linked => engine.Linked;

    /// <summary>One process that owns everything. Reads where the journal ends; starts nothing yet.</summary>
    public static Task<ActorSystem> Open(ActorSystemOptions options, CancellationToken stop = default) =>
        Open(options.Store, events => new SoleEngine(options, events), stop);

    /// <summary>One process of several. Reads where the journal ends; joins nothing yet.</summary>
    public static Task<ActorSystem> Open(ClusterOptions options, CancellationToken stop = default) =>
        Open(options.Center.Store, events => new ClusterEngine(options, events), stop);

    /// <summary>
    /// Starts the loop, joins the cluster, and returns when asks are answered. Recovery of actors with duties goes on behind it
    /// (<see cref="Recovered"/>).
    /// </summary>
    /// <exception cref="JoinRefusedException">The cluster does not take this process, and waiting would not help.</exception>
    public async Task Start(IPerformer performer, CancellationToken stop = default)
    {
        await engine.Start(performer, stop);
        actors.Reach(engine);
    }

    /// <summary>
    /// Hands shards over, answers new asks with unknown, lets what was decided become durable and leave, and ends; at the latest after
    /// <paramref name="drain"/>.
    /// </summary>
    public Task Stop(TimeSpan drain) => engine.Stop(drain);

    public async ValueTask DisposeAsync() => await Stop(TimeSpan.FromSeconds(5));

    private static async Task<ActorSystem> Open(IEventStore store, Func<EngineEvents, IEngine> make, CancellationToken stop)
    {
        var system = new ActorSystem(store, make);
        system.feed.Raise((await store.Heads(stop)).Select(head => KeyValuePair.Create(head.Key, head.Value.Position)));
        return system;
    }

    private void Break(string why)
    {
        BrokenBecause ??= why;
        broken.TrySetResult();
    }

    private sealed class LateActors : IActors
    {
        private volatile IEngine? engine;

        public void Reach(IEngine started) => engine = started;

        public ValueTask<Answer> Ask(ActorId to, object command, TimeSpan deadline)
        {
            if (engine is not { } reached)
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
