using CallCenter.Api.Views;
using CallCenter.Api.Webhooks;

namespace CallCenter.Api.Reports.Schedules;

/// <summary>
/// Delivers reports. Each period is ordered once (its row is the memory, not a timer), made as soon as everything up to its end is known, and sent until
/// it has arrived or is given up, with the pauses of webhooks. One process of a cluster does it; whatever dies, another goes on from the rows.
/// </summary>
internal sealed partial class ReportCourier(
    IScheduleRows rows, ScheduleBell bell, ReportMaking making, WebhookStore webhooks, WebhookSender sender, WebhookTerms terms, ReportFolder folder, Holding holding,
    TimeProvider time, ILogger<ReportCourier> log) : BackgroundService
{
    /// <summary>Deliveries of a schedule that are kept to be seen.</summary>
    public const int KeptMax = 400;

    private const int AtOnceMax = 8;
    private const int LookMax = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trimmed = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var rung = bell.Rung.Next;
            var more = false;
            try
            {
                if (holding.Holds)
                {
                    more = await Look(stoppingToken);
                    if (time.GetElapsedTime(trimmed) > TrimEvery)
                    {
                        await Task.Run(() => rows.Trim(KeptMax), stoppingToken);
                        trimmed = time.GetTimestamp();
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(log, failure);
                more = false;
            }

            if (!more)
            {
                await rung.WaitAsync(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Whether something was done, so that there may be more.</summary>
    private async Task<bool> Look(CancellationToken stop)
    {
        var schedules = await Task.Run(rows.Load, stop);
        var ordered = await Task.Run(() => schedules.Where(schedule => !schedule.IsPaused).Count(Order), stop);
        return (ordered > 0) | await Make(schedules, stop) | await Send(schedules, stop);
    }

    /// <summary>The next period that is due, if any.</summary>
    private bool Order(ReportSchedule schedule)
    {
        if (ScheduledAsk.ClockOf(schedule.Query).Clock is not { } clock)
        {
            return false; // a zone that is no more
        }

        var after = rows.LastDue(schedule.Tenant, schedule.Id) is { } last && last > schedule.After ? last : schedule.After;
        var next = DuePeriod.Next(clock, schedule.Period, schedule.At, after);
        return next.Due <= time.GetUtcNow()
            && rows.Order(new ReportDelivery(schedule.Tenant, schedule.Id, next.Due, 1) { From = next.From, To = next.To, Next = next.Due });
    }

    private async Task<bool> Make(IReadOnlyList<ReportSchedule> schedules, CancellationToken stop)
    {
        var made = false;
        foreach (var delivery in await Task.Run(() => rows.Ordered(time.GetUtcNow(), AtOnceMax), stop))
        {
            made |= await making.Make(schedules.FirstOrDefault(schedule => (schedule.Tenant, schedule.Id) == (delivery.Tenant, delivery.Schedule)), delivery, stop);
        }

        return made;
    }

    private async Task<bool> Send(IReadOnlyList<ReportSchedule> schedules, CancellationToken stop)
    {
        var waiting = await Task.Run(() => rows.Waiting(time.GetUtcNow(), LookMax), stop);
        var due = (
            from delivery in waiting
            let schedule = schedules.FirstOrDefault(schedule => (schedule.Tenant, schedule.Id) == (delivery.Tenant, delivery.Schedule))
            where schedule is { IsPaused: false } && WebhookOf(schedule) is not { IsPaused: true }
            select (schedule, delivery)).Take(AtOnceMax).ToList();
        await Task.WhenAll(due.Select(one => Send(one.schedule, one.delivery, stop)));
        return due.Count > 0;
    }

    private async Task Send(ReportSchedule schedule, ReportDelivery delivery, CancellationToken stop)
    {
        if (await Task.Run(() => rows.Body(delivery), stop) is not { } body)
        {
            return;
        }

        var webhook = WebhookOf(schedule);
        var attempt = (schedule.Webhook, webhook) switch
        {
            (null, _) => await Task.Run(() => folder.Write(delivery, body), stop),
            (_, null) => new Attempt.Failed("its webhook is not there", null),
            _ => await sender.Send(webhook, new Delivery(0, (webhook.Tenant, webhook.Id), ReportEnvelope.IdOf(delivery), delivery.Schedule, ReportEnvelope.Type, body, delivery.Due), stop),
        };
        if (attempt is Attempt.Gone)
        {
            webhooks.TryReplace(webhook! with { IsPaused = true });
        }

        var after = After(delivery, attempt);
        await Task.Run(() => rows.Update(after), stop);
        if (after.Stage == DeliveryStage.Dead)
        {
            LogGivenUp(log, delivery.Tenant, delivery.Schedule, delivery.Id, after.Outcome!);
        }
    }

    private ReportDelivery After(ReportDelivery delivery, Attempt attempt)
    {
        var tried = delivery with { Attempts = delivery.Attempts + 1 };
        return attempt switch
        {
            Attempt.Done => tried with { Stage = DeliveryStage.Delivered, Delivered = time.GetUtcNow(), Outcome = null },
            Attempt.Failed failed when delivery.Attempts < terms.Pauses.Count && WebhookDispatcher.Jittered(terms.Pauses[delivery.Attempts]) is var pause =>
                tried with { Next = time.GetUtcNow() + (failed.NotWithin is { } asked && asked > pause ? asked : pause), Outcome = failed.Why },
            Attempt.Failed failed => tried with { Stage = DeliveryStage.Dead, Outcome = failed.Why },
            _ => tried with { Stage = DeliveryStage.Dead, Outcome = "it answered 410: the webhook is paused" },
        };
    }

    private Webhook? WebhookOf(ReportSchedule schedule) => schedule.Webhook is { } id ? webhooks.Find(TenantScope.Of(schedule.Tenant), id) : null;

    [LoggerMessage(EventId = 4301, Level = LogLevel.Error, Message = "Delivering reports met a failure and goes on")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Warning, Message = "Report {Tenant}/{Schedule}: {Delivery} was given up: {Why}")]
    private static partial void LogGivenUp(ILogger logger, string tenant, string schedule, string delivery, string why);
}

/// <summary>Rings when schedules changed or one is wanted again.</summary>
internal sealed class ScheduleBell
{
    public Pulse Rung { get; } = new();
}
