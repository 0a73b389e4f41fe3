namespace CallCenter.Api.Access;

/// <summary>
/// In a cluster: what another process did to tokens holds here within <see cref="RefreshEvery"/>, a deletion too. While the database is away the
/// tokens known last go on.
/// </summary>
internal sealed partial class TokenRefresh(TokenStore tokens, TimeProvider time, ILogger<TokenRefresh> log) : BackgroundService
{
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshEvery, time);
        var isKnown = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Task.Run(tokens.Refresh, stoppingToken);
                isKnown = true;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (isKnown)
                {
                    LogStale(log, failure.Message);
                }

                isKnown = false;
            }
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Tokens cannot be read; those known last go on: {Why}")]
    private static partial void LogStale(ILogger logger, string why);
}
