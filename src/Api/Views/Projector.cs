using CallCenter.Api.Events;
using CallCenter.Api.Journal;
using CallCenter.Api.Operations;

namespace CallCenter.Api.Views;

/// <summary>
/// Follows the journal into the views. What came is folded and committed <see cref="CommitPause"/> later, with what came with it and out of the
/// way of the call that is being placed just then. A failure (disk, database) starts it again from what is committed.
/// </summary>
internal sealed partial class Projector(
    Func<ViewStore> open, IJournal journal, ViewHead head, EventLog log, ApiMeter meter, TimeProvider time, ILogger<Projector> logger) : BackgroundService
{
    public const int BatchEventsMax = 2_000;
    public static readonly TimeSpan CommitPause = TimeSpan.FromMilliseconds(50);
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
        var heads = journal.Heads();
        await using var reader = journal.Follow(run.Positions);
        while (true)
        {
            NoticeCaughtUp(run, heads);
            var events = await reader.Next(BatchEventsMax, stop);
            if (head.HasCaughtUp)
            {
                await Task.Delay(CommitPause, time, stop);
            }

            foreach (var e in events)
            {
                run.Apply(e);
            }

            Commit(run);
            meter.EventsFolded.Add(events.Count);
        }
    }

    private void NoticeCaughtUp(Run run, IReadOnlyDictionary<int, long> heads)
    {
        if (!head.HasCaughtUp && heads.All(shard => run.At(shard.Key) >= shard.Value))
        {
            run.Projection.WritesStream = true;
            head.HasCaughtUp = true;
            LogCaughtUp(logger, heads.Count);
        }
    }

    private void Commit(Run run)
    {
        var batch = run.Projection.Take();
        if (batch.IsEmpty)
        {
            return;
        }

        var started = time.GetTimestamp();
        run.Store.Commit(batch);
        meter.CommitTime.Record(time.GetElapsedTime(started).TotalSeconds);
        head.Publish(run.Projection.Boards, batch.Checkpoints);
        log.Publish(batch.Events);
    }

    private sealed record Run(ViewStore Store, Projection Projection, Dictionary<int, long> Positions)
    {
        public long At(int shard) => Positions.GetValueOrDefault(shard);

        /// <summary>Each event exactly once, in the order of its shard (RELIABILITY R1).</summary>
        public void Apply(JournalEvent e)
        {
            if (e.Position != At(e.Shard) + 1)
            {
                throw new InvalidDataException($"event {e.Shard}:{e.Position} came after {e.Shard}:{At(e.Shard)}");
            }

            Projection.Apply(e);
            Positions[e.Shard] = e.Position;
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Views have caught up with the journal ({Shards} shards)")]
    private static partial void LogCaughtUp(ILogger logger, int shards);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Views stopped and start again from what they have committed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
