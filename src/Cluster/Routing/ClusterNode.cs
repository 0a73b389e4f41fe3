using System.Collections.Immutable;
using CallCenter.Actors;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Storage;
using CallCenter.Cluster.Tracing;

namespace CallCenter.Cluster.Routing;

/// <summary>
/// A node of a cluster: hosts the actors of its shards, and finds those of others. Sans-I/O: whoever drives <see cref="Node"/> drives this. What
/// comes from links and from membership may come from any thread; it is taken on the node's loop, in order.
/// </summary>
internal sealed class ClusterNode : IShardHost, ILinkUser, IRemoteLink
{
    /// <summary>An ask of another process waits here at most so long.</summary>
    private static readonly TimeSpan DeadlineMax = TimeSpan.FromHours(1);

    private readonly ClusterNodeParts parts;
    private readonly RoutedAsks asks;
    private readonly PerformsElsewhere performs;
    private readonly PerformsForOthers work;
    private readonly FeedPush push;
    private readonly Vacating vacating;
    private ILinkUser? membership;
    private Action<IReadOnlyList<int>> fenced = _ => { };
    private Routes routes = Routes.None;
    private HeadsWatch? watch;
    private bool isWhole;

    public ClusterNode(ClusterNodeParts parts)
    {
        this.parts = parts;
        var port = parts.HasPorts ? parts.Node.Performer : null;
        performs = new PerformsElsewhere(parts.Name, port, parts.Links, () => Linked);
        Node = new Node(parts.Node with
        {
            Performer = performs,
            Remote = this,
            Committed = Committed,
            HeadsRead = TakingOver,
            Fenced = Fenced,
            Owned = shards =>
            {
                parts.Node.Owned(shards);
                Hurry(shards);
            },
            Recovered = Recovered,
        });
        performs.Serve(Node);
        asks = new RoutedAsks(parts.Name, Node, parts.Links, () => Linked);
        work = new PerformsForOthers(Node, port ?? performs.ForOthers, parts.Links);
        push = new FeedPush(parts.Name, Node, parts.Links, parts.Feed);
        vacating = new Vacating(Node, parts.Links);
    }

    public Node Node { get; }

