using CallCenter.Api.Configuration;
using CallCenter.Api.Views;

namespace CallCenter.Api.Composition;

/// <summary>
/// Fills the edge's dial plan: at start with the document of every tenant that the views know, afterwards with each document that comes in force.
/// </summary>
internal sealed class PlanLoader(ViewHead head, DocumentAcceptance acceptance, LiveDialPlan plan) : BackgroundService
{
    /// <summary>The views say that they have caught up without a change of their own: looked at this often, only while starting.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

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

        foreach (var tenant in head.Boards.Configured.Select(tenant => tenant.Tenant).ToArray())
        {
            while (await acceptance.Recall(tenant) is null)
            {
                stoppingToken.ThrowIfCancellationRequested();
            }
        }

        loaded.TrySetResult();
    }
}
