namespace CallCenter.Api.Webhooks;

/// <summary>
/// Which process of a cluster sends webhooks: one holds it for <see cref="Length"/> and says so again and again. When it dies another has it then. One
/// that only believes to hold it writes nothing down (<see cref="IWebhookRows.Enqueue"/>), and may at most send what is sent again.
/// </summary>
internal sealed partial class Holding(IWebhookRows rows, WebhookStore store, WebhookHolder holder, TimeProvider time, ILogger<Holding> log) : BackgroundService
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);

    private volatile bool holds;

    public bool Holds => holds;

    public string Name => holder.Name;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        do
        {
            var held = holds;
            try
            {
                holds = await Task.Run(() => rows.TryHold(Name, Length), stoppingToken);
                // What other processes changed, as well.
                await Task.Run(store.Refresh, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                holds = false;
                LogUnknown(log, failure.Message);
            }

            if (held != holds)
            {
                store.Changed.Fire();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "Whether this process sends webhooks is not known: {Why}")]
    private static partial void LogUnknown(ILogger logger, string why);
}

/// <summary>What this start of this process is called among those that could send.</summary>
internal sealed record WebhookHolder(string Name)
{
    public static WebhookHolder New() => new(Guid.NewGuid().ToString("N"));
}
