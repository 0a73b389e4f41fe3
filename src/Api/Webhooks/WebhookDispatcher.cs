using System.Collections.Concurrent;

namespace CallCenter.Api.Webhooks;

/// <summary>
/// Sends what waits: of each subject one after the other, of different subjects several at once, each again after a pause that grows, and gives up in the
/// end. What was given up stays to be seen and sent again.
/// </summary>
internal sealed partial class WebhookDispatcher(
    WebhookStore store, IWebhookRows rows, WebhookSender sender, WebhookTerms terms, Holding holding, TimeProvider time, ILogger<WebhookDispatcher> log) : BackgroundService
{
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, (string, string)> inFlight = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trimmed = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = store.Changed.Next;
            var pause = PauseMax;
            try
            {
                if (holding.Holds)
                {
                    pause = await Task.Run(() => Look(stoppingToken), stoppingToken);
                    if (time.GetElapsedTime(trimmed) > TrimEvery)
                    {
                        await Task.Run(() => rows.TrimDead(terms.DeadMax), stoppingToken);
                        trimmed = time.GetTimestamp();
                    }
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(log, failure);
            }

            await changed.WaitAsync(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Begins what may be sent now; when to look again at the latest.</summary>
    private TimeSpan Look(CancellationToken stop)
    {
        // Taken before the look: what ends meanwhile is in what is seen here, and is not sent again.
        var busy = inFlight.Keys.ToHashSet();
        foreach (var key in rows.DueWebhooks(time.GetUtcNow()))
        {
            var free = terms.InFlightMax - inFlight.Values.Count(one => one == key);
            // As many more as are on their way already, which are due as well.
            var due = rows.Due(key.Tenant, key.Id, time.GetUtcNow(), terms.InFlightMax * 2).Where(delivery => !busy.Contains(delivery.Number)).Take(free).ToList();
            // Looked at behind that: one that was paused because of an answer is paused before what follows is due.
            if (store.All.FirstOrDefault(one => (one.Tenant, one.Id) == key) is not { IsPaused: false } webhook)
            {
                continue;
            }

            foreach (var delivery in due)
            {
                inFlight[delivery.Number] = key;
                _ = Task.Run(() => Send(webhook, delivery, stop), CancellationToken.None);
            }
        }

        return rows.NextDue() is { } next && next - time.GetUtcNow() is var wait && wait > TimeSpan.Zero && wait < PauseMax ? wait : PauseMax;
    }

    private async Task Send(Webhook webhook, Delivery delivery, CancellationToken stop)
    {
        try
        {
            Settle(webhook, delivery, await sender.Send(webhook, delivery, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is sent again by whoever comes next.
        }
        catch (Exception failure)
        {
            LogFailed(log, failure);
        }
        finally
        {
            inFlight.TryRemove(delivery.Number, out _);
            store.Changed.Fire();
        }
    }

    private void Settle(Webhook webhook, Delivery delivery, Attempt attempt)
    {
        switch (attempt)
        {
            case Attempt.Done:
                rows.Remove(delivery.Number);
                break;
            case Attempt.Gone:
                store.TryReplace(webhook with { IsPaused = true });
                rows.Update(delivery with { Attempts = delivery.Attempts + 1, IsDead = true, Outcome = "it answered 410: the webhook is paused" });
                break;
            case Attempt.Failed failed when delivery.Attempts < terms.Pauses.Count:
                var pause = Jittered(terms.Pauses[delivery.Attempts]);
                rows.Update(delivery with { Attempts = delivery.Attempts + 1, Next = time.GetUtcNow() + (failed.NotWithin is { } asked && asked > pause ? asked : pause), Outcome = failed.Why });
                break;
            case Attempt.Failed failed:
                rows.Update(delivery with { Attempts = delivery.Attempts + 1, IsDead = true, Outcome = failed.Why });
                LogGivenUp(log, webhook.Tenant, webhook.Id, delivery.Event, failed.Why);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{attempt}");
        }
    }

    /// <summary>So that many that failed together do not come back together: four fifths to six fifths of it.</summary>
    public static TimeSpan Jittered(TimeSpan pause) => pause * (0.8 + (0.4 * Random.Shared.NextDouble()));

    [LoggerMessage(EventId = 4203, Level = LogLevel.Error, Message = "Sending webhooks met a failure and goes on")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 4204, Level = LogLevel.Warning, Message = "Webhook {Tenant}/{Webhook}: {Event} was given up: {Why}")]
    private static partial void LogGivenUp(ILogger logger, string tenant, string webhook, string @event, string why);
}
