using System.Globalization;
using System.Net;
using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using CallCenter.Chaos.Probe;
using CallCenter.EndToEnd.Peers;

namespace CallCenter.Chaos.Faults;

/// <summary>Where a fault is struck, and by which chance.</summary>
internal sealed record Scene(Network Network, Database Database, Center Center, Traffic Traffic, Prober Prober, Random Random, int Round, bool IsLong, CancellationToken Stop)
{
    /// <summary>Every shard answers within ten seconds once faults have stopped (RELIABILITY L1); twice that, then it is said to be broken.</summary>
    public static readonly TimeSpan HealMax = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan StandingMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SpreadMax = TimeSpan.FromSeconds(12);

    /// <summary>One that owns, and one that can take over.</summary>
    private const int OwnersMin = 2;

    /// <summary>Of the stage that has them.</summary>
    public MediaServers? MediaServers { get; init; }

    /// <summary>How long each caller heard nothing, where sound is what the fault is about; else empty.</summary>
    public IReadOnlyList<TimeSpan> Unheard { get; private set; } = [];

    /// <summary>A gap of this length is one that people hear; a busy machine's own are shorter.</summary>
    private static readonly TimeSpan NoticedAfter = TimeSpan.FromSeconds(1);

    private readonly List<string> broken = [];
    private readonly List<Task> meanwhile = [];

    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (broken)
            {
                return [.. broken];
            }
        }
    }

    public IReadOnlyList<Node> Cores => Center.Cores;

    /// <summary>Those that own shards when the fault begins: who owns nothing takes nothing down.</summary>
    public IReadOnlyList<Node> Owners { get; private set; } = [];

    /// <summary>One that owns shards.</summary>
    public Node AnyCore() => Owners[Random.Next(Owners.Count)];

    /// <summary>
    /// The cluster is whole before it is struck: every core node is a member and every shard answers. Who was taken for dead a moment ago gets shards
    /// again only when it has been steady for a while, longer each time: that is not waited for, as long as two own shards.
    /// </summary>
    public async Task Whole()
    {
        string[] names = [.. Cores.Select(core => core.Name)];
        if (!await Pace.Until(async () => (await Leases.Standing(Database, names, Stop)).Count == names.Length, StandingMax, Stop, Pace.Seldom))
        {
            Say("not every core node is a member again");
        }

        await Answering();
        await Pace.Until(async () => (await Leases.Owners(Database, names, Stop)).Count >= OwnersMin, SpreadMax, Stop, Pace.Seldom);
        var owners = await Leases.Owners(Database, names, Stop);
        Owners = [.. Cores.Where(core => owners.Contains(core.Name))];
    }

    /// <summary>One of these by turns, so that every repetition has the next.</summary>
    public T ByTurns<T>(params IReadOnlyList<T> choices) => choices[Round % choices.Count];

    public Task For(TimeSpan length) => Pace.For(length, Stop);

    /// <summary>Some moment within this time: faults strike in the middle of things.</summary>
    public Task AtRandomWithin(TimeSpan length) => For(length * Random.NextDouble());

    /// <summary>Until every core node owns shards and none has moved for a while: what an earlier fault left to be handed over is not this one's.</summary>
    public async Task Steady(TimeSpan still, TimeSpan most)
    {
        string[] names = [.. Cores.Select(core => core.Name)];
        await Pace.Until(async () => (await Leases.Owners(Database, names, Stop)).Count == names.Length, most, Stop, Pace.Seldom);
        var (moves, since) = (await Leases.Moves(Database, Stop), TimeProvider.System.GetTimestamp());
        await Pace.Until(
            async () =>
            {
                if (await Leases.Moves(Database, Stop) is var now && now != moves)
                {
                    (moves, since) = (now, TimeProvider.System.GetTimestamp());
                }

                return TimeProvider.System.GetElapsedTime(since) > still;
            },
            most, Stop, Pace.Seldom);
    }

    /// <summary>Silence counts from now on: what came before was not the cluster's to heal.</summary>
    public void Recount() => Prober.Begin();

    /// <summary>Until every shard has answered an ask of after now; says so when it takes too long.</summary>
    public async Task Answering(TimeSpan? most = null)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (!await Pace.Until(() => Prober.AllAnsweredSince(now), most ?? HealMax, Stop))
        {
            Say($"shards {string.Join(' ', Prober.SilentSince(now))} do not answer (L1)");
        }
    }

    /// <summary>The media server that most callers hear: the other may have none, for who was moved once stays.</summary>
    public (string Host, Rtpengine Engine) Busiest() => MediaServers!.All.MaxBy(one => Traffic.Sound!.CountFrom(one.Engine.Control.Address));

    /// <summary>Until every caller has heard sound since then; says so when that takes too long, or when one noticed whose sound was elsewhere.</summary>
    /// <param name="since">What was under way then does not count.</param>
    /// <param name="struck">Whose callers are the ones that count.</param>
    public async Task Hearing(DateTimeOffset since, IPAddress struck)
    {
        var sound = Traffic.Sound!;
        if (!await Pace.Until(() => sound.SilentSince(since) == 0, HealMax, Stop))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{sound.SilentSince(since)} callers hear nothing (M7)"));
        }

        (Unheard, var others) = sound.Longest(struck);
        if (others.Any(silence => silence > NoticedAfter))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"a caller whose sound was elsewhere heard nothing for {others.Max().TotalSeconds:0.00} s"));
        }
    }

    /// <summary>The fault does not wait for it, the next one does: a process that is started again.</summary>
    public void Meanwhile(Task task) => meanwhile.Add(task);

    /// <summary>What went on meanwhile is over.</summary>
    public async Task Rested()
    {
        try
        {
            await Task.WhenAll(meanwhile);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            Say($"a process does not start again: {failure.Message}");
        }
    }

    /// <summary>A rule that does not hold.</summary>
    public void Say(string what)
    {
        lock (broken)
        {
            broken.Add(what);
        }
    }
}
