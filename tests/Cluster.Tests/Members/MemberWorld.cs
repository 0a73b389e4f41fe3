using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Cluster.Sharding;
using CallCenter.Simulation.Store;

namespace CallCenter.Cluster.Tests.Members;

/// <summary>Several members of one cluster, their links and their database: everything in one thread and in virtual time.</summary>
internal sealed class MemberWorld
{
    public const int Shards = 48;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<Action, (long At, long Number)> planned = new();
    private readonly HashSet<(string From, string To)> cut = [];
    private readonly Dictionary<(MemberProcess, MemberProcess), bool> connections = [];
    private readonly Dictionary<string, DateTimeOffset> resetUntil = [];
    private long number;

    public MemberWorld()
    {
        Database = new SimulatedDatabase(Time, Shards);
        Server = new SimulatedServer(Database, Time, later: After);
        Register = new SimulatedRegister(Database);
    }

    public FakeClock Time { get; } = new();

    public SimulatedDatabase Database { get; }

    public SimulatedServer Server { get; }

    public SimulatedRegister Register { get; }

    public List<MemberProcess> Processes { get; } = [];

    public IEnumerable<MemberProcess> Alive => Processes.Where(process => process.IsAlive);

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Every shard is owned by a living process that hosts it under the epoch of the register, and may act.</summary>
    public bool IsWhole => Enumerable.Range(0, Shards).All(shard => Alive.Any(process => process.Serves(shard, Register.OwnerOf(shard), Database.EpochOf(shard))));

    public int ShardsOf(MemberProcess process) => Enumerable.Range(0, Shards).Count(shard => Register.OwnerOf(shard) == process.Member.Incarnation && process.Member.Incarnation != 0);

    /// <summary>Three members (or those named) that have shared the shards and are at rest.</summary>
    public static MemberWorld Settled(params string[] names)
    {
        var world = new MemberWorld();
        foreach (var name in names.Length == 0 ? ["a", "b", "c"] : names)
        {
            world.Start(name);
        }

        world.Elapse(TimeSpan.FromSeconds(20));
        Assert.True(world.IsWhole);
        return world;
    }

    public MemberProcess this[string name] => Processes.Last(process => process.Name == name);

    public MemberProcess Start(string name, double rate = 1, Func<MemberOptions, MemberOptions>? with = null)
    {
        var process = new MemberProcess(this, name, rate, with ?? (options => options));
        Processes.Add(process);
        process.Member.Start();
        process.Plan();
        return process;
    }

    public void After(TimeSpan delay, Action happens) => planned.Enqueue(happens, (Now.UtcTicks + Math.Max(0, delay.Ticks), number++));

    public void Elapse(TimeSpan span)
    {
        var end = Now + span;
        while (Step(end))
        {
        }
    }

    /// <summary>How long it took until this was so; a failure after <paramref name="longest"/>.</summary>
    public TimeSpan Until(Func<bool> isSo, TimeSpan longest)
    {
        var start = Now;
        while (!isSo())
        {
            Assert.True(Step(start + longest), $"not so after {longest}");
        }

        return Now - start;
    }

    public bool IsLinked(string one, string other) => connections.GetValueOrDefault(Pair(this[one], this[other]));

    /// <summary>All links of this process are reset, and made again after a while.</summary>
    public void ResetLinks(string name, TimeSpan length)
    {
        resetUntil[name] = Now + length;
        Relink();
        After(length, Relink);
    }

    /// <summary>Nothing gets from one to the other, in one direction.</summary>
    public void CutWay(string from, string to) => cut.Add((from, to));

    public void Cut(string one, string other)
    {
        CutWay(one, other);
        CutWay(other, one);
    }

    public void Heal()
    {
        cut.Clear();
        Relink();
    }

    public bool Carry(MemberProcess from, string to, Frame frame)
    {
        var target = Processes.LastOrDefault(process => process.Name == to && process.IsAlive);
        if (target is null || !connections.GetValueOrDefault(Pair(from, target)))
        {
            return false;
        }

        var sender = from.Self!;
        After(Latency, () =>
        {
            if (!cut.Contains((from.Name, to)))
            {
                target.Turn(() => target.Member.Received(sender, frame));
            }
        });
        return true;
    }

    /// <summary>Links come and go by what both ends want, who lives, and what is cut. A cut breaks no link: it is silent.</summary>
    public void Relink() => After(Latency, () =>
    {
        foreach (var one in Processes)
        {
            foreach (var other in Processes.Where(other => Processes.IndexOf(other) > Processes.IndexOf(one)))
            {
                Relink(one, other);
            }
        }
    });

    private void Relink(MemberProcess one, MemberProcess other)
    {
        var isUp = connections.GetValueOrDefault(Pair(one, other));
        var isReset = resetUntil.GetValueOrDefault(one.Name) > Now || resetUntil.GetValueOrDefault(other.Name) > Now;
        var isWanted = one.IsAlive && other.IsAlive && !isReset && one.Reaches(other) && other.Reaches(one);
        var isCut = cut.Contains((one.Name, other.Name)) || cut.Contains((other.Name, one.Name));
        if (!isUp && isWanted && !isCut && !one.IsFrozen && !other.IsFrozen)
        {
            connections[Pair(one, other)] = true;
            Tell(one, other, (user, peer) => user.Connected(peer));
            Tell(other, one, (user, peer) => user.Connected(peer));
        }
        else if (isUp && !isWanted)
        {
            connections[Pair(one, other)] = false;
            var end = one.IsAlive && other.IsAlive && !isReset ? LinkEnd.Closed : LinkEnd.Reset;
            Tell(one, other, (user, peer) => user.Disconnected(peer, end));
            Tell(other, one, (user, peer) => user.Disconnected(peer, end));
        }
        else if (!isUp && !isCut && one.IsAlive && other.IsAlive && !isReset)
        {
            Knock(one, other);
            Knock(other, one);
        }
    }

    /// <summary>Who is reached for without knowing it hears of it.</summary>
    private static void Knock(MemberProcess who, MemberProcess at)
    {
        if (who.Reaches(at) && !at.Reaches(who))
        {
            Tell(at, who, (user, peer) => user.Unknown(peer.Name, peer.Incarnation));
        }
    }

    private static (MemberProcess, MemberProcess) Pair(MemberProcess one, MemberProcess other) =>
        string.CompareOrdinal(one.Name, other.Name) < 0 ? (one, other) : (other, one);

    private static void Tell(MemberProcess who, MemberProcess about, Action<ILinkUser, Peer> what)
    {
        var peer = about.Self!;
        who.Turn(() => what(who.Member, peer));
    }

    private bool Step(DateTimeOffset end)
    {
        if (!planned.TryPeek(out _, out var next) || next.At > end.UtcTicks)
        {
            Time.MoveTo(end);
            return false;
        }

        var happens = planned.Dequeue();
        Time.MoveTo(new DateTimeOffset(next.At, TimeSpan.Zero));
        happens();
        return true;
    }
}
