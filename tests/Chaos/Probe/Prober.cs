using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Chaos.Verdicts;
using CallCenter.Cluster;

namespace CallCenter.Chaos.Probe;

/// <summary>
/// Asks an actor of every shard each 50 ms and notes how long each shard is silent. The command is a real one (an agent that nobody configured
/// is to go ready): its refusal is decided by the owner, rides a batch of the journal, and is answered only when that is durable under the
/// shard's epoch. So an answer proves that the shard is served, and by whom it belongs to.
/// </summary>
internal sealed class Prober : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks of one shard under way: one that hangs must not hide the answer to a later one.</summary>
    private const int UnderWayMax = 8;

    private readonly IActors actors;
    private readonly ActorId[] targets;
    private readonly Silence[] silences;
    private readonly int[] underWay;
    private readonly CancellationTokenSource stop = new();
    private readonly Task asking;
    private readonly Lock gate = new();
    private readonly List<double> answerMs = [];

    public Prober(IActors actors, int shards)
    {
        this.actors = actors;
        targets = Targets.OfEach(shards);
        silences = [.. targets.Select(_ => new Silence())];
        underWay = new int[shards];
        Begin();
        asking = Ask();
    }

    /// <summary>Silence counts from now on.</summary>
    public void Begin()
    {
        lock (gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            Array.ForEach(silences, silence => silence.Begin(now));
            answerMs.Clear();
        }
    }

    /// <summary>The longest silence of each shard since <see cref="Begin"/>.</summary>
    public IReadOnlyList<TimeSpan> Longest()
    {
        lock (gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            return [.. silences.Select(silence => Length(silence.Longest(now)))];
        }
    }

    /// <summary>Whether every shard answered after this moment of the monotone clock.</summary>
    public bool AllAnsweredSince(long moment) => SilentSince(moment).Count == 0;

    public IReadOnlyList<int> SilentSince(long moment)
    {
        lock (gate)
        {
            return [.. Enumerable.Range(0, silences.Length).Where(shard => silences[shard].Last <= moment)];
        }
    }

    /// <summary>How long a sample of the answers took since <see cref="Begin"/>, in milliseconds.</summary>
    public Percentiles Answers()
    {
        lock (gate)
        {
            return new Percentiles(answerMs);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await asking;
        stop.Dispose();
    }

    private async Task Ask()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(stop.Token); round++)
            {
                for (var shard = 0; shard < targets.Length; shard++)
                {
                    if (Volatile.Read(ref underWay[shard]) < UnderWayMax)
                    {
                        _ = Ask(shard, isSample: shard == round % targets.Length);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }

    private async Task Ask(int shard, bool isSample)
    {
        Interlocked.Increment(ref underWay[shard]);
        try
        {
            var asked = TimeProvider.System.GetTimestamp();
            if (await actors.Ask(targets[shard], new AgentCommand.GoReady(), Deadline) is not Answer.Unknown)
            {
                Note(shard, asked, isSample);
            }
        }
        finally
        {
            Interlocked.Decrement(ref underWay[shard]);
        }
    }

    private void Note(int shard, long asked, bool isSample)
    {
        lock (gate)
        {
            var now = TimeProvider.System.GetTimestamp();
            silences[shard].Answered(now);
            if (isSample)
            {
                answerMs.Add(Length(now - asked).TotalMilliseconds);
            }
        }
    }

    private static TimeSpan Length(long ticks) => TimeProvider.System.GetElapsedTime(0, ticks);
}
