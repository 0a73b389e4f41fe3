using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Snapshots;
using CallCenter.Cluster;
using CallCenter.Cluster.Hosting;
using CallCenter.Simulation.Rules;
using CallCenter.Simulation.Store;

namespace CallCenter.Simulation.World;

/// <summary>
/// The center over its lives: database and journal stay, processes come and go. Whoever tells it something holds on to it and repeats it until
/// it is answered or refused, as an edge does.
/// </summary>
internal sealed class Center : ICenter
{
    public const string Tenant = "demo";

    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ZombieMax = TimeSpan.FromSeconds(30);
    private readonly Random random;
    private readonly Func<Host> start;
    private readonly RoughWay way;
    private readonly VirtualTime time;
    private readonly SimulatedDatabase database;
    private Host? host;
    private Host? zombie;

    public static readonly IReadOnlyList<ActorType> Types =
    [
        new ActorType<CallBehaviour, CallState, CallCommand, CallEvent>(ActorKind.Call),
        new ActorType<QueueBehaviour, QueueState, QueueCommand, QueueEvent>(ActorKind.Queue, StateForms.Queue),
        new ActorType<AgentBehaviour, AgentState, AgentCommand, AgentEvent>(ActorKind.Agent, StateForms.Agent),
        new ActorType<PhoneBehaviour, PhoneState, PhoneCommand, PhoneEvent>(ActorKind.Phone, StateForms.Phone),
        new ActorType<ConfigurationBehaviour, ConfigurationState, ConfigurationCommand, ConfigurationEvent>(ActorKind.Configuration, StateForms.Configuration),
        new ActorType<FloorBehaviour, FloorState, FloorCommand, FloorEvent>(ActorKind.Floor, StateForms.Floor),
    ];

    public Center(VirtualTime time, Random random, SimulatedDatabase database, Func<Center, IPerformer> performer, Func<Weather> weather, Func<StoreFaults> faults, NodeOptions options, Func<Action<IReadOnlyList<CommittedEvent>>> views)
    {
        (this.time, this.random, this.database) = (time, random, database);
        way = new RoughWay(time, random, weather);
        start = () => new Host(time, random, database, performer(this), weather, faults, options with { Seed = random.Next() }, views());
    }

    public int Crashes { get; private set; }

    /// <summary>
    /// O4: a process that reads snapshots and journal owes the same as the one that lived through it: each actor's duties are equal, and its state
    /// is what its stream says.
    /// </summary>
    public void CompareRecovered(SnapshotRules snapshots)
    {
        var lived = host!.Node;
        var fresh = start();
        for (var limit = 0; !fresh.IsRecovered && limit < 1_000_000 && time.Step(time.GetUtcNow() + TimeSpan.FromSeconds(30)); limit++)
        {
        }

        foreach (var actor in fresh.Node.Residents.All)
        {
            // One that owes nothing is there because another told it something on coming back; in the other process it may have gone to rest.
            if (lived.Residents.Find(actor.Id) is not { } before)
            {
                Rulebook.Require(actor.DutiesNow().Count == 0, "O4", $"{actor.Id} owes something and was not in memory");
                continue;
            }

            var (old, read) = (before.DutiesNow(), actor.DutiesNow());
            Rulebook.Require(old.SequenceEqual(read), "O4", $"{actor.Id} owes {string.Join("; ", read)} when read again, {string.Join("; ", old)} before");
            snapshots.Check(before);
            snapshots.Check(actor);
        }
    }

    public string OwedBy(ActorId actor) => string.Join("; ", host?.Node.Residents.Find(actor)?.DutiesNow() ?? []);

    public bool IsUp => host is { IsAlive: true, IsRecovered: true };

    public void Start() => host = start();

    /// <summary>
    /// The process dies now and starts again after a while; or it is only believed dead, its successor starts, and it goes on as a zombie.
    /// </summary>
    public void Crash()
    {
        if (host is not { } old)
        {
            return;
        }

        Crashes++;
        if (random.Next(2) == 0)
        {
            old.Kill();
        }
        else
        {
            zombie = old;
            time.After(ZombieMax * random.NextDouble(), old.Kill);
        }

        host = null;
        time.After(TimeSpan.FromSeconds(3 * random.NextDouble()), () => host ??= start());
    }

    /// <summary>One shard belongs to somebody else for a while: what this process still writes of it is refused, the rest of its batch with it.</summary>
    public void LoseShard()
    {
        var (shard, loser) = (random.Next(database.ShardCount), host);
        database.TakeOver(shard);
        time.After(TimeSpan.FromSeconds(2 * random.NextDouble()), () =>
        {
            if (loser is { IsAlive: true } && host == loser)
            {
                loser.InTurn(() => loser.Node.Acquire(new Dictionary<int, long> { [shard] = database.TakeOver(shard) }));
            }
        });
    }

    /// <summary>The store of the process that runs now behaves so from now on.</summary>
    public void SetFaults(StoreFaults faults)
    {
        if (host is not null)
        {
            host.Store.Faults = faults;
        }
    }

    /// <summary>Mostly the process of now; sometimes, by an old address, the one that is believed dead.</summary>
    private Host? Reached() => zombie is { IsAlive: true } && random.Next(5) == 0 ? zombie : host;

    /// <summary>Told until it is answered or refused; the answer can be lost as well, then it is told once more.</summary>
    public void Tell(ActorId to, object command, Action<Answer>? done = null)
    {
        var isOver = false;
        void Once()
        {
            if (isOver)
            {
                return;
            }

            way.Carry(() => Reached()?.Ask(to, command, AskTime, answer => way.Carry(() => Take(answer))));
            time.After(TimeSpan.FromMilliseconds(300 + random.Next(2500)), Once);
        }

        void Take(Answer answer)
        {
            if (!isOver && answer is not Answer.Unknown && answer is not Answer.Refused { Reason: Refusal.MailboxFull or Refusal.LaneFull })
            {
                isOver = true;
                done?.Invoke(answer);
            }
        }

        Once();
    }
}
