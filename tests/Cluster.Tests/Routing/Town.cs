using System.Collections.Immutable;
using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;
using CallCenter.Cluster.Tests.Toys;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests.Routing;

/// <summary>
/// Several cluster nodes on one database, in one thread and in virtual time. The test itself is the membership: it gives shards and says who
/// learns of it.
/// </summary>
internal sealed class Town
{
    public const int Shards = 4;

    private readonly PriorityQueue<Action, (long At, long Order)> agenda = new();
    private readonly List<TownNode> nodes = [];
    private ClusterView view = ClusterView.Empty with { Shards = [.. Enumerable.Repeat(new ShardOwner(0, 0), Shards)] };
    private long lastIncarnation;
    private long order;

    public Town()
    {
        Database = new SimulatedDatabase(Time, Shards);
        Links = new TownLinks(this);
    }

    public FakeClock Time { get; } = new();

    public SimulatedDatabase Database { get; }

    public TownLinks Links { get; }

    public IReadOnlyList<TownNode> Nodes => nodes;

    public TownNode Start(string name, Roles roles = Roles.Core, NodeOptions? options = null, IPerformer? port = null, SimulatedEventStore? store = null)
    {
        var node = new TownNode(this, new Member(name, ++lastIncarnation, name, roles, 1, MemberState.Up, TimeSpan.Zero), options ?? new NodeOptions(), port, store);
        nodes.RemoveAll(other => other.Name == name);
        nodes.Add(node);
        view = view with { Members = view.Members.SetItem(name, node.Self) };
        LearnAll();
        Links.Join(node);
        return node;
    }

    public void Kill(TownNode node)
    {
        nodes.Remove(node);
        Links.Leave(node);
    }

    /// <summary>Everybody who stands knows that this one does not.</summary>
    public void Evict(TownNode node)
    {
        view = view with { Members = view.Members.SetItem(node.Name, node.Self with { State = MemberState.Evicted }) };
        LearnAll();
    }

    /// <summary>The database gives these shards to the node, whoever had them; nobody is told.</summary>
    public Dictionary<int, long> Take(TownNode node, params IEnumerable<int> shards)
    {
        var epochs = shards.ToDictionary(shard => shard, Database.TakeOver);
        view = view with { Shards = [.. view.Shards.Select((owner, shard) => epochs.TryGetValue(shard, out var epoch) ? new ShardOwner(node.Self.Incarnation, epoch) : owner)] };
        return epochs;
    }

    /// <summary>The node has these shards from now on, and all know it.</summary>
    public void Give(TownNode node, params IEnumerable<int> shards)
    {
        var epochs = Take(node, shards);
        foreach (var other in nodes.Where(other => other != node))
        {
            other.Node.Lose([.. epochs.Keys]);
        }

        node.Node.Acquire(epochs);
        LearnAll();
    }

    /// <summary>The node hears whether this shard is its own.</summary>
    public void Reconcile(TownNode node, int shard)
    {
        if (OwnerIncarnation(shard) == node.Self.Incarnation)
        {
            node.Node.Acquire(new Dictionary<int, long> { [shard] = view.Shards[shard].Epoch });
        }
        else
        {
            node.Node.Lose([shard]);
        }
    }

    public void LearnAll() => nodes.ForEach(Learn);

    public void Learn(TownNode node) => node.Node.Learn(view);

    public TownNode? OwnerOf(int shard) => nodes.FirstOrDefault(node => node.Self.Incarnation == OwnerIncarnation(shard));

    public long OwnerIncarnation(int shard) => view.Shards[shard].Incarnation;

    public void Later(TimeSpan delay, Action action) => agenda.Enqueue(action, ((Time.GetUtcNow() + delay).UtcTicks, ++order));

    /// <summary>Until nothing is left to do now.</summary>
    public void Run() => Elapse(TimeSpan.Zero);

    public void Elapse(TimeSpan span)
    {
        var end = Time.GetUtcNow() + span;
        while (true)
        {
            foreach (var node in nodes.Where(node => !node.IsFrozen).ToList())
            {
                while (nodes.Contains(node) && node.Node.Node.RunOnce())
                {
                }
            }

            var due = nodes.Where(node => !node.IsFrozen).Min(node => node.Node.Node.NextDue) ?? DateTimeOffset.MaxValue;
            if (agenda.TryPeek(out _, out var next) && next.At <= Math.Min(end.UtcTicks, due.UtcTicks))
            {
                Time.MoveTo(new DateTimeOffset(next.At, TimeSpan.Zero));
                agenda.Dequeue()();
            }
            else if (due <= end)
            {
                Time.MoveTo(due);
            }
            else if (nodes.All(node => node.IsFrozen || node.Node.Node.Inbox.IsEmpty))
            {
                Time.MoveTo(end);
                return;
            }
        }
    }

    /// <summary>A purse of that shard; others of it by number.</summary>
    public static string PurseOf(int shard, int number = 0, string name = "purse", string mint = "") =>
        Enumerable.Range(0, 1_000).Select(index => $"{name}{index}{mint}").Where(purse => ShardHash.ShardOf(PurseBehaviour.Id(purse), Shards) == shard).ElementAt(number);

    public IEnumerable<string> Story(string purse) => Database.Stream(PurseBehaviour.Id(purse)).Select(item => item.Tag);
}
