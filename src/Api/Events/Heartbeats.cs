namespace CallCenter.Api.Events;

/// <summary>Wakes the readers of quiet streams so that they can say they are alive: one timer for all.</summary>
internal sealed class Heartbeats(EventLog log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Step = Subscription.Heartbeat / 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Step, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            log.Changed.Fire();
        }
    }
}
