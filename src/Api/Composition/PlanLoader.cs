using CallCenter.Api.Configuration;
using CallCenter.Api.Views;

namespace CallCenter.Api.Composition;

/// <summary>
/// Fills the edge's dial plan: at start with the document of every tenant that the views know, afterwards with each document that comes in force,
/// whichever process took it.
/// </summary>
internal sealed partial class PlanLoader(ViewHead head, DocumentAcceptance acceptance, LiveDialPlan plan, TimeProvider time, ILogger<PlanLoader> log) : BackgroundService
{
    /// <summary>The views say that they have caught up without a change of their own: looked at this often, only while starting.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every tenant of the journal is in the plan.</summary>
    public Task Loaded => loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        acceptance.CameInForce += plan.Replace;
        while (!head.HasCaughtUp)
        {
            await head.Changed.Next.WaitAsync(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }

        while (true)
        {
            var changed = head.Changed.Next;
            if (await TakeNew(stoppingToken))
            {
                loaded.TrySetResult();
                await changed.WaitAsync(stoppingToken);
            }
            else
            {
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }

    /// <summary>False: a document could not be had now.</summary>
    private async Task<bool> TakeNew(CancellationToken stop)
    {
        foreach (var tenant in head.Boards.Configured.Where(tenant => tenant.Version > plan.VersionOf(tenant.Tenant)))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                if (await acceptance.Recall(tenant.Tenant) is null)
                {
                    return false;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotRecalled(log, failure, tenant.Tenant);
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "The new configuration of {Tenant} cannot be read and is tried again; the edge goes on with the one before")]
    private static partial void LogNotRecalled(ILogger logger, Exception failure, string tenant);
}
