using System.Diagnostics;
using CallCenter.Actors;
using CallCenter.Benchmarks.Engine;
using CallCenter.Benchmarks.Sip;
using CallCenter.Cluster;
using CallCenter.Cluster.Sharding;

namespace CallCenter.Benchmarks.Cluster;

/// <summary>Asks an actor of every shard again and again, from a process that owns none, whether or not earlier asks were answered.</summary>
internal sealed class Prober : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private const int OutstandingMax = 40;

    private readonly ActorSystem system;
    private readonly CancellationTokenSource ended = new();
    private readonly Task asking;

    private Prober(ActorSystem system, ShardProbe[] probes)
    {
        this.system = system;
        Probes = probes;
        asking = Task.Run(AskAll);
    }

    public IReadOnlyList<ShardProbe> Probes { get; }

    public int Failed => Probes.Sum(probe => probe.Failed);

    public static async Task<Prober> Start(ActorSystem system, int shards)
    {
        ShardProbe[] probes = [.. ActorOfEach(shards).Select((actor, shard) => new ShardProbe(shard, actor))];

        // They have a past, so that a successor must read it before it answers.
        await Task.WhenAll(probes.Select(probe => system.Actors.Ask(probe.Actor, new PebbleCommand.Count(), TimeSpan.FromSeconds(30)).AsTask()));
        return new Prober(system, probes);
    }

    /// <summary>Of each shard: silences and failures count from here on.</summary>
    public void Mark()
    {
        foreach (var probe in Probes)
        {
            probe.Mark();
        }
    }

    /// <summary>Until every shard has answered an ask that begins now or later.</summary>
    public async Task AllAnswer(TimeSpan most)
    {
        foreach (var probe in Probes)
        {
            probe.Doubt();
        }

        if (!await Pause.Until(() => Task.FromResult(Probes.All(probe => probe.BackAt is not null)), most))
        {
            throw new InvalidOperationException($"{Probes.Count(probe => probe.BackAt is null)} shards do not answer");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await asking;
        ended.Dispose();
    }

    private static ActorId[] ActorOfEach(int shards)
    {
        var actors = new ActorId[shards];
        var missing = shards;
        for (var number = 0; missing > 0; number++)
        {
            var id = PebbleBehaviour.Id(number);
            ref var place = ref actors[ShardHash.ShardOf(id, shards)];
            missing -= place == default ? 1 : 0;
            place = place == default ? id : place;
        }

        return actors;
    }

    private async Task AskAll()
    {
        using var timer = new PeriodicTimer(Every);
        while (!ended.IsCancellationRequested)
        {
            foreach (var probe in Probes)
            {
                if (probe.TryBegin(OutstandingMax))
                {
                    _ = Ask(probe);
                }
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private async Task Ask(ShardProbe probe)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await system.Actors.Ask(probe.Actor, new PebbleCommand.Look(), Deadline);
        probe.Ended(began, answer is Answer.Answered);
    }
}