    /// <summary>The members that there is a link to now. From any thread.</summary>
    public ImmutableSortedSet<string> Linked { get; private set; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// Who decides what this node owns: hears from links what concerns members, and of shards that the store says are others'. Before anything
    /// is received.
    /// </summary>
    public void Attach(ILinkUser member, Action<IReadOnlyList<int>> shardsFenced) => (membership, fenced) = (member, shardsFenced);

    /// <summary>Asks an actor, wherever it is; <paramref name="done"/> is called on the loop, once. From any thread.</summary>
    public void Ask(ActorId to, object command, TimeSpan deadline, Action<Answer> done)
    {
        var span = Spans.Ask(to, command);
        var told = span.Until(done);
        Node.Post(() => asks.Ask(to, command, deadline, told, span?.Id));
        if (Node.Inbox.IsClosed)
        {
            told(Answer.Unknown.Instance);
        }
    }

    public void Learn(ClusterView view) => Node.Post(() =>
    {
        var latest = new Routes(view);
        var news = latest.NewSince(routes);
        foreach (var gone in routes.Standing.Where(member => !latest.Standing.Any(other => other.Incarnation == member.Incarnation)))
        {
            Gone(gone.Name);
        }

        var (before, lostEdge) = (routes, latest.LacksEdgeOf(routes));
        routes = asks.Routes = performs.Routes = push.Routes = latest;
        if (lostEdge)
        {
            // What waited for it has somewhere else to go.
            Node.Duties.HurryPerforms();
        }

        if (!latest.HasEdgesOf(before))
        {
            Node.Duties.OweAgain((owner, perform) => performs.IsForgotten(before, owner, perform));
        }

        watch ??= new HeadsWatch(Node, Raise);
        Hurry(news);
        MayBeWhole();
    });

    public void Acquire(IReadOnlyDictionary<int, long> epochs) => Node.Acquire(epochs);

    public void Lose(IReadOnlyCollection<int> shards) => Node.Post(() => Node.Lose(shards));

    public void Drain(IReadOnlyCollection<int> shards, Action drained) => Node.Post(() => Node.Drain(shards, drained));

    public void Keep(IReadOnlyCollection<int> shards) => Node.Post(() => Node.Keep(shards));

    public void Vacate(long incarnation, Action told) => Node.Post(() => vacating.Begin(incarnation, () => Linked, told));

    public void Hold() => Node.Post(Node.Hold);

    public void Resume() => Node.Post(Node.Resume);

    public void Connected(Peer peer)
    {
        membership?.Connected(peer);
        Node.Post(() =>
        {
            Linked = Linked.Add(peer.Name);
            push.Connected(peer.Name);
            vacating.Connected(peer.Name);
            Hurry(routes.Of(peer.Name));
            if (routes.IsEdge(peer.Name))
            {
                Node.Duties.HurryPerforms();
            }
        });
    }

    public void Disconnected(Peer peer, LinkEnd end)
    {
        membership?.Disconnected(peer, end);
        Node.Post(() =>
        {
            Linked = Linked.Remove(peer.Name);
            Gone(peer.Name);
        });
    }

    public void Unknown(string name, long incarnation) => membership?.Unknown(name, incarnation);

    public void Received(Peer from, Frame frame)
    {
        if (frame is Frame.Probe or Frame.Probed or Frame.ProbeFor or Frame.ProbedFor or Frame.Owned or Frame.CannotRenew)
        {
            membership?.Received(from, frame);
        }
        else
        {
            Node.Post(() => Take(from, frame));
        }
    }

    void IRemoteLink.Carry(int shard, Parcel parcel)
    {
        if (routes.OwnerOf(shard) is { } owner && owner.Name != parts.Name && parts.Links.TrySend(owner.Name, new Frame.Carried(parcel)))
        {
            Node.Counters.ParcelsSent++;
        }
        else
        {
            Node.Counters.ParcelsUnroutable++;
        }
    }

    private void Take(Peer from, Frame frame)
    {
        switch (frame)
        {
            case Frame.Carried carried:
                Take(carried.Parcel);
                break;
            case Frame.Ask ask:
                Take(from, ask);
                break;
            case Frame.Reply reply:
                asks.Replied(from.Name, reply.Id, reply.Answer);
                break;
            case Frame.NotHere notHere:
                asks.NotHere(from.Name, notHere.Id);
                break;
            case Frame.Vacated vacated when vacated.Incarnation == from.Incarnation:
                asks.Vacated(from);
                parts.Links.TrySend(from.Name, new Frame.VacatedHeard(vacated.Incarnation));
                break;
            case Frame.VacatedHeard heard:
                vacating.Heard(from.Name, heard.Incarnation);
                break;
            case Frame.Perform perform:
                work.Perform(from, perform);
                break;
            case Frame.PerformEnded ended:
                work.NotOwed(from, ended.Id);
                break;
            case Frame.Performed performed:
                performs.Performed(from.Name, performed.Id, performed.Outcome);
                break;
            case Frame.Committed committed when committed.Events.All(item => IsShard(item.Shard)):
                parts.Feed.Publish(committed.Events);
                break;
            case Frame.Heads heads when heads.Positions.Keys.All(IsShard):
                parts.Feed.Raise(heads.Positions);
                break;
        }
    }

    private bool IsShard(int shard) => shard >= 0 && shard < Node.Shards.Count;

    /// <summary>What is not for us now is dropped: its duty repeats, at the owner whom its node knows by then.</summary>
    private void Take(Parcel parcel)
    {
        Node.Counters.ParcelsReceived++;
        switch (parcel)
        {
            case Parcel.Request request when !Node.IsHeld && Node.Takes(request.To):
                Node.Receive(request with { Horizon = 0 });
                break;
            case Parcel.Reply reply:
                Node.Receive(reply);
                break;
        }
    }

    private void Take(Peer from, Frame.Ask ask)
    {
        if (Node.Takes(ask.To) && !Node.Understands(ask.To, ask.Command))
        {
            Tell(from, ask, new Answer.Refused(Refusal.Impaired, null));
            return;
        }

        var deadline = ask.Deadline < DeadlineMax ? ask.Deadline : DeadlineMax;
        if (ask.MayPassOn && !Node.Takes(ask.To))
        {
            asks.PassOn(ask.To, ask.Command, deadline, answer => Tell(from, ask, answer), ask.Trace);
            return;
        }

        Node.Asked(ask.To, ask.Command, deadline, answer => Tell(from, ask, answer), mayGoElsewhere: true, ask.Trace);
    }

    private void Tell(Peer to, Frame.Ask ask, Answer answer)
    {
        if (!parts.Links.TrySend(to.Name, answer is Answer.NotHere ? new Frame.NotHere(ask.Id) : new Frame.Reply(ask.Id, answer)))
        {
            vacating.NotAnswered(to.Name);
        }
    }

    /// <summary>Its link is broken, or it was found dead while the link still stands: nothing comes from it any more.</summary>
    private void Gone(string member)
    {
        push.Disconnected(member);
        asks.Disconnected(member);
        performs.Disconnected(member);
        work.Disconnected(member);
        vacating.Disconnected(member);
    }

    private void Hurry(IReadOnlyList<int> shards)
    {
        if (shards.Count > 0)
        {
            Node.Duties.Hurry(shards);
            asks.Hurry(shards);
        }
    }

    private void Recovered()
    {
        parts.Node.Recovered();
        MayBeWhole();
    }

    /// <summary>The first time that all shards have an owner, and ours are back.</summary>
    private void MayBeWhole()
    {
        if (!isWhole && routes.IsWhole && Node.IsRecovered && routes.Of(parts.Name).All(Node.Shards.Owns))
        {
            isWhole = true;
            parts.Whole();
        }
    }

    private void Fenced(IReadOnlyList<int> shards)
    {
        parts.Node.Fenced(shards);
        fenced(shards);
    }

    private void Committed(IReadOnlyList<CommittedEvent> events)
    {
        parts.Node.Committed(events);
        parts.Feed.Publish(events);
        push.Push(events);
    }

    /// <summary>The former owner may have died before it told what it had made durable.</summary>
    private void TakingOver(IReadOnlyDictionary<int, ShardHead> stored)
    {
        parts.Node.HeadsRead(stored);
        Raise(stored);
        push.TellAll(stored.ToDictionary(head => head.Key, head => head.Value.Position));
    }

    private void Raise(IReadOnlyDictionary<int, ShardHead> stored) =>
        parts.Feed.Raise(stored.Select(head => KeyValuePair.Create(head.Key, head.Value.Position)));
}
