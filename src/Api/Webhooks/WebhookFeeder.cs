using CallCenter.Api.Access;
using CallCenter.Api.Journal;
using CallCenter.Api.Safety;

namespace CallCenter.Api.Webhooks;

/// <summary>
/// Follows the journal for the webhooks and writes down what each is to be sent, with how far it came in the same transaction: whatever dies, nothing is
/// left out and nothing is written down twice. One process of a cluster does it.
/// </summary>
internal sealed partial class WebhookFeeder(
    WebhookStore store, IWebhookRows rows, IJournal journal, WebhookEvents events, WebhookTerms terms, TimeProvider time, Holding holding, ILogger<WebhookFeeder> log) : BackgroundService
{
    public const int BatchEventsMax = 500;

    /// <summary>How much of the journal without a delivery is looked through again after a restart at most.</summary>
    private const int UnsavedMax = 2_000;

    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Wait(() => store.All.Count > 0 && holding.Holds, stoppingToken);
                await Follow(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (HolderChangedException)
            {
                // Another goes on from what was kept.
            }
            catch (Exception failure)
            {
                LogFailed(log, failure);
                await Task.Delay(RestartPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        var positions = new Dictionary<int, long>(rows.Positions());
        await using var reader = journal.Follow(positions);
        for (var unsaved = 0; store.All.Count > 0 && holding.Holds;)
        {
            var read = await reader.Next(BatchEventsMax, stop);
            var deliveries = await Deliveries(read, stop);
            foreach (var e in read)
            {
                positions[e.Shard] = e.Position;
            }

            unsaved = deliveries.Count > 0 ? UnsavedMax : unsaved + read.Count;
            if (unsaved >= UnsavedMax)
            {
                await Task.Run(() => rows.Enqueue(holding.Name, deliveries, positions), stop);
                unsaved = 0;
            }

            if (deliveries.Count > 0)
            {
                store.Changed.Fire();
            }
        }
    }

    private async Task<List<Delivery>> Deliveries(IReadOnlyList<JournalEvent> read, CancellationToken stop)
    {
        var (deliveries, webhooks) = (new List<Delivery>(), store.All);
        IReadOnlyDictionary<(string, string), int>? waiting = null;
        foreach (var e in read)
        {
            if (WebhookTypes.Of(e.Tag) is not { } type || webhooks.Where(webhook => webhook.Tenant == e.Stream.Tenant && webhook.Wants(type)).ToList() is not { Count: > 0 } wanting
                || await events.Write(e, type, stop) is not { } body)
            {
                continue;
            }

            waiting ??= await Task.Run(rows.Waiting, stop);
            var (masked, now) = (wanting.Any(webhook => webhook.Numbers == NumberSight.Masked) ? NumberMask.Apply(body) : body, time.GetUtcNow());
            deliveries.AddRange(wanting.Select(webhook => new Delivery(
                0, (webhook.Tenant, webhook.Id), WebhookEvents.IdOf(e), e.Stream.ToString(), type, webhook.Numbers == NumberSight.Masked ? masked : body, now)
            {
                Next = now,
                IsDead = waiting.GetValueOrDefault((webhook.Tenant, webhook.Id)) >= terms.WaitingMax,
                Outcome = waiting.GetValueOrDefault((webhook.Tenant, webhook.Id)) >= terms.WaitingMax ? $"more than {terms.WaitingMax} wait already" : null,
            }));
        }

        return deliveries;
    }

    private async Task Wait(Func<bool> isSo, CancellationToken stop)
    {
        while (true)
        {
            var changed = store.Changed.Next;
            if (isSo())
            {
                return;
            }

            await changed.WaitAsync(stop);
        }
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Error, Message = "Webhooks stopped following the journal and start again from what was kept")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
