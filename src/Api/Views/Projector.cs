using CallCenter.Api.Events;
using CallCenter.Api.Journal;

namespace CallCenter.Api.Views;

/// <summary>
/// Follows the journal into the views: reads up to its heads, then takes what is pushed; a hole is read from the journal. Commits at once when
/// idle, else at most every <see cref="CommitPause"/>. A failure (disk, database) starts it again from what is committed.
/// </summary>
internal sealed partial class Projector(
    Func<ViewStore> open, IJournal journal, ViewHead head, EventLog log, TimeProvider time, ILogger<Projector> logger) : BackgroundService
{
    public const int BatchEventsMax = 2_000;
    public const int SubscriptionMax = 4_096;
    public static readonly TimeSpan CommitPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var store = await Task.Run(open, stoppingToken);
                await Follow(store, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                head.HasCaughtUp = false;
                LogFailed(logger, failure);
                await Task.Delay(RestartPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(ViewStore store, CancellationToken stop)
    {
        var run = new Run(store, new Projection(store, time) { WritesStream = !store.IsNew }, store.Checkpoints());
        log.Open(store);
        head.Publish(run.Projection.Boards, run.Positions);
        using var subscription = journal.Subscribe(SubscriptionMax);
        await CatchUp(run, stop);
        run.Projection.WritesStream = true;
        head.HasCaughtUp = true;
        LogCaughtUp(logger, run.Positions.Count);
        while (await subscription.Batches.WaitToReadAsync(stop))
        {
            var started = time.GetTimestamp();
            while (run.Projection.Pending < BatchEventsMax && subscription.Batches.TryRead(out var events))
            {
                await Take(run, events, stop);
            }

            if (subscription.TakeLeftOut())
            {
                await CatchUp(run, stop);
            }

            Commit(run);
            if (CommitPause - time.GetElapsedTime(started) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, time, stop);
            }
        }
    }

    private async Task CatchUp(Run run, CancellationToken stop)
    {
        foreach (var (shard, last) in (await journal.Heads(stop)).OrderBy(pair => pair.Key))
        {
            await ReadUpTo(run, shard, last, stop);
        }

        Commit(run);
    }

    private async Task Take(Run run, IReadOnlyList<JournalEvent> events, CancellationToken stop)
    {
        foreach (var e in events)
        {
            if (e.Position > run.At(e.Shard) + 1)
            {
                await ReadUpTo(run, e.Shard, e.Position - 1, stop);
            }

            Apply(run, e);
        }
    }

    private async Task ReadUpTo(Run run, int shard, long last, CancellationToken stop)
    {
        while (run.At(shard) < last)
        {
            var events = await journal.Follow(shard, run.At(shard), BatchEventsMax, stop);
            if (events.Count == 0)
            {
                throw new InvalidDataException($"the journal has no event after {shard}:{run.At(shard)}, though {last} was announced");
            }

            foreach (var e in events)
            {
                Apply(run, e);
            }

            if (run.Projection.Pending >= BatchEventsMax)
            {
                Commit(run);
            }
        }
    }

    /// <summary>Each event once: what is behind the checkpoint was there already.</summary>
    private static void Apply(Run run, JournalEvent e)
    {
        if (e.Position <= run.At(e.Shard))
        {
            return;
        }

        run.Projection.Apply(e);
        run.Positions[e.Shard] = e.Position;
    }

    private void Commit(Run run)
    {
        var batch = run.Projection.Take();
        if (batch.IsEmpty)
        {
            return;
        }

        run.Store.Commit(batch);
        head.Publish(run.Projection.Boards, batch.Checkpoints);
        log.Publish(batch.Events);
    }

    private sealed record Run(ViewStore Store, Projection Projection, Dictionary<int, long> Positions)
    {
        public long At(int shard) => Positions.GetValueOrDefault(shard);
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Views have caught up with the journal ({Shards} shards)")]
    private static partial void LogCaughtUp(ILogger logger, int shards);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Views stopped and start again from what they have committed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
