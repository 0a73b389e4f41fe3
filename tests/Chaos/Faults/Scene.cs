using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using CallCenter.Chaos.Probe;

namespace CallCenter.Chaos.Faults;

/// <summary>Where a fault is struck, and by which chance.</summary>
internal sealed record Scene(Network Network, Database Database, Center Center, Traffic Traffic, Prober Prober, Random Random, int Round, CancellationToken Stop)
{
    /// <summary>Every shard answers within ten seconds once faults have stopped (RELIABILITY L1); twice that, then it is said to be broken.</summary>
    public static readonly TimeSpan HealMax = TimeSpan.FromSeconds(20);

    private readonly List<string> broken = [];

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

    public Node AnyCore() => Cores[Random.Next(Cores.Count)];

    /// <summary>One of these by turns, so that every repetition has the next.</summary>
    public T ByTurns<T>(params IReadOnlyList<T> choices) => choices[Round % choices.Count];

    public Task For(TimeSpan length) => Pace.For(length, Stop);

    /// <summary>Some moment within this time: faults strike in the middle of things.</summary>
    public Task AtRandomWithin(TimeSpan length) => For(length * Random.NextDouble());

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

    /// <summary>A rule that does not hold.</summary>
    public void Say(string what)
    {
        lock (broken)
        {
            broken.Add(what);
        }
    }
}
